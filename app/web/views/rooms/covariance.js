/** Why diagonal: what a full covariance costs, and what it wins, in nets trained with either. */

import { number } from "../format.js";
import { marked } from "../marked.js";
import { build, setText } from "../view.js";
import { mountCosts } from "./covarianceCosts.js";
import { says, tableHtml, truthOf } from "./covarianceSays.js";
import { KINDS, mountShapes } from "./covarianceShapes.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("./covarianceCosts.js").Costs} Costs */
/** @typedef {import("./covarianceSays.js").Net} Net */
/** @typedef {import("./covarianceShapes.js").Posterior} Posterior */
/**
 * @typedef {object} Figures as `model/experiments/covariance.py` writes them
 * @property {Costs[]} costs
 * @property {Record<"2" | "10", Record<"diagonal" | "full", Net>>} pairs by the codes' size
 * @property {Posterior[]} ellipses
 */

const MOST_TIMES = 5; // more, and the ellipses lie over one another

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => {
  const { covariance: t } = of;
  return `
  <section class="lx-cov-costs" data-ref="costs"></section>
  <section class="lx-cov-shapes">
    <div class="lx-cov-columns">${KINDS.map(
      (kind) => `<h3 class="lx-stage-name">${marked(t.kinds[kind])}</h3>`,
    ).join("")}</div>
    <div class="lx-cov-columns lx-cov-squares" data-ref="squares"></div>
    <label class="lx-cov-slider"><span data-ref="scale"></span>
      <input type="range" min="1" max="${MOST_TIMES}" step="1" data-ref="times"
        aria-label="${t.times}"><output data-ref="timesValue"></output></label>
    <p class="lx-cov-note"><span data-ref="ellipses"></span> <span data-ref="tilt"></span></p>
    <div class="lx-cov-head"><h3 class="lx-stage-name">${marked(t.aggregate)}</h3>
      <span class="lx-cov-scale" dir="ltr">0 <i></i> 1</span></div>
    <div class="lx-cov-columns lx-cov-heats" data-ref="heats"></div>
  </section>`;
};

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { text } = page;
  const { covariance: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const costs = mountCosts(refs.costs, page, room);
  const shapes = mountShapes(refs, page);

  refs.times.addEventListener("input", () => room.change({ times: refs.times.valueAsNumber }));
  room.live(({ d, of }) => [d, of], costs.show);
  room.live(
    ({ times }) => [times],
    ({ times }) => {
      refs.times.value = String(times);
      refs.times.ariaValueText = setTimes(refs.timesValue, number(text, times, 0));
      setText(refs.scale, times === 1 ? t.trueScale : t.exaggerated);
      shapes.enlarge(times);
    },
  );

  room.measured("covariance", (experiment) => {
    /** @type {Figures} */
    const figures = experiment.figures;
    costs.measured(figures.costs);
    shapes.measured(figures.ellipses, figures.pairs["10"]);
    shapes.enlarge(room.options().times);
    room.setTruth(truthOf(figures.pairs["10"]));
    const { answer, why } = says(text, figures.pairs);
    room.setAnswer(answer);
    room.setWhy(why);
    room.answer.innerHTML = tableHtml(text, figures.pairs);
  });
}

/** @param {HTMLElement} node @param {string} times */
function setTimes(node, times) {
  setText(node, `× ${times}`);
  return `× ${times}`;
}
