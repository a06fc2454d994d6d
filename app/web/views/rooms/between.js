/** Between two pictures: what a classifier reads on the way, and directions off it. */

import { WAYS } from "../../maths/interpolate.js";
import { toPixels } from "../../maths/pictures.js";
import { likeliest, probabilities } from "../../maths/reading.js";
import { fill, fixed, number } from "../format.js";
import { setMarked } from "../marked.js";
import { namesOf } from "../names.js";
import { blank, paint } from "../paint.js";
import { background, build, setText } from "../view.js";
import { answer } from "./betweenAnswer.js";
import { mountAttribute } from "./betweenAttribute.js";
import { ENDS, mountEnds } from "./betweenEnds.js";
import { ATTRIBUTES, html } from "./betweenStage.js";
import { mountWalk, PLACES } from "./betweenWalk.js";
import { attributeWords } from "./betweenWords.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../session/types").State} State */
/** @typedef {import("../../models/types").Model} Model */
/** @typedef {import("../../models/mlp.js").Mlp} Mlp */
/** @typedef {import("./betweenWords.js").Found} Found */
/** @typedef {import("./betweenAnswer.js").Figures} Figures */
/** What answers for the model that is shown. @typedef {{model: Model, classifier: Mlp | null}} Nets */

const SURE = 0.5; // the least probability with which a picture is read as a class
const CHUNK = 4; // pictures of a slice of the work
const NEAR = 1e-6;

/**
 * The point: on the way, and so many steps along each attribute's direction.
 *
 * @param {Float32Array} z (d) on the way
 * @param {number[]} steps
 * @param {Found | null} found
 */
