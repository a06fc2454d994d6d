/** The β ladder: nets that differ in β alone, on one slider, and all that moves with it. */

import { turnedBack } from "../../maths/frames.js";
import { klPerDim, sum } from "../../maths/objective.js";
import { toPixels } from "../../maths/pictures.js";
import { gaussians } from "../../maths/random.js";
import { fill, fixed, number, zName } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { blank, paint } from "../paint.js";
import { segmentsHtml } from "../segments.js";
import { background, build, setText } from "../view.js";
import { answerOf, endOf, written } from "./betaAnswer.js";
import { mineOf, mountCloud } from "./betaCloud.js";
import { mountCurve } from "./betaCurve.js";
import { isCapped, nearest, negElbo, used } from "./betaFindings.js";
import { makeNets, seenIn } from "./betaNets.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("../../session/types").State} State */
/** @typedef {import("./betaFindings.js").Rung} Rung */
/**
 * @typedef {object} Ladder
 * @property {Rung[]} rungs that the page has a net of
 * @property {import("../../maths/frames.js").Pair} dims that are seen
 */

const SAMPLES = 16;
const COLUMNS = 4;
const SIZES = [2, 10];
const FIGURES = /** @type {const} */ (["distortion", "rate", "loss", "active", "carries", "away"]);
const FULL = 5; // nats that a dimension's bar reaches to, where none has more

/** @param {Text} text */
const html = (text) => {
  const { beta: t } = text.rooms.of;
  return `<div class="lx-beta">
  <div class="lx-beta-hand">
    <p class="lx-beta-value"><bdi dir="ltr">β = <b data-ref="beta">–</b></bdi></p>
    <div class="lx-beta-slider" dir="ltr">
      <input type="range" min="0" max="1" step="1" value="0" data-ref="slider" disabled
        aria-label="${t.slider}">
      <div class="lx-beta-ticks" data-ref="ticks" aria-hidden="true"></div>
    </div>
    ${segmentsHtml(
      "lx-beta-d",
      "d",
      t.size,
      SIZES.map((d) => [String(d), `d = ${d}`]),
    )}
    <p class="lx-beta-said" data-ref="said" aria-live="polite"></p>
  </div>
  <figure class="lx-beta-map">
    <div class="lx-beta-square" dir="ltr" data-ref="square"><canvas data-ref="cloud" aria-hidden="true"></canvas>
      <svg data-ref="marks" role="img" aria-label="${t.cloud}"></svg>
      <p class="lx-beta-wait" dir="auto" data-ref="wait" hidden>${t.loading}</p></div>
    <figcaption class="lx-beta-note" data-ref="note"></figcaption>
  </figure>
  <div class="lx-beta-pictures">
    <section><div class="lx-beta-head"><h3 class="lx-stage-name">${marked(t.samples)}</h3>
      <button type="button" data-ref="again">${t.again}</button></div>
      <canvas class="lx-picture lx-beta-sheet" data-ref="samples" role="img" width="112" height="112"
        aria-label="${t.samplesLabel}"></canvas></section>
    <section><h3 class="lx-stage-name">${t.mine}</h3>
      <div class="lx-beta-pair"><canvas class="lx-picture" data-ref="own" role="img"
        aria-label="${t.ownLabel}"></canvas><span aria-hidden="true">→</span><canvas
        class="lx-picture" data-ref="rebuilt" role="img" aria-label="${t.rebuiltLabel}"></canvas></div>
      <p class="lx-beta-note" data-ref="mineSays"></p></section>
  </div>
  <div class="lx-beta-figures">
    <h3 class="lx-stage-name">${marked(t.curve)}</h3>
    <div class="lx-beta-plot" dir="ltr" data-ref="plot"><svg data-ref="curve" role="img"
      aria-label="${t.curveLabel}"></svg></div>
    <table class="lx-beta-table"><caption class="lx-unseen">${t.tableLabel}</caption><tbody>${FIGURES.map(
      (key) => `<tr><th scope="row">${marked(t.figures[key])}</th>
        <td data-ref="${key}" dir="ltr">–</td></tr>`,
    ).join("")}</tbody></table>
    <div class="lx-beta-dims" dir="ltr" data-ref="dims" role="img" aria-label="${t.dims}"></div>
  </div></div>`;
};

