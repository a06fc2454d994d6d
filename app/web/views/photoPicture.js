/** A photo as a picture of the session: what is seen through the square that is laid on it. */

import { asIs, propose, through, WHOLE } from "../maths/reading/frame.js";

/** @typedef {import("../session/types").Picture} Picture */
/** @typedef {import("../session/types").Placing} Placing */
/** @typedef {import("../models/photos.js").Photo} Photo */
/** @typedef {import("../maths/reading/frame.js").Frame} Frame */

/**
 * Where the square lies while no hand has moved it.
 *
 * @param {Photo} photo
 * @param {Placing} placing
 * @returns {Frame}
 */
export function proposed({ width, height, reading }, placing) {
  const longer = Math.max(width, height);
  const whole = { ...WHOLE, x: width / 2 / longer, y: height / 2 / longer };
  if (placing === "as-is") return whole;
  return placing === "mass" ? reading.frame : propose(reading.ink, placing);
}

/**
 * @param {Photo} photo
 * @param {Frame | null} frame as a hand has put it; null for the proposed one
 * @param {Extract<import("../session/types").Source, {from: "upload"}>} source
 * @returns {Picture}
 */
export function photoPicture(photo, frame, source) {
  /** @type {Partial<Record<Placing, Float32Array>>} */
  const seen = {};
  const as = (/** @type {Placing} */ placing) => {
    seen[placing] ??=
      placing === "as-is"
        ? asIs(photo.grey, frame)
        : through(photo.reading.ink, frame ?? proposed(photo, placing));
    return seen[placing];
  };
  return { source, label: null, as, framed: { photo, frame } };
}
