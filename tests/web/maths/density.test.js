/** Densities against their closed form, and their levels against a count. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { densityOf } from "../../../app/web/maths/density.js";
import { gaussians } from "../../../app/web/maths/random.js";

const WINDOW = { x: 1, y: -1, half: 5 };
const N = 4000;

/** Normal points about the window's middle. @param {number} across @param {number} up */
function cloud(across, up) {
  const random = gaussians(5, 2 * N);
  return {
    x: Float32Array.from({ length: N }, (_, i) => WINDOW.x + across * random[2 * i]),
    y: Float32Array.from({ length: N }, (_, i) => WINDOW.y + up * random[2 * i + 1]),
  };
}

test("the density of normal points is normal, a little wider", () => {
  const { x, y } = cloud(1, 0.5);
  const density = densityOf(x, y, WINDOW, [0.5]);
  assert.ok(density);
  const { rows, start, step } = density;
  let [sum, xx, yy] = [0, 0, 0];
  for (const [row, values] of rows.entries()) {
    for (const [column, value] of values.entries()) {
      sum += value;
      xx += value * (start[0] + column * step - WINDOW.x) ** 2;
      yy += value * (start[1] + row * step - WINDOW.y) ** 2;
    }
  }
  assert.ok(Math.abs(sum - N) < 0.01 * N, "no point is lost or counted twice");
  const scott = 0.6 * N ** (-1 / 6);
  const wider = Math.sqrt(1 + scott ** 2);
  assert.ok(Math.abs(Math.sqrt(xx / sum) - wider) < 0.03);
  assert.ok(Math.abs(Math.sqrt(yy / sum) - 0.5 * wider) < 0.03);
});

test("a level holds the share of points that was asked for", () => {
  const { x, y } = cloud(1.2, 0.7);
  const density = densityOf(x, y, WINDOW, [0.5, 0.9]);
  assert.ok(density);
  const { rows, start, step, levels } = density;
  assert.ok(levels[0] > levels[1]);
  /** @param {number} level */
  const share = (level) => {
    let inside = 0;
    for (let i = 0; i < N; i++) {
      const column = Math.round((x[i] - start[0]) / step);
      const row = Math.round((y[i] - start[1]) / step);
      if (rows[row]?.[column] >= level) inside++;
    }
    return inside / N;
  };
  assert.ok(Math.abs(share(levels[0]) - 0.5) < 0.02);
  assert.ok(Math.abs(share(levels[1]) - 0.9) < 0.02);
  // For a normal cloud the half of the mass lies within sqrt(2 ln 2) sigma.
  const radius = Math.sqrt(2 * Math.log(2));
  const at = (/** @type {number} */ across) =>
    rows[Math.round((WINDOW.y - start[1]) / step)][
      Math.round((WINDOW.x + across - start[0]) / step)
    ];
  assert.ok(at(1.2 * radius * 0.75) > levels[0] && at(1.2 * radius * 1.3) < levels[0]);
});

test("points outside the window are left out, and too few have no shape", () => {
  const { x, y } = cloud(1, 1);
  const some = x.map((value, i) => (i < 20 ? value : value + 1000));
  const density = densityOf(some, y, WINDOW, [0.5]);
  assert.ok(density);
  const sum = density.rows.reduce((total, row) => total + row.reduce((a, b) => a + b, 0), 0);
  assert.ok(Math.abs(sum - 20) < 2);
  assert.equal(densityOf(x.slice(0, 9), y.slice(0, 9), WINDOW, [0.5]), null);
  assert.equal(densityOf(new Float32Array(0), new Float32Array(0), WINDOW, [0.5]), null);
});
