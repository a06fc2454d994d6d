/** A walk through the latent space from picture A to picture B. */

import { WAYS } from "../maths/interpolate.js";
import { toPixels } from "../maths/pictures.js";
import { fill } from "./format.js";
import { blank, paint } from "./paint.js";
import { background, build, countFrame, live } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").End} End */

const STEPS = 11;
const PLAY_MS = 3000;
/** @type {End[]} */
const ENDS = ["a", "b"];

/** @param {End} end @param {import("../text/en.js").Text} text */
const endHtml = (end, { walk: t }) => `
  <section class="lx-end">
    <div class="lx-stage-name lx-data">${fill(t.end, { end: end.toUpperCase() })}</div>
    <canvas class="lx-picture lx-small" data-ref="picture-${end}" role="img"
      aria-label="${fill(t.end, { end: end.toUpperCase() })}"></canvas>
    <div class="lx-buttons">
      <button type="button" data-ref="my-picture-${end}">${t.myPicture}</button>
      <button type="button" data-ref="random-${end}">${t.random}</button>
    </div>
  </section>`;

/** @param {"straight" | "spherical"} way @param {import("../text/en.js").Text} text */
const wayHtml = (way, { walk: t }) => `<label class="lx-check">
  <input type="radio" name="lx-way" value="${way}" data-ref="${way}"> ${t.ways[way]}</label>`;

/** @param {import("../text/en.js").Text} text */
const html = (text) => `
  <div class="lx-stage-name lx-latent">${text.walk.name}</div>
  <div class="lx-walk-row">
    ${endHtml("a", text)}
    <section class="lx-way">
      <canvas class="lx-picture lx-way-strip" data-ref="strip" role="img"
        aria-label="${text.walk.strip}"></canvas>
      <input type="range" min="0" max="1" step="0.005" data-ref="t" aria-label="${text.walk.t}">
      <div class="lx-buttons">
        <button type="button" data-ref="play">${text.walk.play}</button>
        ${wayHtml("straight", text)} ${wayHtml("spherical", text)}
      </div>
    </section>
    ${endHtml("b", text)}
  </div>`;

/**
 * Send a tick each frame while the session says that the walk plays.
 *
 * @param {import("../session/session.js").Session} session
 */
function player(session) {
  let isRunning = false;
  return () => {
    if (isRunning || !session.state.playing) return;
    isRunning = true;
    const { t } = session.state.intent.walk;
    const from = t < 1 ? t : 0;
    const started = performance.now();
    const frame = (/** @type {number} */ now) => {
      session.dispatch({ type: "walkTicked", t: from + Math.max(0, now - started) / PLAY_MS });
      isRunning = session.state.playing;
      if (isRunning) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  const refs = build(element, html(text));
  const later = background(session, "walk");
  const play = player(session);
  /** @type {unknown[]} */
  let shown = [];

  /** @param {State} state @param {End} end */
  const showEnd = ({ ends }, end) => {
    const canvas = refs[`picture-${end}`];
    const picture = ends[end]?.picture;
    if (picture) paint(canvas, picture);
    else blank(canvas);
  };

  /** @param {State} state @returns {import("./view.js").Step} */
  const drawWay =
    ({ ends: { a, b }, intent }) =>
    async () => {
      if (!a?.mu || !b?.mu || a.model !== b.model) return undefined;
      const { mu: from, model } = a;
      const { mu: to } = b;
      const way = WAYS[intent.walk.way];
      const codes = Array.from({ length: STEPS }, (_, s) => [...way(from, to, s / (STEPS - 1))]);
      const pictures = toPixels(await model.decode(Float32Array.from(codes.flat()), STEPS));
      return () => {
        paint(refs.strip, pictures, { columns: STEPS });
        countFrame(refs.strip);
      };
    };

  const render = (/** @type {State} */ state) => {
    const { intent, ends, frame } = state;
    const { way, t } = intent.walk;
    if (+refs.t.value !== t) refs.t.value = String(t);
    for (const name of /** @type {const} */ (["straight", "spherical"])) {
      refs[name].checked = name === way;
    }
    for (const end of ENDS) refs[`my-picture-${end}`].disabled = !frame?.picture;
    const canWalk = ENDS.every((end) => ends[end]?.mu && ends[end].model === frame?.model);
    refs.t.disabled = refs.play.disabled = !canWalk;
    play();
    const now = [ends.a, ends.b, way];
    if (now.every((value, i) => value === shown[i])) return false;
    shown = now;
    for (const end of ENDS) showEnd(state, end);
    later([drawWay(state)]);
    return undefined;
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
  for (const way of /** @type {const} */ (["straight", "spherical"])) {
    refs[way].addEventListener("change", () => session.dispatch({ type: "walkWayChosen", way }));
  }
  refs.t.addEventListener("input", () =>
    session.dispatch({ type: "walkMoved", t: refs.t.valueAsNumber }),
  );
  refs.play.addEventListener("click", () => session.dispatch({ type: "walkPlayed" }));
  live(element, session, render);
}
