/** C5: how new pictures are made, in four steps that run live: train, encode, sample, decode. */

import { drawMixture, prior } from "../../maths/mixture.js";
import { toPixels } from "../../maths/pictures.js";
import { nextSeed } from "../../maths/random.js";
import { mountCloud } from "../cloud.js";
import { cloudOf } from "../cloudOf.js";
import { fill, number } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { openCode } from "../openCode.js";
import { paint } from "../paint.js";
import { mountSamples } from "../samples.js";
import { background, build } from "../view.js";
import { mountCurves } from "./stepsCurves.js";
import { mountLens } from "./stepsLens.js";
import { answer, decodedWords, isWide, kindsOf } from "./stepsSays.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {{step: number, seed: number, sample: number}} Options */

const STEPS = /** @type {const} */ (["train", "encode", "sample", "decode"]);
const [ENCODE, SAMPLE, DECODE] = [2, 3, 4];
const N = 16;
const COLUMNS = 4;
const STEP_MS = 3500; // a step of the play, long enough to read its sentence

/** @param {import("../../text/en.js").Text} text */
const html = (text) => {
  const { steps: t } = text.rooms.of;
  return `
  <div class="lx-steps-bar">
    <ol class="lx-steps-list">${STEPS.map(
      (step, i) => `<li><button type="button" data-ref="${step}"><b>${number(text, i + 1, 0)}</b>
        <span>${t.steps[step]}</span></button></li>`,
    ).join("")}</ol>
    <button type="button" data-ref="play" aria-pressed="false"><i class="lx-play-icon"></i>${t.play}</button>
    <button type="button" data-ref="again">${t.again}</button>
  </div>
  <p class="lx-steps-says" aria-live="polite" data-ref="says"></p>
  <div class="lx-steps-way">
    <section data-ref="train-part"><h3 class="lx-stage-name">${t.curves}</h3>
      <div data-ref="curves"></div></section>
    <section data-ref="map-part"><div class="lx-steps-head">
        <h3 class="lx-stage-name lx-latent">${marked(t.map)}</h3>
        <canvas class="lx-picture lx-steps-mine" role="img" aria-label="${t.mine}" data-ref="mine"></canvas></div>
      <div class="lx-steps-map"><div role="img" aria-label="${t.mapLabel}" data-ref="cloud"></div>
        <figure class="lx-steps-lens" aria-hidden="true" data-ref="lens" hidden>
          <figcaption>${t.lens}</figcaption><div></div></figure></div></section>
    <section data-ref="decode-part"><h3 class="lx-stage-name lx-out">${t.pictures}</h3>
      <div data-ref="sheet"></div></section>
  </div>`;
};

/**
 * What moves on by itself through the steps, until the last, another choice, or another tab.
 *
 * @param {Page} page
 * @param {Room} room
 * @param {HTMLElement} button
 */