function moved(z, steps, found) {
  if (!found) return z;
  const { attributes } = found;
  return z.map(
    (value, k) =>
      value +
      ATTRIBUTES.reduce((sum, name, i) => sum + steps[i] * attributes[name].direction[k], 0),
  );
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, text, classifiers } = page;
  const { between: t } = text.rooms.of;
  const { catalogue } = session;
  const refs = build(stage, html(text));
  const ends = mountEnds(refs, page, room);
  const walk = mountWalk(refs.walk, page, (place) => room.change({ t: Number(place.toFixed(4)) }));
  const showAttribute = mountAttribute(refs.direction, refs.directionName, refs.effect, page);
  const [toLoad, toWalk] = ["between nets", "between walk"].map((name) =>
    background(session, name, { pause: 0 }),
  );
  const toCentres = background(session, "between centres");
  /** @type {Figures | null} */
  let figures = null;
  /** @type {Nets | null} */
  let nets = null;

  /** @param {State} state @returns {Found | null} what was measured of the model that is shown */
  const foundOf = ({ intent }) => figures?.models[intent.model] ?? null;

  /** The codes of both ends by the model that is shown; null while one is missing. @param {State} state */
  const codesOf = (state) => {
    const { centres } = room.options();
    const codes = ENDS.map((end, i) => {
      const centre = foundOf(state)?.centroids[centres[i]];
      if (centre) return Float32Array.from(centre);
      const frame = state.ends[end];
      return frame?.model.config.id === state.intent.model ? frame.mu : null;
    });
    return codes[0] && codes[1] && /** @type {[Float32Array, Float32Array]} */ (codes);
  };

  /** The nets, if they are those of the model that is wanted and can answer. @param {State} state */
  const netsOf = ({ intent }) =>
    nets?.model.config.id === intent.model && nets.model.has("decoder") ? nets : null;

  /** @param {Nets} own @param {Float32Array} z (n, d) @param {number} n */
  const decoded = ({ model }, z, n) => toPixels(/** @type {Float32Array} */ (model.decode(z, n))); // the browser's own are no promise

  /** @param {Nets} own @param {Float32Array} pixels (n, 784) @param {number} n */
  const read = ({ classifier }, pixels, n) =>
    classifier && probabilities(classifier.forward(pixels, n), classifier.nOut);

  /** @param {State} state @param {number[] | null | undefined} row */
  const readingWords = ({ intent }, row) => {
    if (!row) return "";
    const { named } = namesOf(text, catalogue.datasets[catalogue.models[intent.model].dataset]);
    const { label, probability } = likeliest(row);
    const says = { label: named[label], share: number(text, 100 * probability, 0) };
    return fill(probability < SURE ? t.readsNothing : t.reads, says);
  };

  const showPoint = (/** @type {State} */ state) => {
    const { t: place, steps } = room.options();
    const [own, codes] = [netsOf(state), codesOf(state)];
    setText(refs.place, `t = ${fixed(place)}`);
    if (!own || !codes) {
      blank(refs.now);
      setText(refs.reading, "");
      walk.showPlace(place, `t = ${fixed(place)}`);
      return;
    }
    const z = moved(WAYS[state.intent.walk.way](...codes, place), steps, foundOf(state));
    const pixels = decoded(own, z, 1);
    paint(refs.now, pixels);
    const words = readingWords(state, read(own, pixels, 1)?.[0]);
    setText(refs.reading, words);
    walk.showPlace(place, `t = ${fixed(place)}: ${words}`);
  };

  const showSteps = (/** @type {State} */ state) => {
    const { steps, about } = room.options();
    const isKnown = foundOf(state) !== null;
    ATTRIBUTES.forEach((_, i) => {
      const input = refs[`step${i}`];
      if (Math.abs(input.valueAsNumber - steps[i]) > NEAR) input.value = String(steps[i]);
      input.disabled = !isKnown;
      input.ariaValueText = fill(t.stepText, { n: number(text, steps[i], 1) });
      setText(refs[`value${i}`], (steps[i] > 0 ? "+" : "") + fixed(steps[i], 1));
      refs[`about${i}`].ariaPressed = String(i === about);
    });
    refs.reset.disabled = steps.every((/** @type {number} */ step) => step === 0);
  };

  const showAbout = (/** @type {State} */ state) => {
    const found = foundOf(state);
    refs.drawings.hidden = !found;
    if (!found || !figures) return setText(refs.words, figures ? t.notMeasured : "");
    const { about } = room.options();
    const all = ATTRIBUTES.map((name) => found.attributes[name]);
    showAttribute(all, about, figures.steps);
    const name = t.traits[ATTRIBUTES[about]];
    setMarked(refs.words, attributeWords(all[about], name, figures.steps, text));
    return undefined;
  };

  /** Decode and read the whole way, some pictures at a time. @param {State} state */
  const drawWay = (state) => {
    const [own, codes] = [netsOf(state), codesOf(state)];
    if (!own || !codes) {
      toWalk([]); // another model's, on the way, comes too late
      return walk.showWay(null);
    }
    const [d, way] = [codes[0].length, WAYS[state.intent.walk.way]];
    const z = new Float32Array(PLACES * d);
    for (let i = 0; i < PLACES; i++) z.set(way(...codes, i / (PLACES - 1)), i * d);
    /** @type {Float32Array[]} */
    const parts = [];
    /** @type {number[][]} */
    const rows = [];
    /** @type {import("../view.js").Step[]} */
    const steps = [];
    for (let i = 0; i < PLACES; i += CHUNK) {
      steps.push(() => {
        const n = Math.min(CHUNK, PLACES - i);
        const pixels = decoded(own, z.subarray(i * d, (i + n) * d), n);
        parts.push(pixels);
        rows.push(...(read(own, pixels, n) ?? []));
      });
    }
    steps.push(() => () => {
      const pixels = new Float32Array(parts.flatMap((part) => [...part]));
      const dataset = catalogue.datasets[own.model.config.dataset];
      const { classes } = namesOf(text, dataset);
      const says = classifiers.has(dataset.id) ? "" : t.noClassifier;
      walk.showWay({ pixels, read: own.classifier ? rows : null, classes, says });
    });
    toWalk(steps);
    return undefined;
  };

  const drawCentres = (/** @type {State} */ state) => {
    const [own, found] = [netsOf(state), foundOf(state)];
    if (!own || !found) {
      toCentres([]);
      return ends.showCentres([], null);
    }
    toCentres([
      () => {
        const { centroids } = found;
        const pictures = centroids.map((z) => decoded(own, Float32Array.from(z), 1));
        const all = new Float32Array(pictures.flatMap((pixels) => [...pixels]));
        const rows = read(own, all, pictures.length);
        const right = rows?.filter((row, c) => likeliest(row).label === c).length ?? null;
        return () => ends.showCentres(pictures, right);
      },
    ]);
    return undefined;
  };

  /** All that a change of model, nets or figures makes stale. */
  const showAll = () => {
    const { state } = session;
    ends.show(state, foundOf(state)?.centroids.length);
    showPoint(state);
    showSteps(state);
    showAbout(state);
    drawWay(state);
    drawCentres(state);
  };

  const load = (/** @type {State} */ { intent }) => {
    const model = session.models.get(intent.model, "browser");
    if (!model) return;
    const { dataset } = model.config;
    toLoad([
      async () => {
        await model.load("decoder");
        return () => {
          const known = nets?.model.config.dataset === dataset ? nets.classifier : null;
          nets = { model, classifier: known };
          showAll();
        };
      },
      async () => {
        if (!classifiers.has(dataset)) return undefined;
        const classifier = await classifiers.get(dataset);
        return () => {
          if (nets?.classifier === classifier) return;
          nets = { model, classifier };
          showAll();
        };
      },
    ]);
  };

  ATTRIBUTES.forEach((_, i) => {
    refs[`step${i}`].addEventListener("input", () => {
      const value = Number(refs[`step${i}`].valueAsNumber.toFixed(1));
      const steps = room
        .options()
        .steps.map((/** @type {number} */ old, /** @type {number} */ k) => (k === i ? value : old));
      room.change({ steps, about: i });
    });
    refs[`about${i}`].addEventListener("click", () => room.change({ about: i }));
  });
  refs.reset.addEventListener("click", () => room.change({ steps: [0, 0, 0] }));

  room.live(
    (_, { intent }) => [intent.model],
    (_, state) => load(state),
  );
  room.live(
    ({ centres, t: place, steps, about }, { ends: now, intent }) => [
      ...[place, steps, about, centres, now.a, now.b, intent.walk.way],
    ],
    (_, state) => {
      showPoint(state);
      showSteps(state);
    },
  );
  room.live(
    ({ about }, { intent }) => [about, intent.model],
    (_, state) => showAbout(state),
  );
  room.live(
    ({ centres, end }, { ends: now, intent, frame, pictures }) => [
      ...[centres, end, now.a, now.b, intent.walk.way, frame?.picture, pictures.a, pictures.b],
      intent.model,
    ],
    (_, state) => {
      ends.show(state, foundOf(state)?.centroids.length);
      drawWay(state);
    },
  );

  room.measured("between", ({ figures: found, protocol }) => {
    figures = /** @type {Figures} */ (found);
    showAll();
    const pairs = Number(protocol.pairs);
    room.live(
      (_, { intent }) => [intent.model],
      (_, { intent }) => answer(page, room, /** @type {Figures} */ (found), pairs, intent.model),
    );
  });
}
