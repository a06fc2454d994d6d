/** One of the two models: 64 pictures of codes drawn from a law, and where these codes fall. */

import { drawMixture, prior } from "../../maths/mixture.js";
import { PIXELS, toPixels } from "../../maths/pictures.js";
import { judged } from "../../maths/scores.js";
import { mountCloud } from "../cloud.js";
import { cloudOf } from "../cloudOf.js";
import { fill, number, percent } from "../format.js";
import { marked } from "../marked.js";
import { namesOf } from "../names.js";
import { openCode } from "../openCode.js";
import { mountSamples } from "../samples.js";
import { background, build, setText } from "../view.js";

/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./sampling.js").LawName} LawName */
/** @typedef {import("./sampling.js").Law} Law */
/**
 * @typedef {object} Shown
 * @property {ModelConfig} config
 * @property {Float32Array} z (64, d)
 * @property {Float32Array} pixels (64, 784)
 * @property {import("../../maths/scores.js").Judged | null} judged
 */

const SIDE = 8;
const N = SIDE * SIDE;
const SLICE = 8; // codes decoded at a time
const FIGURES = /** @type {const} */ (["frechet", "confidence", "entropy"]);

/** @param {"vae" | "ae"} kind @param {import("../../text/en.js").Text} text */
const html = (kind, { rooms, chooser }) => {
  const { sampling: t } = rooms.of;
  return `
  <h3 class="lx-stage-name">${chooser.kinds[kind]}</h3>
  <div class="lx-sampling-body">
    <div data-ref="sheet"></div>
    <div class="lx-sampling-where">
      <div role="img" aria-label="${chooser.kinds[kind]}" data-ref="cloud"></div>
      <p class="lx-sampling-where-name">${marked(t.where[kind])}</p>
    </div>
  </div>
  <dl class="lx-sampling-figures">${FIGURES.map(
    (name) => `<div><dt data-ref="${name}Name"></dt><dd data-ref="${name}">–</dd></div>`,
  ).join("")}</dl>`;
};

/**
 * @param {HTMLElement} element
 * @param {"vae" | "ae"} kind
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 */
export function mountSide(element, kind, page, room) {
  const { session, codes, classifiers, text, gone } = page;
  const { sampling: t } = text.rooms.of;
  const refs = build(element, html(kind, text));
  const later = background(session, `sampling ${kind}`, { pause: 0 });
  const cloud = mountCloud(refs.cloud, gone);
  /** @type {Shown | null} */
  let shown = null;
  /** @type {() => void} */
  let told = () => {};
  /** @type {{id: string, plane: ReturnType<typeof cloudOf>["plane"]} | null} */
  let placed = null;

  const press = (/** @type {number} */ sample) => {
    const { of, sample: before } = room.options();
    if (of === kind && sample === before && shown) openCode(session, shown, sample, "map");
    else room.change({ of: kind, sample });
  };
  const label = fill(t.sheet, { model: text.chooser.kinds[kind] });
  const sheet = mountSamples(refs.sheet, { rows: SIDE, columns: SIDE, label }, { press });

  const nameAll = () => {
    if (!shown) return;
    const { config, judged: found } = shown;
    const { named } = namesOf(text, session.catalogue.datasets[config.dataset]);
    sheet.name(
      Array.from({ length: N }, (_, i) => {
        const one = found?.each[i];
        const says = { n: number(text, i + 1, 0), class: one ? named[one.label] : "" };
        const share = one ? number(text, 100 * one.probability, 0) : "";
        return fill(one ? t.cell : t.plainCell, { ...says, share });
      }),
    );
  };

  /** @param {ModelConfig} config @param {Float32Array} z @returns {import("../view.js").Step[]} */
  const drawing = (config, z) => {
    const model = session.models.get(config.id, "browser");
    const d = config.latent_dim;
    const pixels = new Float32Array(N * PIXELS);
    const slices = Array.from({ length: N / SLICE }, (_, s) => async () => {
      const some = z.subarray(s * SLICE * d, (s + 1) * SLICE * d);
      const logits = await model?.decode(some, SLICE);
      if (logits) pixels.set(toPixels(logits), s * SLICE * PIXELS);
    });
    return [
      async () => model?.load("decoder"),
      ...slices,
      () => () => {
        shown = { config, z, pixels, judged: null };
        sheet.show(pixels);
        element.dataset.model = config.id;
        nameAll();
        told();
      },
    ];
  };

  /** @param {ModelConfig} config @param {Float32Array} z @returns {import("../view.js").Step} */
  const placing = (config, z) => async () => {
    const found = await codes.get(config);
    const { classes } = session.catalogue.datasets[config.dataset];
    return () => {
      if (placed?.id !== config.id) {
        const next = cloudOf(config, found, classes.length, text);
        cloud.show(next);
        placed = { id: config.id, plane: next.plane };
      }
      const { plane } = placed;
      const at = Array.from({ length: N }, (_, i) => plane.project(z, i * config.latent_dim));
      cloud.dots("samples", at, 2.5);
      refs.cloud.ariaLabel = whereSays(config, at);
    };
  };

  /** @param {ModelConfig} config @param {Array<[number, number]>} at */
  const whereSays = ({ metrics }, at) => {
    const all = at.flat();
    const say = (/** @type {number} */ value) => number(text, value, 1);
    return fill(t.whereSays, {
      model: text.chooser.kinds[kind],
      ...{ low: say(Math.min(...metrics.mu_min)), high: say(Math.max(...metrics.mu_max)) },
      ...{ from: say(Math.min(...all)), to: say(Math.max(...all)) },
    });
  };

  /** @param {ModelConfig} config @returns {import("../view.js").Step[]} */
  const judging = (config) =>
    classifiers.has(config.dataset)
      ? [
          async () => {
            const net = await classifiers.get(config.dataset);
            if (!shown) return undefined;
            const found = judged(net.forward(shown.pixels, N), N);
            return () => {
              if (shown) shown.judged = found;
              setText(refs.confidence, percent(text, found.confidence));
              setText(refs.entropy, number(text, found.entropy));
              Object.assign(element.dataset, {
                confidence: found.confidence,
                entropy: found.entropy,
              });
              nameAll();
              told();
            };
          },
        ]
      : [];

  return {
    shown: () => shown,
    choose: sheet.choose,
    /** Call it when other pictures are shown. @param {() => void} act */
    listen(act) {
      told = act;
    },
    /**
     * @param {ModelConfig} config
     * @param {Law | null} law null for N(0, I), not measured
     * @param {number} seed
     * @param {number | null} n pictures whose distance was measured
     */
    show(config, law, seed, n) {
      const counted = { frechet: n, confidence: N, entropy: N };
      for (const name of FIGURES) {
        const says = { n: number(text, counted[name], 0) };
        setText(refs[`${name}Name`], fill(t.figures[name], says));
      }
      setText(refs.frechet, law ? number(text, law.frechet, 1) : "–");
      const z = drawMixture(law ?? prior(config.latent_dim), N, seed);
      sheet.age();
      for (const ref of ["confidence", "entropy"]) setText(refs[ref], "–");
      later([...drawing(config, z), placing(config, z), ...judging(config)]);
    },
  };
}