function makePlayer({ session, gone }, room, button) {
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    button.ariaPressed = "false";
  };
  const tick = () => {
    const { step } = room.options();
    const { tab, generate } = session.state.intent;
    const isShown = tab === "generate" && generate.room === "steps" && !document.hidden;
    if (gone.aborted || !isShown || step >= STEPS.length) return stop();
    room.change({ step: step + 1 });
    timer = window.setTimeout(tick, STEP_MS);
    return undefined;
  };
  button.addEventListener("click", () => {
    if (timer) return stop();
    button.ariaPressed = "true";
    room.change({ step: 1 });
    timer = window.setTimeout(tick, STEP_MS);
    return undefined;
  });
  gone.addEventListener("abort", stop);
  return stop;
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, codes, classifiers, histories, text, gone } = page;
  const { steps: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const cloud = mountCloud(refs.cloud, gone);
  const showLens = mountLens(refs.lens, gone);
  const showCurves = mountCurves(refs.curves, page);
  const later = background(session, "steps", { pause: 0 });
  const training = background(session, "history", { pause: 0 });
  const stop = makePlayer(page, room, refs.play);
  /** @type {{config: ModelConfig, seed: number, z: Float32Array, pixels: Float32Array, ms: number, kinds: number | null} | null} */
  let drawn = null;
  /** @type {ReturnType<typeof cloudOf> | null} */
  let laid = null;
  let laidFor = "";
  let epochs = 0;

  const press = (/** @type {number} */ sample) => {
    if (drawn && sample === room.options().sample) openCode(session, drawn, sample, "map");
    else room.change({ sample });
  };
  const sheet = mountSamples(
    refs.sheet,
    { rows: COLUMNS, columns: COLUMNS, label: t.sheet },
    { press },
  );
  sheet.name(Array.from({ length: N }, (_, i) => fill(t.cell, { n: number(text, i + 1, 0) })));

  const configNow = () => session.catalogue.models[session.state.intent.model];

  const showWords = () => {
    const { step } = room.options();
    const config = configNow();
    const { kind } = config;
    const words = {
      train: epochs ? t.says.train[kind] : t.says.untold[kind],
      encode: t.says.encode,
      sample: kind === "vae" ? t.says.sample.vae : t.says.sample[isWide(config) ? "spot" : "ae"],
      decode: decodedWords(text, config, drawn?.config.id === config.id ? drawn.kinds : null),
    }[STEPS[step - 1]];
    const { n } = session.catalogue.datasets[config.dataset];
    const says = { epochs: number(text, epochs, 0), n: number(text, n, 0) };
    setMarked(refs.says, fill(words, { ...says, ms: number(text, drawn?.ms, 1) }));
    STEPS.forEach((name, i) => {
      refs[name].ariaCurrent = i + 1 === step ? "step" : "false";
      refs[name].classList.toggle("lx-is-done", i + 1 < step);
    });
    refs["map-part"].classList.toggle("lx-steps-now", step === ENCODE || step === SAMPLE);
    refs["map-part"].classList.toggle("lx-steps-later", step < ENCODE);
    refs["train-part"].classList.toggle("lx-steps-now", step < ENCODE);
    refs["decode-part"].classList.toggle("lx-steps-now", step === DECODE);
  };

  const showMap = () => {
    const { step, sample } = /** @type {Options} */ (room.options());
    const isLaid = laid && laidFor === configNow().id;
    const isThere = step >= ENCODE && isLaid;
    cloud.show(isLaid ? laid : null);
    const { frame } = session.state;
    const isMine =
      isThere && frame?.mu?.every(Number.isFinite) && frame.model.config.id === laidFor;
    cloud.mark(
      "mine",
      "diamond",
      isMine && frame?.mu && laid ? laid.plane.project(frame.mu) : null,
    );
    if (isMine && frame?.picture) paint(refs.mine, frame.picture);
    refs.mine.style.visibility = isMine ? "" : "hidden";
    const isDrawn = isThere && step >= SAMPLE && drawn?.config.id === laidFor;
    const { latent_dim: d } = configNow();
    const place = (/** @type {number} */ i) => laid?.plane.project(drawn?.z ?? [], i * d) ?? [0, 0];
    /** @type {Array<[number, number]>} */
    const at = isDrawn ? Array.from({ length: N }, (_, i) => place(i)) : [];
    const group = cloud.dots("draws", /** @type {any} */ (at), 5);
    group.classList.toggle("lx-falls", step === SAMPLE);
    cloud.mark("chosen", "cross", isDrawn && sample >= 0 ? place(sample) : null);
    showLens(isWide(configNow()) ? /** @type {any} */ (at) : [], laid);
    refs.cloud.dataset.draws = String(at.length);
  };

  const showSheet = () => {
    const { step, sample } = room.options();
    const isThere = drawn?.config.id === configNow().id;
    const isShown = step >= DECODE && isThere;
    refs.sheet.classList.toggle("lx-steps-veiled", !isShown);
    refs.sheet.inert = !isShown;
    if (isThere && drawn) sheet.show(drawn.pixels);
    sheet.choose(isShown ? sample : -1);
  };

  const showAll = () => {
    showWords();
    showMap();
    showSheet();
  };

  /** @param {ModelConfig} config @param {number} seed */
  const ask = (config, seed) => {
    const model = session.models.get(config.id, "browser");
    const d = config.latent_dim;
    later([
      async () => {
        await model?.load("decoder");
        const z = drawMixture(prior(d), N, seed);
        const started = performance.now();
        const logits = await model?.decode(z, N);
        const ms = performance.now() - started;
        return () => {
          if (logits) drawn = { config, seed, z, pixels: toPixels(logits), ms, kinds: null };
          showAll();
        };
      },
      async () => {
        if (!classifiers.has(config.dataset)) return undefined;
        const classifier = await classifiers.get(config.dataset);
        return () => {
          if (drawn?.config !== config || drawn.seed !== seed) return;
          drawn.kinds = kindsOf(classifier.forward(drawn.pixels, N), classifier.nOut);
          showWords();
        };
      },
      async () => {
        const found = await codes.get(config);
        const { classes } = session.catalogue.datasets[config.dataset];
        return () => {
          if (laidFor !== config.id) laid = cloudOf(config, found, classes.length, text);
          laidFor = config.id;
          showAll();
        };
      },
    ]);
  };

  /** @param {ModelConfig} config */
  const askHistory = (config) => {
    epochs = 0;
    showCurves(null, config);
    training([
      async () => {
        const history = histories.has(config.id) ? await histories.get(config.id) : null;
        return () => {
          epochs = history?.train.reconstruction_nats.length ?? 0;
          showCurves(history, config);
          showWords();
        };
      },
    ]);
  };

  STEPS.forEach((name, i) => {
    refs[name].addEventListener("click", () => {
      stop();
      room.change({ step: i + 1 });
    });
  });
  refs.again.addEventListener("click", () =>
    room.change({
      seed: nextSeed(room.options().seed),
      sample: -1,
      step: Math.max(SAMPLE, room.options().step),
    }),
  );
  room.live(
    (_, { intent }) => [intent.model],
    () => askHistory(configNow()),
  );
  room.live(
    ({ seed }, { intent }) => [seed, intent.model],
    () => ask(configNow(), room.options().seed),
  );
  room.live(({ step, sample }, { frame }) => [step, sample, frame], showAll);
  room.measured("sampling", ({ figures }) => {
    room.live(
      (_, { intent }) => [intent.model],
      () => answer(page, room, figures, configNow()),
    );
  });
  room.setTruth("decoder"); // by definition: x̂ is decoded from a draw, and nothing is encoded
}
