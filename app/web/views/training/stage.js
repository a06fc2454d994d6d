/** The stage of the training: its controls, what is seen while it runs, and the numbers. */

import { SIDE } from "../../maths/pictures.js";
import { LATTICE } from "../../models/training/looks.js";
import { SHOWN } from "../../models/training/work.js";
import { due, isAutoencoder, narrower, PRESETS } from "../../session/training.js";
import { fill, fixed, number } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { namesOf } from "../names.js";
import {
  afterPaint,
  background,
  build,
  countFrame,
  onChange,
  setHidden,
  setText,
} from "../view.js";
import { mountBatch } from "./batch.js";
import { mountCloud } from "./cloud.js";
import { mountControls } from "./controls.js";
import { mountCurves } from "./curves.js";
import { mountKeeping } from "./keeping.js";
import { dataOf, dialsOf, keyOf, learntOf, runOf, shownOf } from "./run.js";
import { mountStep } from "./step.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("../../models/training/work.js").Snapshot} Snapshot */
/** @typedef {import("./run.js").Data} Data */
/** @typedef {keyof Text["train"]["presets"]} PresetName */

const NAMES = /** @type {PresetName[]} */ (Object.keys(PRESETS));
const CURVES = /** @type {const} */ (["reconstruction", "kl", "sum", "held"]);
const SETTLED_MS = 2000; // of training, after which its pace is known

/** @param {Text} text */
const html = (text) => {
  const { train: t } = text;
  return `
  <div class="lx-train-top">
  <div class="lx-room-chips lx-train-presets" role="radiogroup" aria-label="${t.choose}">${NAMES.map(
    (name) => `<label><input type="radio" name="lx-train-preset" value="${name}"
      data-ref="preset-${name}"><span>${t.presets[name].name}</span></label>`,
  ).join("")}</div>
  <div class="lx-train-keeping" data-ref="keeping"></div>
  </div>
  <p class="lx-train-says"><span data-ref="press">${t.press}</span>
    <span data-ref="says" aria-live="polite"></span></p>
  <div class="lx-train">
    <div class="lx-train-hand">
      <div class="lx-train-buttons">
        <button type="button" class="lx-train-play" data-action="play" data-ref="play"
          aria-pressed="false"><i class="lx-play-icon"></i><span data-ref="playWord"></span></button>
        <button type="button" data-ref="slow" data-action="slow" aria-pressed="false">${t.slow}</button>
        <button type="button" data-ref="once" data-action="once">${t.once}</button>
        <button type="button" data-ref="again" data-action="again">${t.again}</button>
      </div>
      <dl class="lx-train-figures">
        ${
          /** @type {const} */ (["elbo", "rate", "step"])
            .map(
              (name) => `<div><dt data-ref="${name}Name">${t.figures[name]}</dt>
              <dd class="lx-number"><bdi dir="ltr" data-ref="${name}">–</bdi></dd></div>`,
            )
            .join("")
        }
      </dl>
      <p class="lx-wrong" role="status" data-ref="told" hidden></p>
      <div class="lx-train-controls" data-ref="controls"></div>
      <section class="lx-train-step"><h2 class="lx-stage-name">${t.stepName}</h2>
        <div data-ref="lines"></div></section>
    </div>
    <div class="lx-train-seen">
    <figure class="lx-train-cloud"><figcaption class="lx-stage-name lx-latent">${marked(t.cloud)}</figcaption>
      <div class="lx-train-square"><canvas role="img" aria-label="${t.cloudLabel}" data-ref="cloud"></canvas></div></figure>
    <figure class="lx-train-lattice"><figcaption class="lx-stage-name lx-out">${marked(t.lattice)}</figcaption>
      <div class="lx-train-square"><canvas class="lx-picture" role="img" aria-label="${t.latticeLabel}"
        width="${LATTICE.sides * SIDE}" height="${LATTICE.sides * SIDE}" data-ref="lattice"></canvas></div></figure>
    <figure class="lx-train-rebuilt"><figcaption class="lx-stage-name lx-data">${t.rebuilt}</figcaption>
      <canvas class="lx-picture" role="img" aria-label="${t.rebuiltLabel}"
        width="${2 * SIDE}" height="${SHOWN * SIDE}" data-ref="rebuilt"></canvas></figure>
    <figure class="lx-train-batch" data-ref="batch"></figure>
    <figure class="lx-train-curves"><figcaption>${CURVES.map(
      (name) => `<span class="lx-is-${name}">${t.curves[name]}
        <b dir="ltr" class="lx-number" data-ref="at-${name}"></b></span>`,
    ).join("")}</figcaption>
      <div class="lx-train-plot" dir="ltr" role="img" aria-label="${t.curvesLabel}" data-ref="plot"><svg aria-hidden="true"></svg></div></figure>
    </div>
  </div>`;
};

