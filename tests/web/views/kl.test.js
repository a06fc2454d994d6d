/** Where the KL room draws things, and what a hand makes of a code there. */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  handSigma,
  layOut,
  MOST_MU,
  pulled,
  stepped,
} from "../../../app/web/views/rooms/klLayout.js";
import { klOf, reachOf, stacked } from "../../../app/web/views/rooms/klTerms.js";

/** @typedef {import("../../../app/web/views/rooms/klLayout.js").Handle} Handle */

const SIZE = { width: 500, height: 400 };
const CODES = [
  { dims: 1, mu: [1, -0.5], sigma: [0.5, 0.3] },
  { dims: 1, mu: [-3.2, 0], sigma: [0.02, 1] },
  { dims: 1, mu: [3.5, 0], sigma: [3, 1] },
  { dims: 2, mu: [1, -0.5], sigma: [0.5, 0.3] },
  { dims: 2, mu: [-3.5, 3.5], sigma: [0.02, 2] },
  { dims: 2, mu: [7.25, 0], sigma: [1, 1] },
  { dims: 2, mu: [0, 0], sigma: [0.1, 0.1] },
];

for (const code of CODES) {
  const name = JSON.stringify(code);
  const { handles, half } = layOut(code, SIZE);

  test(`the handles of ${name} are in sight, and apart`, () => {
    const places = Object.values(handles);
    assert.equal(places.length, code.dims + 1);
    assert.ok(half >= 4 && half > Math.max(...code.mu.slice(0, code.dims).map(Math.abs)));
    places.forEach(([x, y], i) => {
      assert.ok(x >= 0 && x <= SIZE.width && y >= -1 && y <= SIZE.height, `${x}, ${y}`);
      for (const [x2, y2] of places.slice(i + 1)) assert.ok(Math.hypot(x - x2, y - y2) >= 36);
    });
  });

  test(`no handle of ${name} hides what it moves, or a number of the axis`, () => {
    const { middle, unit, ground } = layOut(code, SIZE);
    const [RADIUS, LETTERS] = [14, 17];
    for (const [x, y] of Object.values(handles)) {
      if (code.dims === 1) assert.ok(y + RADIUS <= ground + LETTERS - 12, `${y} on the axis`);
      else {
        const [across, up] = [(x - middle[0]) / unit, (y - middle[1]) / unit];
        const small = code.sigma.every((sigma) => sigma * unit < RADIUS);
        if (small) assert.ok(Math.hypot(across, up) * unit > 2 * RADIUS);
      }
    }
  });

  test(`a handle of ${name} that is not moved changes nothing`, () => {
    for (const [handle, at] of Object.entries(handles)) {
      const moved = { ...code, ...pulled(/** @type {Handle} */ (handle), at, code, SIZE) };
      for (const k of Array(code.dims).keys()) {
        assert.ok(Math.abs(moved.mu[k] - code.mu[k]) <= 0.0051);
        assert.ok(Math.abs(moved.sigma[k] - handSigma(code.sigma[k])) <= 0.00051);
      }
    }
  });
}

test("μ follows its handle, and stays where it can be drawn", () => {
  const [code] = CODES;
  assert.deepEqual(pulled("mu", [250, 0], code, SIZE).mu, [0, -0.5]);
  assert.deepEqual(pulled("mu", [9999, 0], code, SIZE).mu, [MOST_MU, -0.5]);
  assert.deepEqual(pulled("middle", [200, 150], CODES[3], SIZE).mu, [-1, 1]);
  const [x, y] = /** @type {[number, number]} */ (layOut(CODES[3], SIZE).handles.mu);
  assert.deepEqual(pulled("mu", [x - 50, y - 50], CODES[3], SIZE).mu, [0, 0.5]);
});

test("σ follows its handle on either side of μ, and is never 0", () => {
  const [code, , right] = CODES;
  const unit = SIZE.width / 8;
  const at = SIZE.width / 2 + unit * 1;
  assert.deepEqual(pulled("sigma0", [at + unit * 1.25, 0], code, SIZE).sigma, [1.25, 0.3]);
  assert.deepEqual(pulled("sigma0", [0, 0], code, SIZE).sigma, [0.02, 0.3]);
  const left = SIZE.width / 2 + unit * 3.5 - unit * 2;
  assert.deepEqual(pulled("sigma0", [left, 0], right, SIZE).sigma, [2, 1]);
});

test("arrow keys move μ, with Shift σ; other keys are not heard", () => {
  const [one, , , two] = CODES;
  assert.deepEqual(stepped("ArrowRight", false, one), { mu: [1.05, -0.5] });
  assert.deepEqual(stepped("ArrowUp", false, one), { sigma: [0.525, 0.3] });
  assert.deepEqual(stepped("ArrowLeft", true, one), { sigma: [0.476, 0.3] });
  assert.deepEqual(stepped("ArrowDown", false, two), { mu: [1, -0.55] });
  assert.deepEqual(stepped("ArrowUp", true, two), { sigma: [0.5, 0.315] });
  assert.equal(stepped("Enter", false, one), null);
});

test("terms above zero are stacked to the right, those below to the left", () => {
  assert.deepEqual(stacked([1, 2, 3]), [
    [0, 1],
    [1, 3],
    [3, 6],
  ]);
  assert.deepEqual(stacked([0.5, 4.5, -1.5]), [
    [0, 0.5],
    [0.5, 5],
    [-1.5, 0],
  ]);
});

test("the bars' scale holds all terms and has round ends", () => {
  assert.deepEqual(reachOf([[0.1, 0.1, 0.1]]), { low: -1, high: 5 });
  assert.deepEqual(
    reachOf([
      [0.1, 4.5, -1.6],
      [4, 2, 1],
    ]),
    { low: -2, high: 10 },
  );
  assert.ok(reachOf([[1e5, 0, 0]]).high >= 1e5);
});

test("only the numbers in use cost nats", () => {
  assert.ok(Math.abs(klOf({ dims: 1, mu: [2, 50], sigma: [1, 1] }) - 2) < 1e-12);
  assert.ok(Math.abs(klOf({ dims: 2, mu: [2, 1], sigma: [1, 1] }) - 2.5) < 1e-12);
});