/** @param {Rung} rung @param {number} cap */
const figuresOf = (rung, cap) => ({
  distortion: fixed(rung.reconstruction_nats, 1),
  rate: fixed(rung.kl_nats),
  loss: fixed(negElbo(rung), 1),
  active: `${rung.active_units} / ${rung.kl_per_dim.length}`,
  carries: `${isCapped(rung, cap) ? "≥ " : ""}${fixed(rung.information)}`,
  away: `${isCapped(rung, cap) ? "≤ " : ""}${fixed(rung.aggregate)}`,
});

/** A bar a dimension. @param {Record<string, any>} refs @param {Rung} rung @param {string} label */
function showDims({ dims }, rung, label) {
  const { kl_per_dim: nats } = rung;
  if (dims.children.length !== nats.length) {
    dims.innerHTML = nats
      .map((_, k) => `<div><em></em><span><i></i></span><b>${zName(k)}</b></div>`)
      .join("");
  }
  const most = Math.max(FULL, ...nats);
  const inUse = used(rung);
  nats.forEach((value, k) => {
    const [word, track] = dims.children[k].children;
    setText(word, fixed(value, nats.length > 4 && value >= 1 ? 1 : 2));
    track.firstElementChild.style.height = `${(100 * value) / most}%`;
    dims.children[k].classList.toggle("lx-is-off", !inUse[k]);
  });
  dims.ariaLabel = `${label}: ${nats.map((value, k) => `${zName(k)} ${fixed(value)}`).join(", ")}`;
}

/** @param {Record<string, any>} refs @param {Rung[]} rungs */
function layTicks({ slider, ticks }, rungs) {
  const last = Math.max(1, rungs.length - 1);
  slider.max = String(last);
  slider.disabled = rungs.length < 2;
  ticks.innerHTML = rungs
    .map(({ beta }, i) => `<span style="--lx-at: ${i / last}">${written(beta)}</span>`)
    .join("");
}

/**
 * What a net makes of the prior's draws and of my picture.
 *
 * @param {Page} page
 * @param {Record<string, any>} refs
 */
