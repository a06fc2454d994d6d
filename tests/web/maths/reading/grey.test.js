/** A screen's pixels as grey levels. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { toGrey, turn } from "../../../../app/web/maths/reading/grey.js";

/** @param {number[][]} pixels of one row */
const row = (pixels) => ({
  width: pixels.length,
  height: 1,
  data: Uint8ClampedArray.from(pixels.flat()),
});

/** @param {Float32Array} data */
const bytes = (data) => Array.from(data, (level) => Math.round(255 * level));

test("colours have the grey that Pillow gives them", () => {
  const colours = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 255, 255, 255, 255];
  const pixels = [0, 4, 8, 12].map((at) => colours.slice(at, at + 4));
  assert.deepEqual(bytes(toGrey(row(pixels)).data), [76, 150, 29, 255]); // Image.convert("L")
});

test("transparency lies on the paper that shows the ink", () => {
  assert.deepEqual(
    bytes(
      toGrey(
        row([
          [0, 0, 0, 255],
          [0, 0, 0, 0],
        ]),
      ).data,
    ),
    [0, 255],
  );
  assert.deepEqual(
    bytes(
      toGrey(
        row([
          [255, 255, 255, 255],
          [0, 0, 0, 0],
        ]),
      ).data,
    ),
    [255, 0],
  );
});

test("a picture is turned clockwise, and four turns are none", () => {
  const picture = { width: 3, height: 2, data: Float32Array.from([1, 2, 3, 4, 5, 6]) };
  assert.deepEqual(turn(picture, 1), {
    width: 2,
    height: 3,
    data: Float32Array.from([4, 1, 5, 2, 6, 3]),
  });
  assert.deepEqual(turn(turn(picture, 3), 1), picture);
  assert.deepEqual(turn(picture, -1), turn(picture, 3));
});
