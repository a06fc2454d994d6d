/** KL estimated from draws of q: the running mean comes near the closed form as they add up. */

import { estimates, logCounts, spreadOfDraws } from "../../maths/kl.js";
import { gaussians } from "../../maths/random.js";
import { fill, fixed, number } from "../format.js";
import { marked } from "../marked.js";
import { add, onSize, set, through } from "../svg.js";
import { build, setText } from "../view.js";
import { klOf } from "./klTerms.js";

const STILL = "(prefers-reduced-motion: reduce)";
export const MOST = 10_000; // draws
const PLACES = 4; // powers of ten up to MOST
export const WIDTH = 2; // numbers of a draw: both dimensions', also where one is in use
const [LEFT, RIGHT, UNDER] = [2.9, 0.7, 1.4]; // beside and under the drawing, in its letters' size
const RUN_MS = 1200; // how long new draws take to add up
const REACH = 1.1; // of the draws' spread, above and below the closed form

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => `
  <div class="lx-kl-head">
    <h3 class="lx-stage-name">${marked(of.kl.draws)}</h3>
    <output class="lx-kl-estimate" data-ref="estimate" dir="ltr"></output>
    <button type="button" data-ref="again">${of.kl.again}</button>
  </div>
  <div class="lx-kl-run" dir="ltr" data-ref="frame"><svg data-ref="svg" aria-hidden="true"></svg></div>
  <label class="lx-kl-count"><span>${of.kl.count}</span>
    <input type="range" min="0" max="${PLACES}" step="0.02" data-ref="count">
    <output data-ref="n"></output></label>`;

/** @param {Element} svg */
const makeMarks = (svg) => ({
  axis: add("g", svg, { class: "lx-kl-grid" }),
  band: add("path", svg, { class: "lx-kl-band" }),
  truth: add("path", svg, { class: "lx-kl-truth" }),
  mean: add("path", svg, { class: "lx-kl-mean" }),
  end: add("circle", svg, { class: "lx-kl-end", r: 4 }),
});

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 */
export function mountDraws(element, { session, text, gone }, room) {
  const { kl: t } = text.rooms.of;
  const refs = build(element, html(text));
  const marks = makeMarks(refs.svg);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {{seed: number, epsilon: Float32Array}} */
  let drawn = { seed: -1, epsilon: new Float32Array(0) };

  const epsilonOf = (/** @type {number} */ seed) => {
    if (drawn.seed !== seed) drawn = { seed, epsilon: gaussians(seed, WIDTH * MOST) };
    return drawn.epsilon;
  };

  /** @param {ReturnType<typeof estimates>} run @param {number} kl @param {number} reach */
  const drawRun = (run, kl, reach) => {
    const { width, height, em } = size;
    const [left, right, floor] = [LEFT * em, width - RIGHT * em, height - UNDER * em];
    const x = (/** @type {number} */ n) => left + ((right - left) * Math.log10(n)) / PLACES;
    const y = (/** @type {number} */ nats) => {
      const share = 0.5 - (nats - kl) / (2 * reach);
      return Math.min(floor, Math.max(4, 4 + share * (floor - 4)));
    };
    marks.truth.setAttribute("d", `M${left} ${y(kl)}H${right}`);
    marks.mean.setAttribute("d", through(run.map(({ n, mean }) => [x(n), y(mean)])));
    const known = run.filter(({ error }) => Number.isFinite(error));
    const edge = (/** @type {-1 | 1} */ sign) =>
      known.map(
        ({ n, mean, error }) =>
          /** @type {[number, number]} */ ([x(n), y(mean + sign * 2 * error)]),
      );
    const outline = [...edge(1), ...edge(-1).reverse()];
    marks.band.setAttribute("d", outline.length ? `${through(outline)}Z` : "");
    const last = run[run.length - 1];
    set(marks.end, { cx: x(last.n), cy: y(last.mean) });
    drawAxis(marks.axis, { x, y, floor, em }, kl, reach);
  };

  /** No more than `most` draws. */
  const show = (most = MOST) => {
    const { dims, mu, sigma, draws: wanted } = room.options();
    const draws = Math.min(most, wanted);
    const { seed } = session.state.intent;
    const [m, s] = [mu.slice(0, dims), sigma.slice(0, dims)];
    const kl = klOf({ dims, mu, sigma });
    const run = estimates(m, s, epsilonOf(seed), logCounts(draws), WIDTH);
    const { mean, error } = run[run.length - 1];
    setText(refs.estimate, `${fixed(mean)} ± ${Number.isFinite(error) ? fixed(2 * error) : "∞"}`);
    setText(refs.n, number(text, draws, 0));
    const at = Math.log10(draws);
    if (Math.abs(refs.count.valueAsNumber - at) > 0.011) refs.count.value = String(at);
    refs.count.ariaValueText = fill(t.countText, { n: number(text, draws, 0) });
    element.dataset.mean = String(mean);
    element.dataset.error = String(error);
    if (size.width) drawRun(run, kl, Math.max(0.05, REACH * spreadOfDraws(m, s)));
  };

  let turn = 0; // of the run before our eyes; a hand on the count ends it
  refs.count.addEventListener("input", () => {
    turn++;
    room.change({ draws: Math.round(10 ** refs.count.valueAsNumber) });
  });
  /** New draws add up before our eyes, as many in each moment as there were before. */
  const run = () => {
    const current = ++turn;
    const started = performance.now();
    const step = (/** @type {number} */ now) => {
      const share = Math.min(1, Math.max(0, now - started) / RUN_MS);
      if (gone.aborted || current !== turn) return;
      show(Math.round(room.options().draws ** share));
      if (share < 1) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  };
  refs.again.addEventListener("click", () => {
    session.dispatch({ type: "resampled" });
    if (!matchMedia(STILL).matches) run();
  });
  onSize(refs.frame, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(refs.svg).fontSize) };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  return () => show();
}

/**
 * @param {Element} group
 * @param {{x: (n: number) => number, y: (nats: number) => number, floor: number, em: number}} places
 * @param {number} kl
 * @param {number} reach
 */
function drawAxis(group, { x, y, floor, em }, kl, reach) {
  const [left, right] = [x(1), x(10 ** PLACES)];
  group.replaceChildren();
  add("path", group, { d: `M${left} 4V${floor}H${right}` });
  for (let place = 0; place <= PLACES; place++) {
    const anchor = place === PLACES ? "end" : "middle";
    const mark = add("text", group, {
      x: x(10 ** place),
      y: floor + 1.1 * em,
      "text-anchor": anchor,
    });
    mark.textContent = fixed(10 ** place, 0);
  }
  for (const nats of [kl - reach, kl, kl + reach]) {
    const shift = nats === kl ? 0.35 * em : nats > kl ? 0.75 * em : -0.1 * em;
    const mark = add("text", group, {
      x: left - 0.4 * em,
      y: y(nats) + shift,
      "text-anchor": "end",
    });
    mark.textContent = fixed(nats);
  }
}