function makePictures({ session, text }, refs) {
  const { beta: t } = text.rooms.of;

  /** My picture as these nets are shown pictures. @param {import("../../models/types").Model} model */
  const pixelsFor = ({ config }) => {
    const { pictures, intent } = session.state;
    const { placing } = session.catalogue.datasets[config.dataset];
    return pictures.main?.as(intent.asIs ? "as-is" : placing) ?? null;
  };

  return {
    /** @param {import("../../models/types").Model} model @param {Rung} rung */
    showSamples(model, rung) {
      const d = rung.frame.length;
      const z = turnedBack(gaussians(session.state.intent.seed, SAMPLES * d), rung.frame);
      const logits = /** @type {Float32Array} */ (model.decode(z, SAMPLES));
      paint(refs.samples, toPixels(logits), { columns: COLUMNS });
      refs.samples.dataset.beta = String(rung.beta);
    },
    /** @param {import("../../models/types").Model} model @param {Ladder} ladder @param {Rung} rung */
    showMine(model, { dims }, rung) {
      const pixels = pixelsFor(model);
      if (!pixels) {
        for (const canvas of [refs.own, refs.rebuilt]) blank(canvas);
        setText(refs.mineSays, t.nothing);
        return null;
      }
      const code = /** @type {import("../../models/types").Posterior} */ (model.encode(pixels));
      paint(refs.own, pixels);
      paint(refs.rebuilt, toPixels(/** @type {Float32Array} */ (model.decode(code.mu, 1))));
      const kl = code.logvar ? sum(klPerDim(code.mu, code.logvar)) : null;
      setText(refs.mineSays, fill(t.mineSays, { kl: number(text, kl) }));
      refs.rebuilt.dataset.beta = String(rung.beta);
      return mineOf(code, rung, dims);
    },
  };
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, text, gone } = page;
  const { beta: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const nets = makeNets(page);
  const later = background(session, "beta", { pause: 0 });
  const showCurve = mountCurve(refs.plot, refs.curve, gone, t.axes);
  const pictures = makePictures(page, refs);
  const cloud = mountCloud(refs.square, { canvas: refs.cloud, svg: refs.marks }, page, () => {
    refs.square.dataset.beta = refs.square.dataset.goal;
  });
  /** @type {Record<number, Ladder>} */
  const ladders = {};
  /** @type {Rung[] | null} */
  let laid = null;
  let cap = Number.POSITIVE_INFINITY;

  const ladder = () => ladders[room.options().d] ?? Object.values(ladders)[0] ?? null;
  const at = () => nearest(ladder().rungs, room.options().beta);

  /** @param {Rung} rung */
  const showNet = (rung) => {
    const { model, cloud: found } = /** @type {any} */ (nets.found(rung));
    const { classes } = session.catalogue.datasets[model.config.dataset];
    refs.square.dataset.goal = rung.id;
    refs.wait.hidden = true;
    stage.classList.remove("lx-beta-late");
    cloud.show(found, classes.length);
    pictures.showSamples(model, rung);
    cloud.showMine(pictures.showMine(model, ladder(), rung));
    refs.marks.ariaLabel = fill(t.cloudSays, {
      n: number(text, found.labels.length, 0),
      beta: written(rung.beta),
      half: number(text, found.half, 1),
    });
  };

  /** The next nets on the slider, so that they are there when they are asked for. @param {Ladder} of @param {number} i */
  const fetchNext = ({ rungs, dims }, i) =>
    Promise.allSettled(
      [rungs[i + 1], rungs[i - 1]].filter(Boolean).map((rung) => nets.load(rung, dims)),
    );

  const show = () => {
    const now = ladder();
    if (!now) return;
    const i = at();
    const rung = now.rungs[i];
    if (laid !== now.rungs) layTicks(refs, now.rungs);
    laid = now.rungs;
    for (const d of SIZES) refs[`d-${d}`].checked = now === ladders[d];
    if (refs.slider.valueAsNumber !== i) refs.slider.value = String(i);
    refs.slider.ariaValueText = `β = ${written(rung.beta)}`;
    setText(refs.beta, written(rung.beta));
    setMarked(refs.said, endOf(text, now.rungs, i));
    setMarked(
      refs.note,
      fill(rung.frame.length === 2 ? t.aligned : t.alignedMany, {
        x: zName(now.dims[0]),
        y: zName(now.dims[1]),
      }),
    );
    for (const [key, words] of Object.entries(figuresOf(rung, cap))) {
      setText(refs[key], words);
    }
    showDims(refs, rung, t.dims);
    showCurve(now.rungs, i);
    const isThere = nets.found(rung) !== null;
    if (isThere) showNet(rung);
    refs.wait.hidden = isThere;
    stage.classList.toggle("lx-beta-late", !isThere);
    later([
      async () => {
        if (isThere) return undefined;
        await nets.load(rung, now.dims);
        return () => showNet(rung);
      },
      () => void fetchNext(now, i),
    ]);
  };

  refs.slider.addEventListener("input", () =>
    room.change({ beta: ladder().rungs[refs.slider.valueAsNumber].beta }),
  );
  for (const d of SIZES) refs[`d-${d}`].addEventListener("change", () => room.change({ d }));
  refs.again.addEventListener("click", () => session.dispatch({ type: "resampled" }));
  for (const canvas of [refs.samples, refs.own, refs.rebuilt]) blank(canvas);

  room.measured("beta", ({ figures }) => {
    cap = figures.cap;
    for (const d of SIZES) {
      const all = /** @type {Rung[]} */ (figures.ladders[d] ?? []);
      const rungs = all.filter(nets.has);
      if (rungs.length) ladders[d] = { rungs, dims: seenIn(rungs[nearest(rungs, 1)]) };
      refs[`d-${d}`].disabled = !rungs.length;
    }
    const told = answerOf(text, figures);
    room.setTruth(told.truth);
    room.setAnswer(told.answer);
    room.setWhy(told.why);
    room.answer.innerHTML = told.more.map((words) => `<p>${marked(words)}</p>`).join("");
    show();
  });
  room.live(
    ({ d, beta }, { intent, pictures: shown }) => [d, beta, intent.seed, intent.asIs, shown.main],
    show,
  );
}
