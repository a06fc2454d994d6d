/** Real posteriors as ellipses, and how the dimensions of all codes together correlate. */

import { correlationOf, ellipseOf, largestOff, median } from "../../maths/ellipse.js";
import { fill, fixed, number, zName } from "../format.js";
import { setMarked } from "../marked.js";
import { add, set } from "../svg.js";
import { setText } from "../view.js";

/** @typedef {import("./covarianceSays.js").Net} Net */
/** @typedef {{mu: [number, number], covariance: number[][]}} Normal */
/** @typedef {{label: number, diagonal: Normal, full: Normal}} Posterior of one test picture */

export const KINDS = /** @type {const} */ (["diagonal", "full"]);
const UNIT = 100; // of the drawing's own, for 1 of the code
const COLOURS = 10;
const DEVIATIONS = 2; // that an ellipse reaches

/** How far the plane of all posteriors reaches. @param {Posterior[]} all */
const halfOf = (all) =>
  Math.max(3.5, ...all.flatMap((each) => KINDS.map((kind) => reach(each[kind].mu)))) + 0.3;
/** @param {number[]} mu */
const reach = (mu) => Math.max(...mu.map(Math.abs));

/**
 * One net's posteriors on the prior's rings.
 *
 * @param {Element} svg
 * @param {Posterior[]} all
 * @param {"diagonal" | "full"} kind
 */
function layEllipses(svg, all, kind) {
  const half = UNIT * halfOf(all);
  svg.replaceChildren();
  set(svg, { viewBox: `${-half} ${-half} ${2 * half} ${2 * half}` });
  add("path", svg, { class: "lx-cov-axis", d: `M${-half} 0H${half}M0 ${-half}V${half}` });
  for (const r of [1, 2, 3]) add("circle", svg, { class: "lx-cov-ring", r: r * UNIT });
  return all.map(({ label, [kind]: { mu, covariance } }, i) => {
    const { long, short, angle } = ellipseOf(covariance);
    const [x, y] = [UNIT * mu[0], -UNIT * mu[1]];
    const node = add("ellipse", svg, {
      class: "lx-cov-ellipse",
      style: `--lx-of: var(--lx-class-${label % COLOURS})`,
      transform: `translate(${x} ${y}) rotate(${(-angle * 180) / Math.PI})`,
      "data-index": i,
    });
    return { node, long, short };
  });
}

/** @param {Element} svg @param {number[][]} correlation */
function drawHeat(svg, correlation) {
  const d = correlation.length;
  svg.replaceChildren();
  set(svg, { viewBox: `0 0 ${d} ${d}` });
  correlation.forEach((row, i) => {
    row.forEach((value, j) => {
      const cell = { x: j + 0.03, y: i + 0.03, width: 0.94, height: 0.94 };
      add("rect", svg, { ...cell, class: "lx-cov-ground" });
      const mark = add("rect", svg, { ...cell, "fill-opacity": Math.abs(value).toFixed(3) });
      add("title", mark).textContent = `${zName(i)}, ${zName(j)}: ${fixed(value)}`;
    });
  });
}

/**
 * @param {Record<string, any>} refs squares, heats, ellipses, tilt
 * @param {import("../../page.js").Page} page
 */
export function mountShapes(refs, { text }) {
  const { covariance: t } = text.rooms.of;
  const svgs = (/** @type {HTMLElement[]} */ places) =>
    Object.fromEntries(KINDS.map((kind, k) => [kind, add("svg", places[k], { role: "img" })]));
  const figures = KINDS.map(() => document.createElement("figure"));
  refs.heats.replaceChildren(...figures);
  const [squares, heats] = [svgs([refs.squares, refs.squares]), svgs(figures)];
  const captions = figures.map((figure) =>
    figure.appendChild(document.createElement("figcaption")),
  );
  /** @type {ReturnType<typeof layEllipses>} */
  let laid = [];
  for (const kind of KINDS) {
    set(squares[kind], { "aria-label": t.squareLabel[kind], "data-kind": kind });
    set(heats[kind], { "aria-label": t.aggregate, "data-kind": kind });
  }
  refs.squares.addEventListener("pointerover", (/** @type {Event} */ { target }) => {
    const index = /** @type {Element} */ (target).getAttribute("data-index");
    for (const { node } of laid) {
      node.classList.toggle(
        "lx-is-met",
        index !== null && node.getAttribute("data-index") === index,
      );
    }
  });

  return {
    /** @param {number} times */
    enlarge(times) {
      for (const { node, long, short } of laid) {
        const scale = DEVIATIONS * times * UNIT;
        set(node, { rx: (scale * long).toFixed(2), ry: (scale * short).toFixed(2) });
      }
    },
    /**
     * @param {Posterior[]} posteriors of the nets of two dimensions
     * @param {Record<"diagonal" | "full", Net>} nets of more
     */
    measured(posteriors, nets) {
      laid = KINDS.flatMap((kind) => layEllipses(squares[kind], posteriors, kind));
      const tilt = median(posteriors.map(({ full }) => Math.abs(correlationOf(full.covariance))));
      setMarked(refs.ellipses, fill(t.ellipses, { n: number(text, posteriors.length, 0) }));
      setMarked(refs.tilt, fill(t.tilt, { tilt: number(text, tilt) }));
      KINDS.forEach((kind, k) => {
        const { row, column, value } = largestOff(nets[kind].correlation);
        drawHeat(heats[kind], nets[kind].correlation);
        const pair = { a: zName(column), b: zName(row), value: fixed(value) };
        set(heats[kind], { "aria-label": fill(t.heatLabel[kind], pair) });
        const says = { kind: t.kinds[kind], value: number(text, Math.abs(value)) };
        setText(captions[k], fill(t.largest, says));
      });
    },
  };
}
