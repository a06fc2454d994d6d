/** How a model was trained: each term of the loss after each epoch, if its run kept them. */

import { ticks } from "../cloud.js";
import { fill, fixed, number } from "../format.js";
import { marked } from "../marked.js";
import { add, onSize, set, through } from "../svg.js";
import { build } from "../view.js";

/** @typedef {import("../../models/experiments.js").History} History */
/** @typedef {import("../../models/types").ModelConfig} ModelConfig */

const TERMS = /** @type {const} */ (["reconstruction_nats", "kl_nats"]);
const SETS = /** @type {const} */ (["train", "test"]);
const LEFT = 3.2; // beside the drawing, in its letters' size
const UNDER = 2.4;
const LABELS = 4;

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms }) => {
  const { steps: t } = rooms.of;
  return `
  <p data-ref="untold">${t.untold}</p>
  ${TERMS.map(
    (term) => `<figure data-ref="${term}"><figcaption>${marked(t.terms[term])}</figcaption>
      <div class="lx-steps-plot" dir="ltr" role="img"
        aria-label="${t.plainTerms[term]}" data-ref="${term}-plot"><svg aria-hidden="true"></svg></div></figure>`,
  ).join("")}
  <p class="lx-steps-legend" data-ref="legend">${SETS.map(
    (name) => `<span class="lx-is-${name}">${t.sets[name]}</span>`,
  ).join("")}</p>`;
};

/**
 * @param {Element} svg
 * @param {{width: number, height: number}} size
 * @param {Array<{name: string, values: number[]}>} lines
 * @param {string} axis the name of the horizontal one
 */
function draw(svg, { width, height }, lines, axis) {
  const em = Number.parseFloat(getComputedStyle(svg).fontSize);
  const [left, right, top, floor] = [LEFT * em, width - 0.8 * em, 0.7 * em, height - UNDER * em];
  const all = lines.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const [from, to] = [low - 0.05 * (high - low || 1), high + 0.05 * (high - low || 1)];
  const epochs = Math.max(...lines.map(({ values }) => values.length));
  const x = (/** @type {number} */ i) => left + ((right - left) * i) / Math.max(1, epochs - 1);
  const y = (/** @type {number} */ nats) => floor - ((floor - top) * (nats - from)) / (to - from);
  set(svg, { viewBox: `0 0 ${width} ${height}` });
  svg.replaceChildren();
  const grid = add("g", svg, { class: "lx-steps-grid" });
  add("path", grid, { d: `M${left} ${top}V${floor}H${right}` });
  /** @type {(px: number, py: number, anchor: string, words: string) => void} */
  const write = (px, py, anchor, words) => {
    const mark = add("text", grid, { x: px, y: py, "text-anchor": anchor });
    mark.textContent = words;
  };
  for (const { value, label } of ticks(from, to, (to - from) / LABELS)) {
    add("path", grid, { d: `M${left} ${y(value)}h-4` });
    write(left - 6, y(value) + 0.35 * em, "end", label);
  }
  write(left, floor + 1.15 * em, "middle", fixed(1, 0));
  write(right, floor + 1.15 * em, "end", fixed(epochs, 0));
  write((left + right) / 2, floor + 1.9 * em, "middle", axis);
  for (const { name, values } of lines) {
    const points = values.map((value, i) => /** @type {[number, number]} */ ([x(i), y(value)]));
    add("path", svg, { class: `lx-steps-line lx-is-${name}`, d: through(points) });
  }
}

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 */
export function mountCurves(element, { text, gone }) {
  const { steps: t } = text.rooms.of;
  const refs = build(element, html(text));
  element.classList.add("lx-steps-curves");
  /** @type {History | null} */
  let shown = null;
  /** @type {Record<string, {width: number, height: number}>} */
  const sizes = {};

  /** @param {typeof TERMS[number]} term */
  const drawTerm = (term) => {
    if (!shown || !sizes[term]) return;
    const lines = SETS.map((name) => ({ name, values: shown?.[name][term] ?? [] })).filter(
      ({ values }) => values.length,
    );
    if (lines.length) draw(refs[`${term}-plot`].firstElementChild, sizes[term], lines, t.epoch);
  };
  for (const term of TERMS) {
    onSize(refs[`${term}-plot`], gone, (width, height) => {
      sizes[term] = { width, height };
      drawTerm(term);
    });
  }

  /** @param {typeof TERMS[number]} term @param {History} history */
  const say = (term, { train, test }) => {
    const own = test[term].length ? test : train;
    const [first, last] = [own[term][0], own[term][own[term].length - 1]];
    refs[`${term}-plot`].ariaLabel = fill(t.curveSays, {
      term: t.plainTerms[term],
      n: number(text, own[term].length, 0),
      ...{ first: number(text, first, 1), last: number(text, last, 1) },
    });
  };

  /** @param {History | null} history @param {ModelConfig} config */
  return (history, { kind }) => {
    shown = history?.train.reconstruction_nats.length ? history : null;
    refs.untold.hidden = Boolean(shown);
    refs.legend.hidden = !shown;
    for (const term of TERMS) {
      refs[term].hidden = !shown || (term === "kl_nats" && kind === "ae");
      if (!shown) continue;
      say(term, shown);
      drawTerm(term);
    }
    element.dataset.epochs = String(shown?.train.reconstruction_nats.length ?? 0);
  };
}
