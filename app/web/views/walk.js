/** A walk through the latent space from picture A to picture B: a row like a dimension's. */

import { WAYS } from "../maths/interpolate.js";
import { toPixels } from "../maths/pictures.js";
import { fill, number } from "./format.js";
import { blank, paint } from "./paint.js";
import { player } from "./player.js";
import { segmentsHtml } from "./segments.js";
import { FEW, layOut, NARROW, paintThumb, stripHtml, stripLengths } from "./strips.js";
import { afterPaint, background, build, countFrame, whileShown } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").End} End */
/** @typedef {import("../text/en.js").Text} Text */

/** @type {End[]} */
const ENDS = ["a", "b"];
/** @type {import("../maths/interpolate.js").Way[]} */
const TWO_WAYS = ["straight", "spherical"];

/** @param {End} end @param {Text} text */
const endHtml = (end, { walk: t }) => {
  const says = { end: end.toUpperCase() };
  return `<div class="lx-buttons lx-end-tools" role="group" aria-label="${fill(t.end, says)}">
    <b class="lx-latent" aria-hidden="true">${says.end}</b>
    <button type="button" data-ref="my-picture-${end}"
      aria-label="${fill(t.mineAs, says)}">${t.mine}</button>
    <button type="button" data-ref="random-${end}"
      aria-label="${fill(t.randomAs, says)}">${t.random}</button>
  </div>`;
};

/** @param {End} end @param {Text} text */
const pictureHtml = (end, { walk: t }) => `
  <canvas class="lx-picture lx-end lx-end-${end}" data-ref="picture-${end}" role="img"
    aria-label="${fill(t.end, { end: end.toUpperCase() })}"></canvas>`;

/** @param {Text} text */
const html = (text) => {
  const { walk: t } = text;
  const input = `<input type="range" min="0" max="1" step="0.005" data-ref="t" aria-label="${t.t}">`;
  return `
  <div class="lx-row lx-row-head"><h2 class="lx-stage-name lx-latent">${t.name}</h2></div>
  <div class="lx-row lx-walk-row">
    ${pictureHtml("a", text)}${stripHtml(t.strip, input)}${pictureHtml("b", text)}
  </div>
  <div class="lx-walk-tools" dir="ltr">
    ${endHtml("a", text)}
    <div class="lx-buttons">
      <button type="button" data-ref="play" aria-pressed="false"><i class="lx-play-icon"></i>
        ${t.play}</button>
      <button type="button" data-ref="bounce" aria-pressed="false">${t.bounce}</button>
      ${segmentsHtml("lx-way", "way", t.way, Object.entries(t.ways))}
    </div>
    ${endHtml("b", text)}
  </div>`;
};

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text, gone }) {
  const refs = build(element, html(text));
  const strip = /** @type {HTMLCanvasElement} */ (element.querySelector(".lx-strip canvas"));
  const live = /** @type {HTMLCanvasElement} */ (element.querySelector(".lx-live"));
  const soon = afterPaint();
  const later = background(session, "walk");
  const play = player(session, gone);
  const narrow = matchMedia(NARROW);
  /** @type {unknown[]} */
  let shown = [];

  /** @param {State} state @param {End} end */
  const showEnd = ({ ends }, end) => {
    const canvas = refs[`picture-${end}`];
    const picture = ends[end]?.picture;
    if (picture) paint(canvas, picture);
    else blank(canvas);
  };

  /** @param {State} state @param {number} n @returns {import("./view.js").Step} */
  const drawWay =
    ({ ends: { a, b }, intent }, n) =>
    async () => {
      if (!a?.mu || !b?.mu || a.model !== b.model) return undefined;
      const { mu: from, model } = a;
      const { mu: to } = b;
      const way = WAYS[intent.walk.way];
      const codes = Array.from({ length: n }, (_, s) => [...way(from, to, s / (n - 1))]);
      const pictures = toPixels(await model.decode(Float32Array.from(codes.flat()), n));
      return () => {
        paint(strip, pictures, { columns: n });
        countFrame(strip);
      };
    };

  /** Its thumb, which is pale where the walk has let go of z. @param {State} state */
  const showPlace = ({ intent, point }) => {
    const { t } = intent.walk;
    paintThumb(live, point && t !== null ? toPixels(point.logits) : null, t ?? 0);
    if (t !== null && refs.t.valueAsNumber !== t) refs.t.value = String(t);
    refs.t.classList.toggle("lx-released", t === null);
    const share = number(text, 100 * (t ?? 0), 0);
    refs.t.ariaValueText = t === null ? text.walk.released : fill(text.walk.place, { share });
  };

  /** @param {State} state */
  const showChoices = (state) => {
    const { intent, ends, frame, playing } = state;
    const { way, bounce } = intent.walk;
    showPlace(state);
    for (const name of TWO_WAYS) refs[`way-${name}`].checked = name === way;
    for (const end of ENDS) refs[`my-picture-${end}`].disabled = !frame?.picture;
    refs.play.setAttribute("aria-pressed", String(playing));
    refs.bounce.setAttribute("aria-pressed", String(bounce));
    const canWalk = ENDS.every((end) => ends[end]?.mu && ends[end].model === frame?.model);
    refs.t.disabled = refs.play.disabled = !canWalk;
  };

  const render = (/** @type {State} */ state) => {
    const { intent, ends, frame } = state;
    soon(() => showChoices(session.state));
    play();
    if (!frame) return;
    const { latent_dim: d } = frame.model.config;
    const n = stripLengths(d, narrow.matches).walk;
    const now = [ends.a, ends.b, intent.walk.way, n, d];
    if (now.every((value, i) => value === shown[i])) return;
    shown = now;
    element.classList.toggle("lx-many", d > FEW);
    element.style.setProperty("--lx-dims", String(d));
    element.style.setProperty("--lx-across", String(n));
    layOut(strip, n);
    for (const end of ENDS) showEnd(state, end);
    later([drawWay(state, n)]);
  };

  for (const end of ENDS) {
    refs[`my-picture-${end}`].addEventListener("click", () =>
      session.dispatch({ type: "walkEndChosen", end, dataset: null }),
    );
    refs[`random-${end}`].addEventListener("click", () => {
      const { dataset } = session.catalogue.models[session.state.intent.model];
      session.dispatch({ type: "walkEndChosen", end, dataset });
    });
  }
  for (const way of TWO_WAYS) {
    refs[`way-${way}`].addEventListener("change", () =>
      session.dispatch({ type: "walkWayChosen", way }),
    );
  }
  refs.t.addEventListener("input", () =>
    session.dispatch({ type: "walkMoved", t: refs.t.valueAsNumber }),
  );
  refs.play.addEventListener("click", () =>
    session.dispatch({ type: session.state.playing ? "walkStopped" : "walkPlayed" }),
  );
  refs.bounce.addEventListener("click", () => {
    const { bounce } = session.state.intent.walk;
    session.dispatch({ type: "walkBounceChosen", bounce: !bounce });
  });
  narrow.addEventListener("change", () => render(session.state), { signal: gone });
  whileShown(session, "sliders", render);
}
