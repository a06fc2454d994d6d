/** What a covariance costs: how many numbers it has, and the time of a draw and of a KL. */

import { fill, fixed, number } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { segmentsHtml } from "../segments.js";
import { add, onSize, set, through } from "../svg.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {"diagonal" | "factor" | "full"} Way */
/**
 * @typedef {object} Costs of one posterior of d dimensions
 * @property {number} d
 * @property {{diagonal: number, full: number}} numbers
 * @property {Record<Way, number>} draw µs
 * @property {Record<Way, number>} kl µs
 */

/** @type {Way[]} */
const WAYS = ["diagonal", "factor", "full"];
const MATRICES = /** @type {const} */ (["diagonal", "full"]);
const [LEAST, MOST] = [1, 9]; // powers of two
const CELLS = 16; // of a side, up to which the cells of a matrix are drawn apart
const ALIKE = 1.15; // a ratio within which two times are called alike
const [LEFT, RIGHT, TOP, UNDER] = [4.2, 1.2, 0.6, 2.5]; // about the plot, in its letters' size
const TICKS = [2, 8, 32, 128, 512];

/** @param {Text} text */
const html = ({ rooms: { of } }) => {
  const { covariance: t } = of;
  return `
  <div class="lx-cov-matrices">${MATRICES.map(
    (kind) => `<figure><svg data-ref="${kind}" aria-hidden="true"></svg>
      <figcaption><b data-ref="${kind}Count"></b> <span>${marked(t.counts[kind])}</span></figcaption>
      </figure>`,
  ).join("")}</div>
  <label class="lx-cov-slider"><bdi dir="ltr" class="lx-latent">d</bdi>
    <input type="range" min="${LEAST}" max="${MOST}" step="1" data-ref="d" aria-label="${t.size}">
    <output dir="ltr" data-ref="dValue"></output></label>
  <div class="lx-cov-head">
    <h3 class="lx-stage-name">${marked(t.time)}</h3>
    ${segmentsHtml("lx-cov-of", "of", t.timeOf, Object.entries(t.of))}
  </div>
  <div class="lx-cov-plot" dir="ltr" data-ref="plot" role="img"><svg data-ref="svg"
    aria-hidden="true"></svg></div>
  <table class="lx-cov-legend"><caption class="lx-unseen">${marked(t.measuredTimes)}</caption><tbody>${WAYS.map(
    (
      way,
    ) => `<tr><th scope="row"><i class="lx-cov-key lx-cov-${way}"></i>${marked(t.ways[way])}</th>
      <td dir="ltr" data-ref="${way}Time"></td></tr>`,
  ).join("")}</tbody></table>
  <p class="lx-cov-note" data-ref="ratio"></p>`;
};

/**
 * The cells of a covariance that are numbers of their own, as a path in a square of side d.
 *
 * @param {"diagonal" | "full"} kind
 * @param {number} d
 */
const cellsOf = (kind, d) =>
  Array.from({ length: d }, (_, i) =>
    kind === "diagonal" ? `M${i} ${i}h1v1h-1z` : `M0 ${i}h${i + 1}v1h-${i + 1}z`,
  ).join("");

/** Lines between the cells of a triangle. @param {number} d */
const gridOf = (d) => Array.from({ length: d - 1 }, (_, i) => `M${i + 1} ${i + 1}V${d}`).join("");

/** @param {Element} svg @param {"diagonal" | "full"} kind @param {number} d */
function drawMatrix(svg, kind, d) {
  set(svg, { viewBox: `0 0 ${d} ${d}` });
  svg.replaceChildren();
  svg.classList.toggle("lx-are-cells", d <= CELLS);
  add("rect", svg, { width: d, height: d });
  add("path", svg, { d: cellsOf(kind, d), class: `lx-cov-${kind}` });
  if (kind === "full" && d <= CELLS) add("path", svg, { d: gridOf(d), class: "lx-cov-cut" });
}

/** µs with as many digits as they are good for. @param {number} time */
const microseconds = (time) => fixed(time, time < 1 ? 2 : time < 10 ? 1 : 0);

/** How many times as long. @param {Text} text @param {number} ratio */
const timesOf = (text, ratio) => number(text, ratio, ratio < 10 ? 1 : 0);

/**
 * What the times of one d say, in words.
 *
 * @param {Text} text
 * @param {Costs} costs
 * @param {"draw" | "kl"} of
 */
