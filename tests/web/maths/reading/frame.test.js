/** The frame of a photo: where it is proposed, and what is seen through it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { centre, grid } from "../../../../app/web/maths/centre.js";
import { uniforms } from "../../../../app/web/maths/random.js";
import { asIs, propose, through, WHOLE } from "../../../../app/web/maths/reading/frame.js";

/** @import { Grid } from "../../../../app/web/maths/centre.js" */

/** A ring of ink somewhere on a sheet. @returns {Grid} */
function ring(width = 400, height = 300) {
  const ink = grid(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const away = Math.hypot((x - 250) / 0.8, y - 120);
      if (away > 60 && away < 80) ink.data[y * width + x] = 1;
    }
  }
  return ink;
}

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const apart = (a, b) => Array.from(a).reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0) / a.length;

test("through the proposed frame a drawing is where the pad would place it", () => {
  for (const by of /** @type {const} */ (["mass", "box"])) {
    const seen = through(ring(), propose(ring(), by));
    assert.ok(apart(seen, /** @type {Float32Array} */ (centre(ring(), by))) < 0.01, by);
  }
});

test("without ink the frame is the largest square in the middle", () => {
  assert.deepEqual(propose(grid(400, 300)), { x: 0.5, y: 0.375, side: 0.75, angle: 0 });
});

test("a picture of 28×28 is itself through the whole frame", () => {
  const picture = grid(28, 28);
  const next = uniforms(1);
  picture.data.forEach((_, i) => {
    picture.data[i] = next();
  });
  assert.deepEqual(through(picture, WHOLE), picture.data);
  assert.deepEqual(asIs(picture, null), picture.data);
});

test("a quarter turn of the frame turns the picture the other way", () => {
  const seen = through(ring(), { x: 0.6, y: 0.3, side: 0.6, angle: 0 });
  const turned = through(ring(), { x: 0.6, y: 0.3, side: 0.6, angle: Math.PI / 2 });
  const back = turned.map((_, i) => turned[(27 - (i % 28)) * 28 + Math.floor(i / 28)]);
  assert.ok(apart(back, seen) < 1e-3);
});

test("beyond the photo there is paper, and around a picture as is its border's grey", () => {
  const full = { width: 40, height: 20, data: new Float32Array(800).fill(1) };
  const seen = through(full, { x: 0, y: 0, side: 2, angle: 0 });
  assert.equal(seen[0], 0);
  assert.equal(seen[27 * 28 + 20], 0); // below it
  assert.equal(seen[15 * 28 + 20], 1);
  assert.deepEqual(asIs(full, null), new Float32Array(784).fill(1));
});
