/** What a walk reads as, and what was measured of directions, in sentences chosen by comparing. */

import { fill, fixed, number } from "../format.js";

/** @typedef {import("../../text/en.js").Text} Text */
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
/** What most walks read as half-way. @param {Walks} walks @returns {Reading} */
export const readingOf = ({ middle }) =>
  /** @type {Reading[]} */ (["one", "third", "nothing"]).reduce((a, b) =>
    middle[b] > middle[a] ? b : a,
  );

/** @param {Text} text @param {number} share */
const percent = (text, share) => number(text, 100 * share, 0);

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
