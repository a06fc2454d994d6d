/** The β ladder: nets that differ in β alone, on one slider, and all that moves with it. */

import { turnedBack } from "../../maths/frames.js";
import { klPerDim, sum } from "../../maths/objective.js";
import { toPixels } from "../../maths/pictures.js";
import { gaussians } from "../../maths/random.js";
import { fill, number, zName } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { blank, paint } from "../paint.js";
import { segmentsHtml } from "../segments.js";
import { background, build, setText } from "../view.js";
import { answerOf, endOf, written } from "./betaAnswer.js";
import { mineOf, mountCloud } from "./betaCloud.js";
import { mountCurve } from "./betaCurve.js";
import { figuresOf, showDims } from "./betaFigures.js";
import { nearest } from "./betaFindings.js";
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
const KINDS = /** @type {const} */ (["draws", "centres"]);

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
    <figcaption class="lx-beta-note"><span data-ref="note"></span>
    ${segmentsHtml(
      "lx-beta-of",
      "of",
      t.of,
      KINDS.map((kind) => [kind, t.ofs[kind]]),
    )}</figcaption>
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
    <figure><figcaption class="lx-beta-note">${t.dims}</figcaption>
      <div class="lx-beta-dims" dir="ltr" data-ref="dims" role="img" aria-label="${t.dims}"></div></figure>
  </div></div>`;
};

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
      const isTheirs = session.state.frame?.model.config.dataset === model.config.dataset;
      setText(refs.mineSays, fill(isTheirs ? t.mineSays : t.others, { kl: number(text, kl) }));
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
    const model = /** @type {import("../../models/types").Model} */ (nets.found(rung));
    const { of } = room.options();
    const found = nets.cloudOf(rung, ladder().dims, of, session.state.intent.seed);
    const { classes } = session.catalogue.datasets[model.config.dataset];
    refs.square.dataset.goal = rung.id;
    refs.wait.hidden = true;
    stage.classList.remove("lx-beta-late");
    cloud.show(found, classes.length);
    pictures.showSamples(model, rung);
    cloud.showMine(pictures.showMine(model, ladder(), rung));
    refs.square.dataset.of = of;
    refs.marks.ariaLabel = fill(t.cloudSays[/** @type {"draws"} */ (of)], {
      n: number(text, found.labels.length, 0),
      beta: written(rung.beta),
      half: number(text, found.half, 1),
    });
  };

  /** The next nets on the slider, so that they are there when they are asked for. @param {Ladder} of @param {number} i */
  const fetchNext = ({ rungs }, i) =>
    Promise.allSettled([rungs[i + 1], rungs[i - 1]].filter(Boolean).map(nets.load));

  /** What the dots are, and the axes. @param {Ladder} now @param {Rung} rung */
  const showNote = ({ dims }, { frame }) => {
    const { of } = room.options();
    for (const kind of KINDS) refs[`of-${kind}`].checked = kind === of;
    const axes = frame.length === 2 ? t.axesOwn : t.axesMany;
    const words = `${t.notes[/** @type {"draws"} */ (of)]} ${t.notes.mine} ${axes}`;
    setMarked(refs.note, fill(words, { x: zName(dims[0]), y: zName(dims[1]) }));
  };

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
    showNote(now, rung);
    for (const [key, words] of Object.entries(figuresOf(rung, cap))) {
      setText(refs[key], words);
    }
    showDims(refs.dims, rung, t.dims);
    showCurve(now.rungs, i);
    const isThere = nets.found(rung) !== null;
    if (isThere) showNet(rung);
    refs.wait.hidden = isThere;
    stage.classList.toggle("lx-beta-late", !isThere);
    later([
      async () => {
        if (isThere) return undefined;
        await nets.load(rung);
        return () => showNet(rung);
      },
      () => void fetchNext(now, i),
    ]);
  };

  refs.slider.addEventListener("input", () =>
    room.change({ beta: ladder().rungs[refs.slider.valueAsNumber].beta }),
  );
  for (const d of SIZES) refs[`d-${d}`].addEventListener("change", () => room.change({ d }));
  for (const of of KINDS) refs[`of-${of}`].addEventListener("change", () => room.change({ of }));
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
    ({ d, beta, of }, { intent, pictures: shown, frame }) => [
      ...[d, beta, of, intent.seed, intent.asIs, shown.main],
      frame?.model.config.dataset,
    ],
    show,
  );
}
