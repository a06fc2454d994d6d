/** What the distances say, in sentences that are chosen by comparing them. */

import { findingOf, inCells, sideOf, TELLS } from "../../maths/copying.js";
import { fill, fixed, number } from "../format.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./novelty.js").Found} Found */
/** @typedef {import("./novelty.js").Data["held_out"]} HeldOut */

/**
 * @param {Found} own of the VAE that the question is about
 * @param {HeldOut} heldOut
 * @param {string} model its name
 * @param {Text} text
 */
export function answerOf(own, heldOut, model, text) {
  const { novelty: t } = text.rooms.of;
  const say = (/** @type {number} */ value) => number(text, value, 1);
  const finding = findingOf(own, heldOut);
  const disagree = finding !== "copies" && finding !== sideOf(own.z);
  return fill(t.answers[finding] + (disagree ? ` ${t.disagree}` : ""), {
    model,
    median: say(own.median),
    heldOut: say(heldOut.median),
    z: fixed(own.z, 1),
    cells: fixed(inCells(own), 1),
  });
}

/** Which of the sentences on smoothness the figures bear out. @param {Found} own @param {HeldOut} heldOut */
function smoothnessOf({ z, rebuilt }, heldOut) {
  if (z > TELLS) return rebuilt.z_samples > TELLS ? "away" : "awayAlike";
  if (z >= -TELLS) return "alike";
  if (rebuilt.z >= -TELLS || rebuilt.median >= heldOut.median) return "none";
  return /** @type {const} */ ({ nearer: "some", alike: "all", farther: "beyond" })[
    sideOf(rebuilt.z_samples)
  ];
}

/**
 * What z can and cannot mean: pictures that the model smoothed and has never seen are the measure.
 *
 * @param {Found} own
 * @param {HeldOut} heldOut
 * @param {Found | null} ae the autoencoder of as many dimensions
 * @param {Text} text
 */
export function whyOf(own, heldOut, ae, text) {
  const { novelty: t } = text.rooms.of;
  const say = (/** @type {number} */ value) => number(text, value, 1);
  const smooth = fill(t.smooth[smoothnessOf(own, heldOut)], {
    heldOut: say(heldOut.median),
    rebuilt: say(own.rebuilt.median),
    zRebuilt: fixed(own.rebuilt.z, 1),
    zSamples: fixed(own.rebuilt.z_samples, 1),
  });
  if (!ae) return smooth;
  const copies = [own, ae].map((found) => findingOf(found, heldOut) === "copies");
  const lecture = copies[1] ? (copies[0] ? "both" : "onlyAe") : copies[0] ? "onlyVae" : "neither";
  return `${smooth} ${fill(t.lecture[lecture], { ae: say(ae.median), zAe: fixed(ae.z, 1) })}`;
}
