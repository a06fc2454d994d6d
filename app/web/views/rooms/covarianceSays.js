/** What the nets of both posteriors say: the sentences, chosen by their figures. */

import { fill, fixed, number } from "../format.js";
import { marked } from "../marked.js";
import { isCapped } from "./betaFindings.js";

/** @typedef {import("../../text/en.js").Text} Text */
/**
 * @typedef {object} Net what was measured of one
 * @property {string} id
 * @property {number} neg_elbo
 * @property {number} reconstruction_nats
 * @property {number} kl_nats
 * @property {number} step_ms the time of a training step
 * @property {number} information what z tells of x
 * @property {number} aggregate how far all codes together are from the prior
 * @property {number} cap of the estimate of the former
 * @property {number[][]} correlation (d, d)
 * @property {number | null} correlation_inside of a full covariance
 */
/** @typedef {Record<"diagonal" | "full", Net>} Pair */
/** @typedef {Record<"2" | "10", Pair>} Pairs */

const SIZES = /** @type {const} */ (["2", "10"]);
const ALIKE = 0.05; // nats
const [SOME, MUCH] = [1, 5];

/** How many nats a full covariance is better by. @param {Pair} pair */
const gainOf = ({ diagonal, full }) => diagonal.neg_elbo - full.neg_elbo;

/** Which of the room's choices is right. @param {Pair} pair */
export function truthOf(pair) {
  const gain = gainOf(pair);
  if (gain > MUCH) return "much";
  return gain >= SOME ? "some" : "none";
}

/** @param {Text} text @param {string} d @param {Pair} pair */
function gainSays(text, d, pair) {
  const { gain: forms } = text.rooms.of.covariance;
  const gain = gainOf(pair);
  const form = Math.abs(gain) < ALIKE ? "alike" : gain > 0 ? "better" : "worse";
  return fill(forms[form], {
    d: number(text, Number(d), 0),
    full: number(text, pair.full.neg_elbo, 1),
    diagonal: number(text, pair.diagonal.neg_elbo, 1),
    gain: number(text, Math.abs(gain)),
  });
}

/** @param {Text} text @param {Net} net @param {string} d */
function splitSays(text, net, d) {
  const { split } = text.rooms.of.covariance;
  const { kl_nats, information, aggregate, cap } = net;
  return fill(isCapped(net, net.cap) ? split.capped : split.known, {
    d: number(text, Number(d), 0),
    kl: number(text, kl_nats, 1),
    information: number(text, information),
    aggregate: number(text, aggregate),
    cap: number(text, cap),
  });
}

/**
 * The answer and its reason.
 *
 * @param {Text} text
 * @param {Pairs} pairs
 */
export function says(text, pairs) {
  const { why } = text.rooms.of.covariance;
  const large = pairs["10"];
  const d = large.full.correlation.length;
  const gain = gainOf(large);
  const form = gain <= -ALIKE ? "worse" : gain < SOME ? "asGood" : "pays";
  const reason = fill(why[form], {
    d: number(text, d, 0),
    numbers: number(text, (d * (d + 1)) / 2, 0),
    inside: number(text, large.full.correlation_inside),
    gain: number(text, gain),
  });
  return {
    answer: [...SIZES]
      .reverse()
      .map((size) => gainSays(text, size, pairs[size]))
      .join(" "),
    why: [reason, splitSays(text, large.diagonal, "10")].join(" "),
  };
}

/** @param {Text} text @param {Pairs} pairs */
export function tableHtml(text, pairs) {
  const { covariance: t } = text.rooms.of;
  const columns = /** @type {const} */ (["negElbo", "kl", "information", "aggregate", "step"]);
  const head = columns.map((column) => `<th scope="col">${marked(t.columns[column])}</th>`);
  const rows = SIZES.flatMap((size) =>
    /** @type {const} */ (["diagonal", "full"]).map((kind) => {
      const net = pairs[size][kind];
      const values = [
        fixed(net.neg_elbo, 1),
        fixed(net.kl_nats, 2),
        `${isCapped(net, net.cap) ? "≥ " : ""}${fixed(net.information, 2)}`,
        `${isCapped(net, net.cap) ? "≤ " : ""}${fixed(net.aggregate, 2)}`,
        fixed(net.step_ms, 1),
      ];
      return `<tr data-net="${net.id}"><th scope="row"><bdi dir="ltr">d = ${size}</bdi>
        ${t.short[kind]}</th>${values.map((value) => `<td dir="ltr">${value}</td>`).join("")}</tr>`;
    }),
  );
  return `<table class="lx-cov-table"><caption>${marked(t.caption)}</caption>
    <thead><tr><td></td>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