/** Put an image on a canvas of its size. @param {HTMLCanvasElement} canvas @param {Snapshot["lattice"]} pixels */
function put(canvas, pixels) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.putImageData(new ImageData(pixels, canvas.width, canvas.height), 0, 0);
}

/**
 * The numbers of a snapshot, in words and for whoever reads the page by its attributes.
 *
 * @param {HTMLElement} element
 * @param {Record<string, any>} refs
 * @param {Snapshot} snapshot
 */
function showFigures(element, refs, { step, rate, held, points, last, isAtRest }) {
  const elbo = held.reconstruction + held.kl;
  setText(refs.elbo, fixed(elbo, 1));
  setText(refs.rate, rate ? fixed(rate, 0) : "–");
  setText(refs.step, fixed(step, 0));
  element.dataset.step = String(step);
  element.dataset.rate = String(Math.round(rate));
  element.dataset.negElbo = elbo.toFixed(2);
  element.dataset.atRest = String(isAtRest);
  const learnt = points.at(-1)?.learnt ?? last;
  const sum = learnt ? learnt.reconstruction + learnt.kl : null;
  const values = { reconstruction: learnt?.reconstruction, kl: learnt?.kl, sum, held: elbo };
  for (const name of CURVES) setText(refs[`at-${name}`], fixed(values[name], 1));
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountStage(element, page) {
  const { session, text, pictures, training, drawings, gone } = page;
  const { train: t } = text;
  const refs = build(element, html(text));
  const later = background(session, "training", { pause: 0 });
  const showCloud = mountCloud(refs.cloud, gone);
  const soon = afterPaint();
  const showCurves = mountCurves(refs.plot, gone);
  const showBatch = mountBatch(refs.batch, text);
  const showStep = mountStep(refs.lines, text);
  mountControls(refs.controls, page, () => datasetNow());
  mountKeeping(refs.keeping, page, () => datasetNow());
  /** @type {Data | null} */
  let data = null;
  /** The last step that was looked at; null of a run that is new here. @type {number | null} */
  let seen = null;
  let isSmaller = false;
  /** @type {Snapshot["batch"]} */
  let shownBatch = null;

  const options = () => session.state.intent.train;
  const datasetNow = () =>
    session.catalogue.datasets[session.catalogue.models[session.state.intent.model].dataset];

  /** Whether there are too few drawings to learn. */
  const isShort = () => options().data === "mine" && !drawings.isEnough;

  /** @param {boolean} isFresh */
  const open = (isFresh) => {
    const dataset = datasetNow();
    later([
      async () => {
        const found = dataOf(await pictures[dataset.id].tensors());
        return () => {
          data = found;
          const key = keyOf(options(), dataset.id, drawings);
          if (isShort()) {
            training.setPace("stopped");
            return show();
          }
          if (!isFresh && training.opened?.key === key) return show();
          seen = null;
          return training.open(
            {
              key,
              run: runOf(options()),
              dials: dialsOf(options()),
              learnt: learntOf(options(), found, drawings),
              held: found.held,
              shown: shownOf(options(), found, drawings),
            },
            isFresh,
          );
        };
      },
    ]);
  };

  const showTold = () => {
    const { snapshot, hasFailed } = training;
    const says = { hidden: number(text, options().hidden, 0) };
    const trouble = hasFailed ? t.noWorker : snapshot?.isSound === false ? t.notFinite : "";
    setText(refs.told, trouble || (isSmaller ? fill(t.smaller, says) : ""));
    setHidden(refs.told, !refs.told.textContent);
  };

  const showPace = () => {
    const { pace } = training;
    refs.play.ariaPressed = String(pace === "full");
    for (const name of ["play", "slow", "once", "again"]) refs[name].disabled = isShort();
    refs.slow.ariaPressed = String(pace === "slow");
    setText(refs.playWord, pace === "full" ? t.pause : t.play);
    element.classList.toggle("lx-train-flows", pace === "slow");
    element.dataset.pace = pace;
    setHidden(refs.press, pace !== "stopped" || (training.snapshot?.step ?? 0) > 0);
  };

  /** What follows from a snapshot by itself: a preset's turn, and a net that suits the device. */
  const follow = (/** @type {Snapshot} */ { step, rate }) => {
    // A run that was kept is past what its preset once did.
    const changes = due(options().preset, seen ?? step, step);
    seen = step;
    if (changes) session.dispatch({ type: "trainingChanged", changes });
    const isKnown = training.pace === "full" && step * options().batch > (rate * SETTLED_MS) / 1000;
    const hidden = isKnown && rate > 0 ? narrower(rate, options()) : null;
    if (hidden === null) return;
    isSmaller = true;
    session.dispatch({ type: "trainingChanged", changes: { hidden } });
  };

  const show = () => {
    showPace();
    showTold();
    const { snapshot } = training;
    if (!snapshot || !data || gone.aborted) return;
    showFigures(element, refs, snapshot);
    const { classes } = namesOf(text, datasetNow());
    showCloud(snapshot.codes, { names: classes, labels: data.labels });
    put(refs.lattice, snapshot.lattice);
    put(refs.rebuilt, snapshot.rebuilt);
    // Curves and lines in a frame of their own: a frame with all of it is late.
    soon(() => {
      showCurves(snapshot.points);
      showStep(snapshot, options());
    });
    const { batch, last } = snapshot;
    const isOther = batch !== shownBatch;
    shownBatch = batch;
    if (batch && last && isOther) showBatch(batch, last, options().beta);
    countFrame(element);
    follow(snapshot);
  };

  for (const name of NAMES) {
    refs[`preset-${name}`].addEventListener("change", () =>
      session.dispatch({ type: "presetChosen", preset: name }),
    );
  }
  refs.play.addEventListener("click", () =>
    training.setPace(training.pace === "full" ? "stopped" : "full"),
  );
  refs.slow.addEventListener("click", () =>
    training.setPace(training.pace === "slow" ? "stopped" : "slow"),
  );
  refs.once.addEventListener("click", () => training.once());
  refs.again.addEventListener("click", () => open(true));

  const stop = training.subscribe(show);
  gone.addEventListener("abort", stop);
  onChange(
    session,
    ({ intent: { train, model } }) => [
      keyOf(train, session.catalogue.models[model].dataset, drawings),
    ],
    () => open(false),
  );
  const stopDrawing = drawings.subscribe(() => {
    if (options().data === "mine") open(false);
  });
  gone.addEventListener("abort", stopDrawing);
  onChange(
    session,
    ({ intent: { train } }) => [train.beta, train.noise, train.rate],
    ({ intent: { train } }) => {
      const { elbo, plain } = t.figures;
      setText(refs.elboName, isAutoencoder(train) ? plain : elbo);
      training.turn(dialsOf(train));
    },
  );
  onChange(
    session,
    ({ intent: { train } }) => [train.preset],
    ({ intent: { train } }) => {
      const preset = /** @type {PresetName} */ (train.preset);
      for (const name of NAMES) refs[`preset-${name}`].checked = name === preset;
      setMarked(refs.says, t.presets[preset].says);
    },
  );
  const look = () => training.see(!document.hidden && session.state.intent.tab === "train");
  document.addEventListener("visibilitychange", look, { signal: gone });
  onChange(session, ({ intent }) => [intent.tab], look);
  showPace();
}
