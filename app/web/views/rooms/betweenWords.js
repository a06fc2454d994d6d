/** What was measured of walks and of directions, in sentences that are chosen by comparing. */

import { fill, fixed, number } from "../format.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./betweenAttribute.js").Attribute} Attribute */
/** @typedef {"one" | "third" | "nothing"} Reading */
/**
 * @typedef {object} Walks
 * @property {number[]} confidence
 * @property {Record<Reading, number>} middle shares of the walks
 * @property {{third: number, nothing: number}} anywhere
 */
/**
 * @typedef {object} Found of one model
 * @property {number[][]} centroids
 * @property {Record<"thicker" | "slanted" | "wider", Attribute>} attributes
 * @property {Record<"straight" | "spherical", Walks>} walks
 */

const BARELY = 0.2; // of the variance explained, and less
const SURE = 2; // standard errors, from which on one share is above another
const PAIRS = 500; // as the protocol says; used where a file does not

/** What most walks read as half-way. @param {Walks} walks @returns {Reading} */
export const readingOf = ({ middle }) =>
  /** @type {Reading[]} */ (["one", "third", "nothing"]).reduce((a, b) =>
    middle[b] > middle[a] ? b : a,
  );

/**
 * Whether a share is above another, of so many walks each, by more than chance.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} n
 */
export function compared(a, b, n) {
  const mean = (a + b) / 2;
  const error = Math.sqrt((2 * mean * (1 - mean)) / n);
  if (Math.abs(a - b) <= SURE * error) return "same";
  return a > b ? "more" : "fewer";
}

/** @param {Text} text @param {number} share */
const percent = (text, share) => number(text, 100 * share, 0);

/** @param {Found} found @param {string} model @param {number} pairs @param {Text} text */
export function answerOf({ walks: { straight } }, model, pairs, text) {
  const { one, third, nothing } = straight.middle;
  return fill(text.rooms.of.between.answers[readingOf(straight)], {
    ...{ model, pairs: number(text, pairs, 0) },
    ...{ one: percent(text, one), third: percent(text, third), nothing: percent(text, nothing) },
  });
}

/**
 * @param {Found} found of the model that leads
 * @param {object} others
 * @param {{found: Found, config: ModelConfig} | null} others.flat the VAE with the fewest numbers
 * @param {Found | null} others.ae the autoencoder with as many
 * @param {number} pairs
 * @param {Text} text
 */
export function whyOf({ walks: { straight, spherical } }, { flat, ae }, pairs, text) {
  const { between: t } = text.rooms.of;
  const n = pairs || PAIRS;
  const says = {
    third: percent(text, straight.anywhere.third),
    arc: percent(text, spherical.middle.one),
  };
  const parts = [
    fill(t.why.anywhere, says),
    fill(t.why.arc[compared(spherical.middle.one, straight.middle.one, n)], says),
  ];
  if (flat) {
    const own = flat.found.walks.straight.middle.third;
    const d = number(text, flat.config.latent_dim, 0);
    const key = compared(own, straight.middle.third, n);
    parts.push(fill(t.why.flat[key], { d, flat: percent(text, own) }));
  }
  if (ae) {
    const { one } = ae.walks.straight.middle;
    parts.push(fill(t.why.ae[compared(one, straight.middle.one, n)], { ae: percent(text, one) }));
  }
  return parts.join(" ");
}

/** @param {Attribute} attribute @param {string} name @param {number[]} steps @param {Text} text */
export function attributeWords({ explained, cosine, effect }, name, steps, text) {
  const { between: t } = text.rooms.of;
  const asked = steps[steps.length - 1] - steps[0];
  const got = effect[effect.length - 1] - effect[0];
  const says = {
    name,
    share: percent(text, Math.max(0, explained)),
    angle: number(text, (180 / Math.PI) * Math.acos(Math.min(1, cosine)), 1),
    asked: number(text, asked, 0),
    got: fixed(got, 1),
  };
  const ratio = got / asked;
  const came = ratio < 0.25 ? "hardly" : ratio < 0.8 ? "part" : ratio <= 1.2 ? "full" : "more";
  const known = explained < BARELY ? "barely" : "well";
  return `${fill(t.explained[known], says)} ${fill(t.came[came], says)}`;
}

/**
 * @param {Record<string, Found>} models
 * @param {ModelConfig[]} configs
 * @param {Text} text
 */
export function tableHtml(models, configs, text) {
  const { between: t } = text.rooms.of;
  const name = (/** @type {ModelConfig} */ { kind, latent_dim: d }) =>
    `${text.chooser.kinds[kind]} · ${number(text, d, 0)}`;
  const rows = configs.map((config) => {
    const { one, third, nothing } = models[config.id].walks.straight.middle;
    const cells = [one, third, nothing].map(
      (share) => `<td dir="ltr">${fixed(100 * share, 0)}</td>`,
    );
    return `<tr><th scope="row">${name(config)}</th>${cells.join("")}</tr>`;
  });
  return `<table class="lx-between-table"><caption>${t.table.label}</caption>
    <thead><tr><td></td><th scope="col">${t.table.one}</th><th scope="col">${t.table.third}</th>
    <th scope="col">${t.table.nothing}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
