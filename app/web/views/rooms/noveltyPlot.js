/** How far pictures lie from what was trained on: histograms on one axis, read bin by bin. */

import { fill, fixed, number } from "../format.js";
import { add, onSize, set } from "../svg.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../text/en.js").Text} Text */
/**
 * @typedef {object} Bins
 * @property {number[]} edges (n + 1)
 * @property {number[]} samples (n), how many in each bin
 * @property {number[]} heldOut (n)
 * @property {number[] | null} rebuilt (n)
 */

const SIDES = { left: 3.2, right: 0.8, top: 0.8, under: 3.2 }; // beside the bars, in letters
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
const LINES = 4; // along the axis of counts, at most

/** @param {Text} text */
const html = ({ rooms: { of } }) => `
  <div class="lx-novelty-frame" dir="ltr" role="slider" tabindex="0" data-ref="frame"
    aria-label="${of.novelty.plot}" aria-valuemin="1" aria-valuenow="1">
    <svg data-ref="svg" aria-hidden="true"></svg></div>
  <p class="lx-novelty-read" data-ref="read"></p>`;

/** @param {Element} svg */
const makeMarks = (svg) => ({
  axis: add("g", svg, { class: "lx-novelty-axis" }),
  band: add("rect", svg, { class: "lx-novelty-band" }),
  heldOut: add("path", svg, { class: "lx-novelty-new" }),
  samples: add("path", svg, { class: "lx-novelty-samples" }),
  rebuilt: add("path", svg, { class: "lx-novelty-rebuilt" }),
  names: add("g", svg, { class: "lx-novelty-axis" }),
});

/** @param {Bins} bins @param {{width: number, height: number, em: number}} size */
function layOut({ edges, samples, heldOut, rebuilt }, { width, height, em }) {
  const n = samples.length;
  const [left, right] = [SIDES.left * em, width - SIDES.right * em];
  const [top, floor] = [SIDES.top * em, height - SIDES.under * em];
  const most = Math.max(...samples, ...heldOut, ...(rebuilt ?? []), 1);
  const step = STEPS.find((s) => most / s <= LINES) ?? most;
  const [low, high] = [edges[0], edges[n]];
  return {
    ...{ n, em, left, right, top, floor, step, most },
    x: (/** @type {number} */ v) => left + ((right - left) * (v - low)) / (high - low),
    y: (/** @type {number} */ count) => floor - ((floor - top) * count) / most,
    at: (/** @type {number} */ px) => Math.floor((n * (px - left)) / (right - left)),
  };
}
/** @typedef {ReturnType<typeof layOut>} Layout */

/** The outline of bars. @param {Layout} layout @param {number[]} edges @param {number[]} counts */
const outline = ({ x, y, floor }, edges, counts) =>
  `M${x(edges[0])} ${floor}${counts
    .map((count, i) => `V${y(count).toFixed(1)}H${x(edges[i + 1]).toFixed(1)}`)
    .join("")}V${floor}Z`;

/** @param {Element} group @param {Element} names @param {Layout} layout @param {number} high @param {{x: string, y: string}} says */
function drawAxes(group, names, { left, right, floor, em, step, most, x, y }, high, says) {
  group.replaceChildren();
  names.replaceChildren();
  add("path", group, { d: `M${left} ${floor}H${right}` });
  /** @param {string} words @param {import("../svg.js").Attributes} where */
  const write = (words, where) => {
    add("text", names, where).textContent = words;
  };
  for (let count = step; count <= most; count += step) {
    add("path", group, { d: `M${left} ${y(count)}H${right}`, class: "lx-novelty-rule" });
    write(fixed(count, 0), { x: left - 0.4 * em, y: y(count) + 0.35 * em, "text-anchor": "end" });
  }
  for (let distance = 0; distance <= high; distance += 2) {
    add("path", group, { d: `M${x(distance)} ${floor}v4` });
    write(fixed(distance, 0), { x: x(distance), y: floor + 1.25 * em, "text-anchor": "middle" });
  }
  write(says.x, { x: (left + right) / 2, y: floor + 2.45 * em, "text-anchor": "middle" });
  write(says.y, { x: left + 0.4 * em, y: em, "text-anchor": "start" });
}

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @returns {(bins: Bins) => void}
 */
export function mountHistogram(element, { text, gone }) {
  const { novelty: t } = text.rooms.of;
  const refs = build(element, html(text));
  const marks = makeMarks(refs.svg);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {Bins | null} */
  let bins = null;
  let bin = -1;

  const say = (/** @type {Bins} */ { edges, samples, heldOut, rebuilt }) => {
    const [low, high] = [edges[bin], edges[bin + 1]].map((edge) => number(text, edge, 1));
    const count = (/** @type {number[]} */ counts) => number(text, counts[bin], 0);
    const range = bin === samples.length - 1 ? t.andMore : t.between;
    const counts = { samples: count(samples), heldOut: count(heldOut) };
    const said = fill(t.bin, { range: fill(range, { low, high }), ...counts });
    return rebuilt ? said + fill(t.binRebuilt, { rebuilt: count(rebuilt) }) : said;
  };

  const show = () => {
    if (!bins || !size.width) return;
    const layout = layOut(bins, size);
    const { edges, samples, heldOut, rebuilt } = bins;
    drawAxes(marks.axis, marks.names, layout, edges[edges.length - 1], t.axes);
    marks.heldOut.setAttribute("d", outline(layout, edges, heldOut));
    marks.samples.setAttribute("d", outline(layout, edges, samples));
    marks.rebuilt.setAttribute("d", rebuilt ? outline(layout, edges, rebuilt) : "");
    showBin();
  };

  const showBin = () => {
    if (!bins || !size.width) return;
    const { x, top, floor, n } = layOut(bins, size);
    const { edges } = bins;
    const isOne = bin >= 0;
    marks.band.setAttribute("visibility", isOne ? "visible" : "hidden");
    const words = isOne ? say(bins) : t.readHint;
    setText(refs.read, words);
    set(refs.frame, { "aria-valuemax": n, "aria-valuenow": Math.max(1, bin + 1) });
    refs.frame.ariaValueText = words;
    if (!isOne) return;
    const width = x(edges[bin + 1]) - x(edges[bin]);
    set(marks.band, { x: x(edges[bin]), y: top, width, height: floor - top });
  };

  const point = (/** @type {number} */ next) => {
    if (!bins) return;
    const last = bins.samples.length - 1;
    bin = next < 0 ? -1 : Math.min(last, next);
    showBin();
  };
  const pointAt = (/** @type {PointerEvent} */ event) => {
    if (!bins) return;
    const { left } = refs.frame.getBoundingClientRect();
    const { at, n } = layOut(bins, size);
    point(Math.min(n - 1, Math.max(0, at(event.clientX - left))));
  };
  refs.frame.addEventListener("pointermove", pointAt);
  refs.frame.addEventListener("pointerdown", pointAt);
  refs.frame.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const last = (bins?.samples.length ?? 1) - 1;
    const now = Math.max(0, bin);
    const next = { ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now - 1, ArrowDown: now - 1 };
    const to = { ...next, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    point(Math.max(0, to));
  });
  onSize(refs.frame, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(refs.svg).fontSize) };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  return (next) => {
    bins = next;
    show();
  };
}
