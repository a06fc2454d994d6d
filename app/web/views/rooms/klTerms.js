/** KL as the sum of its three terms: a bar a dimension about a zero line, and the numbers. */

import { klTerms } from "../../maths/kl.js";
import { sum } from "../../maths/objective.js";
import { fixed, zName } from "../format.js";
import { marked } from "../marked.js";
import { build, setText } from "../view.js";

const ENDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const TOTAL = "KL";
const TERMS = ["½ μ²", "½ σ²", "½ (−1 − ln σ²)"];

/** @param {number} least */
const endFor = (least) => ENDS.find((end) => end >= least) ?? least;

/**
 * Where a dimension's terms lie: those above zero one after another to the right, the others to
 * the left.
 *
 * @param {number[]} terms
 * @returns {[number, number][]} from and to, in nats
 */
export function stacked(terms) {
  let [low, high] = [0, 0];
  return terms.map((term) => {
    if (term < 0) {
      low += term;
      return [low, low - term];
    }
    high += term;
    return [high - term, high];
  });
}

/** The KL of a code in one number. @param {import("./klLayout.js").Code} code */
export const klOf = ({ dims, mu, sigma }) =>
  sum(mu.slice(0, dims).map((m, k) => sum(klTerms(m, sigma[k]))));

/** What the bars reach over, without trembling under a hand. @param {number[][]} all terms of each dimension */
export function reachOf(all) {
  const spans = all.flatMap(stacked);
  const low = Math.min(...spans.map(([from]) => from));
  const high = Math.max(...spans.map(([, to]) => to));
  return { low: -endFor(Math.max(1, -low)), high: endFor(Math.max(5, high)) };
}

/** @param {number} k */
const barHtml = (k) => `<div class="lx-kl-bar" data-ref="bar${k}">
  <b class="lx-latent" data-ref="name${k}"></b>
  <div class="lx-kl-track">${TERMS.map((_, i) => `<i class="lx-kl-part lx-kl-part-${i}" data-ref="part${k}${i}"></i>`).join("")}
    <i class="lx-kl-zero"></i><i class="lx-kl-sum" data-ref="sum${k}"></i></div></div>`;

/** @param {number} k */
const rowHtml = (k) => `<tr data-ref="row${k}"><th scope="row" data-ref="head${k}">${zName(k)}</th>
  ${[0, 1, 2, 3].map((i) => `<td data-ref="value${k}${i}"></td>`).join("")}</tr>`;

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => `
  <h3 class="lx-stage-name">${marked(of.kl.terms)}</h3>
  <div dir="ltr" data-ref="bars" aria-hidden="true">${barHtml(0)}${barHtml(1)}
    <div class="lx-kl-scale"><span></span><div data-ref="scale"><span data-ref="low"></span>
      <span data-ref="zero">0</span><span data-ref="high"></span></div></div>
  </div>
  <table class="lx-kl-terms" dir="ltr">
    <caption class="lx-unseen">${of.kl.termsLabel}</caption>
    <thead><tr><td data-ref="corner"></td>${TERMS.map(
      (term, i) => `<th scope="col"><i class="lx-kl-key lx-kl-part-${i}"></i>${term}</th>`,
    ).join("")}<th scope="col">${TOTAL}</th></tr></thead>
    <tbody>${rowHtml(0)}${rowHtml(1)}</tbody>
  </table>`;

/**
 * @param {HTMLElement} element
 * @param {import("../../text/en.js").Text} text
 * @returns {(code: import("./klLayout.js").Code) => void}
 */
export function mountTerms(element, text) {
  const refs = build(element, html(text));

  /** @param {number} k @param {number[]} terms @param {(nats: number) => number} share */
  const showOne = (k, terms, share) => {
    const total = sum(terms);
    stacked(terms).forEach(([from, to], i) => {
      refs[`part${k}${i}`].style.left = `${100 * share(from)}%`;
      refs[`part${k}${i}`].style.width = `${100 * (share(to) - share(from))}%`;
    });
    refs[`sum${k}`].style.left = `${100 * share(total)}%`;
    [...terms, total].forEach((value, i) => {
      setText(refs[`value${k}${i}`], fixed(value));
    });
  };

  return ({ dims, mu, sigma }) => {
    const all = Array.from({ length: dims }, (_, k) => klTerms(mu[k], sigma[k]));
    const { low, high } = reachOf(all);
    const share = (/** @type {number} */ nats) => (nats - low) / (high - low);
    element.style.setProperty("--lx-zero", `${100 * share(0)}%`);
    setText(refs.low, fixed(low, 0));
    setText(refs.high, fixed(high, 0));
    for (const k of [0, 1]) {
      refs[`bar${k}`].hidden = refs[`row${k}`].hidden = k >= dims;
      setText(refs[`name${k}`], dims === 2 ? zName(k) : "");
      if (k < dims) showOne(k, all[k], share);
    }
    for (const name of ["corner", "head0", "head1"]) refs[name].hidden = dims === 1;
    element.classList.toggle("lx-is-flat", dims === 2);
  };
}
