/** The loss of one picture as one bar: picture error and price of the code, beside the usual. */

import { fill, number } from "./format.js";
import { marked, setMarked } from "./marked.js";
import { build, countFrame, setHidden, setText } from "./view.js";

/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {{levels: number[], nats: number[]}} Quantiles */
/**
 * @typedef {object} Loss in nats a picture; null where there is none
 * @property {number | null} reconstruction the mean over the draws
 * @property {number | null} deviation over the draws
 * @property {number | null} kl
 * @property {number | null} mse
 */

/** The term for the picture error, by what the model takes a pixel for. */
const ERRORS = { bernoulli: "bce", gaussian: "mse" };

const FIGURES = ["reconstruction", "kl", "negElbo", "mse"];
const MOST_NATS = 9999; // more digits say no more

/** @param {Text} text */
const html = ({ reconstruct: t }) => `
  <div class="lx-loss-head">
    <h2 class="lx-stage-name lx-loss-name">${t.loss}</h2>
    <span class="lx-loss-part" data-ref="reconstructionPart"><i class="lx-key"></i>
      <span data-ref="errorName"></span> <bdi dir="ltr"><b class="lx-figure"><span
        data-ref="reconstruction"></span></b> <small class="lx-soft lx-figure" dir="auto"><span
        data-ref="deviation"></span></small></bdi></span>
    <span class="lx-loss-part" data-ref="klPart"><i class="lx-key lx-key-kl"></i>
      <span>${marked(t.kl)}</span> <bdi dir="ltr"><b class="lx-figure"><span
        data-ref="kl"></span></b></bdi></span>
    <span class="lx-loss-part" data-ref="elboPart"><span>${marked(t.negElbo)}</span>
      <bdi dir="ltr"><b class="lx-figure lx-total"><span
        data-ref="negElbo"></span></b></bdi> <small class="lx-soft">${marked(t.nats)}</small></span>
    <span class="lx-loss-part lx-aside"><span>${marked(t.mse)}</span>
      <bdi><b class="lx-figure"><span data-ref="mse"></span></b></bdi></span>
  </div>
  <div class="lx-loss-bar" data-ref="bar" role="img" aria-label="${t.loss}">
    <i class="lx-usual" data-ref="usual"></i>
    <i class="lx-bar-before" data-ref="beforeBar" hidden></i>
    <i class="lx-bar-part" data-ref="errorBar"></i>
    <i class="lx-bar-part lx-bar-kl" data-ref="klBar"></i>
    <i class="lx-median" data-ref="median"></i>
  </div>
  <div class="lx-loss-foot">
    <div data-ref="improve" data-of="reconstruct"></div>
    <p class="lx-verdict"><span data-ref="verdict"></span> <span data-ref="floor"></span></p>
  </div>`;

/**
 * How a picture's loss stands among the test pictures', by their quantiles.
 *
 * @param {number} total
 * @param {Quantiles} quantiles with levels 0.05, 0.25, 0.75, 0.95 and 0.99 among them
 * @returns {"cheap" | "usual" | "more" | "dear" | "strange"}
 */
function standing(total, { levels, nats }) {
  /** @param {number} level */
  const at = (level) => nats[levels.indexOf(level)];
  if (total > at(0.99)) return "strange";
  if (total > at(0.95)) return "dear";
  if (total > at(0.75)) return "more";
  return total < at(0.25) ? "cheap" : "usual";
}

/**
 * @param {HTMLElement} element
 * @param {Text} text
 */
export function mountLoss(element, text) {
  const t = text.reconstruct;
  /** @type {(value: number | null, decimals: number) => string} */
  const say = (value, decimals) => number(text, value, decimals);
  /** Of a figure that has its place; a stray dot can cost billions. @param {number | null} nats */
  const sayNats = (nats) => {
    if (nats !== null && nats > MOST_NATS) return `> ${say(MOST_NATS, 0)}`;
    return say(nats, nats !== null && nats >= 1000 ? 0 : 1);
  };
  const refs = build(element, html(text));

  /** @param {number} total @param {Quantiles | undefined} quantiles */
  const full = (total, quantiles) => Math.max(1.15 * (quantiles?.nats.at(-1) ?? 0), total, 1);

  /** @param {HTMLElement} node @param {number} from @param {number} to in shares of the bar */
  const lay = (node, from, to) => {
    node.style.transform = `translateX(${100 * from}%) scaleX(${Math.max(0, to - from)})`;
  };

  return {
    /** Beside the verdict: a place for what makes the loss smaller. @type {HTMLElement} */
    beside: refs.improve,
    /** What a model's loss is made of, before there is one. @param {ModelConfig} config */
    prepare({ kind, likelihood, metrics: { floor_nats: floor } }) {
      setMarked(refs.errorName, fill(t.reconstructionName, { error: ERRORS[likelihood] }));
      // Under a normal distribution the floor is a constant that tells nothing of the pictures.
      const hasFloor = likelihood === "bernoulli" && Number.isFinite(floor);
      setText(refs.floor, hasFloor ? fill(t.floor, { floor: say(floor ?? null, 1) }) : "");
      refs.klPart.hidden = kind === "ae";
      refs.elboPart.hidden = kind === "ae";
      for (const name of FIGURES) setText(refs[name], say(null, 0));
    },
    /**
     * @param {ModelConfig} config
     * @param {Loss} loss
     * @param {number | null} before what the code cost before it was improved; null where it was not
     */
    show(
      { metrics: { loss_quantiles: quantiles } },
      { reconstruction, deviation, kl, mse },
      before,
    ) {
      const total = reconstruction === null ? null : reconstruction + (kl ?? 0);
      setText(refs.reconstruction, sayNats(reconstruction));
      const isOfDraws = deviation !== null;
      const isWaiting = !isOfDraws && kl !== null && reconstruction !== null;
      setText(refs.deviation, isOfDraws ? `± ${sayNats(deviation)}` : isWaiting ? t.atMu : "");
      const of = isWaiting ? "mu" : "draws";
      if (element.dataset.of !== of) element.dataset.of = of;
      setText(refs.kl, sayNats(kl));
      setText(refs.negElbo, sayNats(kl === null ? null : total));
      setText(refs.mse, say(mse, 4));
      const most = full(Math.max(total ?? 0, before ?? 0), quantiles);
      const share = (/** @type {number} */ nats) => Math.min(1, nats / most);
      lay(refs.errorBar, 0, share(reconstruction ?? 0));
      lay(refs.klBar, share(reconstruction ?? 0), share(total ?? 0));
      setHidden(refs.beforeBar, before === null);
      lay(refs.beforeBar, share(total ?? 0), share(before ?? 0));
      refs.usual.hidden = refs.median.hidden = !quantiles;
      if (quantiles) {
        const [low, middle, high] = [0.05, 0.5, 0.95].map(
          (level) => quantiles.nats[quantiles.levels.indexOf(level)],
        );
        lay(refs.usual, share(low), share(high));
        lay(refs.median, share(middle), share(middle) + 1);
        const says = { low: say(low, 0), high: say(high, 0), total: say(total, 0) };
        const key = total === null ? "none" : standing(total, quantiles);
        // A sentence that changed with every stroke would be read by nobody: it waits for the draws.
        if (!isWaiting) setText(refs.verdict, fill(t.verdict[key], says));
        const label = fill(t.barLabel, says);
        if (refs.bar.ariaLabel !== label) refs.bar.ariaLabel = label;
      } else setText(refs.verdict, "");
      countFrame(element);
    },
  };
}