function ratioOf(text, costs, of) {
  const { covariance: t } = text.rooms.of;
  const { diagonal, factor, full } = costs[of];
  const [whole, given] = [full / diagonal, factor / diagonal];
  const form = whole < ALIKE ? "alike" : given < ALIKE ? "given" : "dearer";
  return fill(t.ratio[form], {
    what: t.what[of],
    d: number(text, costs.d, 0),
    full: timesOf(text, whole),
    factor: timesOf(text, given),
  });
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {import("../room.js").Room} room
 */
export function mountCosts(element, { text, gone }, room) {
  const { covariance: t } = text.rooms.of;
  const refs = build(element, html(text));
  let size = { width: 0, height: 0, em: 1 };
  /** @type {Costs[]} */
  let all = [];

  const show = () => {
    const { d, of } = room.options();
    refs.d.value = String(Math.log2(d));
    refs.d.ariaValueText = number(text, d, 0);
    setText(refs.dValue, fixed(d, 0));
    for (const kind of MATRICES) {
      drawMatrix(refs[kind], kind, d);
      setText(refs[`${kind}Count`], fixed(kind === "diagonal" ? d : (d * (d + 1)) / 2, 0));
    }
    for (const each of ["draw", "kl"]) refs[`of-${each}`].checked = each === of;
    const now = all.find((costs) => costs.d === d) ?? null;
    for (const way of WAYS) {
      setText(
        refs[`${way}Time`],
        now ? `${microseconds(now[/** @type {"draw"} */ (of)][way])} µs` : "–",
      );
    }
    setMarked(refs.ratio, now ? ratioOf(text, now, of) : "");
    refs.plot.ariaLabel = now ? fill(t.plot, { what: t.what[/** @type {"draw"} */ (of)] }) : t.time;
    if (size.width && all.length) drawPlot(refs.svg, all, { d, of }, size);
  };

  refs.d.addEventListener("input", () => room.change({ d: 2 ** refs.d.valueAsNumber }));
  for (const of of ["draw", "kl"])
    refs[`of-${of}`].addEventListener("change", () => room.change({ of }));
  onSize(refs.plot, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(refs.svg).fontSize) };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  return {
    show,
    /** @param {Costs[]} costs rising in d */
    measured(costs) {
      all = costs;
      show();
    },
  };
}

/**
 * Both axes are logarithmic; the times' one reaches over all that was measured, so that draws and
 * KL are seen on one scale.
 *
 * @param {Costs[]} all
 * @param {{width: number, height: number, em: number}} size
 */
function placesOf(all, { width, height, em }) {
  const times = all.flatMap(({ draw, kl }) => [draw, kl].flatMap((each) => Object.values(each)));
  const low = Math.floor(Math.log10(Math.min(...times)));
  const high = Math.ceil(Math.log10(Math.max(...times)));
  const [left, right] = [LEFT * em, width - RIGHT * em];
  const [top, floor] = [TOP * em, height - UNDER * em];
  return {
    ...{ low, high, left, right, top, floor },
    x: (/** @type {number} */ d) =>
      left + ((right - left) * (Math.log2(d) - LEAST)) / (MOST - LEAST),
    y: (/** @type {number} */ time) =>
      floor - ((floor - top) * (Math.log10(time) - low)) / (high - low),
  };
}

/**
 * @param {Element} svg
 * @param {Costs[]} all
 * @param {{d: number, of: "draw" | "kl"}} options
 * @param {{width: number, height: number, em: number}} size
 */
function drawPlot(svg, all, { d, of }, size) {
  svg.replaceChildren();
  const places = placesOf(all, size);
  const { x, y, top, floor } = places;
  drawAxes(svg, places, size);
  add("path", svg, { class: "lx-cov-now", d: `M${x(d)} ${top}V${floor}` });
  for (const way of WAYS) {
    const points = all.map(
      (costs) => /** @type {[number, number]} */ ([x(costs.d), y(costs[of][way])]),
    );
    add("path", svg, { class: `lx-cov-line lx-cov-${way}`, d: through(points) });
    for (const [i, [cx, cy]] of points.entries()) {
      const r = all[i].d === d ? 5 : 2.5;
      add("circle", svg, { class: `lx-cov-point lx-cov-${way}`, cx, cy, r });
    }
  }
}

/** @param {Element} svg @param {ReturnType<typeof placesOf>} places @param {{em: number}} size */
function drawAxes(svg, { x, y, left, right, top, floor, low, high }, { em }) {
  const group = add("g", svg, { class: "lx-cov-axes" });
  /** @param {string} words @param {import("../svg.js").Attributes} at */
  const write = (words, at) => {
    add("text", group, at).textContent = words;
  };
  for (let power = low; power <= high; power++) {
    const at = y(10 ** power);
    add("path", group, { d: `M${left} ${at}H${right}` });
    const words = fixed(10 ** power, Math.max(0, -power));
    write(words, { x: left - 0.4 * em, y: at + 0.35 * em, "text-anchor": "end" });
  }
  for (const d of TICKS) {
    add("path", group, { d: `M${x(d)} ${floor}v4` });
    write(fixed(d, 0), { x: x(d), y: floor + 1.2 * em, "text-anchor": "middle" });
  }
  write("d", { x: (left + right) / 2, y: floor + 2.2 * em, "text-anchor": "middle" });
  const turned = `rotate(-90) translate(${-(top + floor) / 2} ${0.85 * em})`;
  write("µs", { transform: turned, "text-anchor": "middle" });
}
