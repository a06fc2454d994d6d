/** Packed pictures: what goes in comes out, how long they are, and what is no picture. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { HALF_LEVEL, pack, unpack } from "../../../app/web/maths/packing.js";
import { PIXELS } from "../../../app/web/maths/pictures.js";
import { uniforms } from "../../../app/web/maths/random.js";

const plain = (/** @type {number} */ value) => new Float32Array(PIXELS).fill(value);

/** @param {number} seed */
function noise(seed) {
  const uniform = uniforms(seed);
  return Float32Array.from({ length: PIXELS }, () => uniform());
}

/** A stroke: a ring somewhere, with soft edges. @param {number} seed */
function strokes(seed) {
  const uniform = uniforms(seed);
  const draws = [uniform(), uniform(), uniform()];
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    const away = Math.abs(Math.hypot(x - 28 * draws[0], y - 28 * draws[1]) - 10 * draws[2]);
    return Math.min(1, Math.max(0, 2 - away));
  });
}

test("a level comes out as it went in, whatever is around it", () => {
  for (const picture of [plain(0), plain(1), plain(1 / 63), noise(2), strokes(1)]) {
    const found = unpack(pack(picture));
    assert.equal(found?.length, PIXELS);
    found?.forEach((value, i) => {
      assert.ok(Math.abs(value - picture[i]) <= HALF_LEVEL + 1e-6, `${value} for ${picture[i]}`);
    });
    assert.equal(pack(/** @type {Float32Array} */ (found)), pack(picture));
  }
});

test("a stroke takes few letters, and no picture takes more than one a pixel and one", () => {
  for (let seed = 1; seed <= 50; seed++) assert.ok(pack(strokes(seed)).length < 420);
  for (let seed = 1; seed <= 50; seed++) assert.equal(pack(noise(seed)).length, 785);
});

test("what packs no picture is none", () => {
  const whole = pack(strokes(1));
  const cut = Array.from({ length: whole.length }, (_, n) => whole.slice(0, n));
  const more = [`${whole}A`, `${whole}_`, `g${"A".repeat(PIXELS - 1)}`, `g${"A".repeat(PIXELS)}A`];
  const other = ["", " ", "A", "_", "=", "ABiA=", `${whole} `, "é", "A".repeat(2000)];
  for (const text of [...cut, ...more, ...other]) assert.equal(unpack(text), null, text);
});
