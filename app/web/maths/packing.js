/**
 * A picture as a word of an address: 64 levels of grey, runs of paper and of ink by their length.
 *
 * Six bits make a letter of base64url. The first bit says how the rest is to be read: 1 for a level
 * of six bits a pixel, which takes 785 letters; 0 for tokens, where these are shorter: 0 and a
 * length for a run of paper, 10 and a length for a run of full ink, 11 and six bits for a level. A
 * length is in Elias' gamma code. What is left of the last letter is 0.
 */

import { PIXELS } from "./pictures.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BITS = 6;
const INK = 2 ** BITS - 1; // the last level; the first is paper

/** How far a pixel may be from what was packed: half a level. */
export const HALF_LEVEL = 0.5 / INK;

/** @param {number} value @param {number} n bits */
const binary = (value, n) => value.toString(2).padStart(n, "0");

/** Elias' gamma code: as many zeros as the number has bits after its first, then the number. */
const gamma = (/** @type {number} */ n) => binary(n, 2 * n.toString(2).length - 1);

/** @param {number[]} levels */
function tokens(levels) {
  let bits = "";
  for (let at = 0; at < levels.length; ) {
    const level = levels[at];
    if (level !== 0 && level !== INK) {
      bits += `11${binary(level, BITS)}`;
      at++;
      continue;
    }
    const start = at;
    while (levels[at] === level) at++;
    bits += (level ? "10" : "0") + gamma(at - start);
  }
  return bits;
}

/**
 * @param {ArrayLike<number>} pixels (784); what is outside of [0, 1] is taken for its nearer end
 * @returns {string} at most 785 letters of base64url
 */
export function pack(pixels) {
  const levels = Array.from(pixels, (value) =>
    Math.floor(INK * Math.min(1, Math.max(0, value)) + 0.5),
  );
  const short = `0${tokens(levels)}`;
  const plain = `1${levels.map((level) => binary(level, BITS)).join("")}`;
  const bits = short.length < plain.length ? short : plain;
  return bits.replace(/.{1,6}/g, (six) => LETTERS[Number.parseInt(six.padEnd(BITS, "0"), 2)]);
}

/**
 * The levels that tokens stand for, or null where they stand for no picture.
 *
 * @param {string} bits
 */
function levelsOf(bits) {
  const levels = [];
  const token = /0(0*)1|10(0*)1|11([01]{6})/y;
  while (levels.length < PIXELS) {
    const found = token.exec(bits);
    if (!found) return null;
    if (found[3]) {
      levels.push(Number.parseInt(found[3], 2));
      continue;
    }
    const more = (found[1] ?? found[2]).length; // bits of the length after its first
    const tail = bits.slice(token.lastIndex, token.lastIndex + more);
    token.lastIndex += more;
    const n = Number.parseInt(`1${tail}`, 2);
    if (tail.length < more || n > PIXELS - levels.length) return null;
    for (let k = 0; k < n; k++) levels.push(found[1] === undefined ? INK : 0);
  }
  return isRest(bits.slice(token.lastIndex)) ? levels : null;
}

/** What fills the last letter, and no more. @param {string} bits */
const isRest = (bits) => bits.length < BITS && !bits.includes("1");

/**
 * @param {string} text
 * @returns {Float32Array | null} (784) in [0, 1]; null for what packs no picture
 */
export function unpack(text) {
  if (!/^[\w-]{1,785}$/.test(text)) return null;
  const bits = [...text].map((letter) => binary(LETTERS.indexOf(letter), BITS)).join("");
  const rest = bits.slice(1);
  if (bits[0] === "0") {
    const levels = levelsOf(rest);
    return levels && Float32Array.from(levels, (level) => level / INK);
  }
  if (!isRest(rest.slice(BITS * PIXELS)) || rest.length < BITS * PIXELS) return null;
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    return Number.parseInt(rest.slice(BITS * i, BITS * (i + 1)), 2) / INK;
  });
}
