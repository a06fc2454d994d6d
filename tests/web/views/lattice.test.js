/** The decoded lattice: which moves it depends on, and what it decodes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Plane } from "../../../app/web/maths/plane.js";
import { gaussians, uniforms } from "../../../app/web/maths/random.js";
import { heldOff, isSameOff, latticeSteps } from "../../../app/web/views/lattice.js";
import { orthonormal } from "../tools/planes.js";

/** @import { Model } from "../../../app/web/models/types" */

const D = 10;

/** @param {number} seed */
const principal = (seed) => Plane.ofComponents(orthonormal(D, seed), D);

test("a drag in a principal plane leaves the lattice, whatever z and plane", () => {
  const plane = principal(1);
  const starts = gaussians(2, 600 * D);
  for (let drag = 0; drag < 600; drag++) {
    const random = uniforms(drag);
    let z = starts.slice(drag * D, (drag + 1) * D);
    const held = heldOff(plane, z);
    for (let move = 0; move < 240; move++) {
      z = Float32Array.from(plane.moved(z, 8 * random() - 4, 8 * random() - 4));
      assert.ok(isSameOff(heldOff(plane, z), held), `drag ${drag}, move ${move}`);
    }
  }
});

test("numbers that round to 0 from both sides are the same", () => {
  assert.ok(isSameOff([0, 1e-8, -1e-8], [-0, -1e-8, 1e-8]));
});

test("so are numbers on both sides of any rounding's border", () => {
  for (const border of [0.0005, 0.001, 0.0015, 0.25, 1]) {
    assert.ok(isSameOff([border - 1e-7], [border + 1e-7]), `${border}`);
  }
});

test("any number that is off by more than a thousandth makes another lattice", () => {
  const plane = principal(3);
  const z = gaussians(4, D);
  const held = heldOff(plane, z);
  const third = orthonormal(D, 3).slice(2 * D, 3 * D); // orthogonal to the plane
  const most = Math.max(...third.map(Math.abs));
  for (const step of [-1, -0.002 / most, 0.002 / most, 1]) {
    const moved = z.map((value, k) => value + step * third[k]);
    assert.ok(!isSameOff(heldOff(plane, moved), held), `${step}`);
  }
  assert.ok(!isSameOff([0, 0], [0, 0.0011]));
});

test("codes of two models are never the same", () => {
  assert.ok(!isSameOff([], [0]));
  assert.ok(!isSameOff([0, 0], [0]));
  assert.ok(!isSameOff([0], [0, 0]));
});

test("what is held lies off the plane, and with what lies on it makes z", () => {
  const plane = principal(5);
  const z = gaussians(6, D);
  const held = heldOff(plane, z);
  const on = plane.project(z);
  assert.ok(plane.project(held).every((value) => Math.abs(value) < 1e-5));
  held.forEach((value, k) => {
    const whole = value + on[0] * plane.first[k] + on[1] * plane.second[k];
    assert.ok(Math.abs(whole - z[k]) < 1e-5);
  });
});

test("a lattice fills its window with codes, its first row above, each in the middle of its cell", async (t) => {
  const plane = principal(7);
  const z = gaussians(8, D);
  /** @type {Float32Array[]} */
  const asked = [];
  const decode = (/** @type {Float32Array} */ codes, /** @type {number} */ n) => {
    asked.push(codes);
    return new Float32Array(n * 784);
  };
  const canvas = () => ({ getContext: () => ({}), toDataURL: () => "data:," });
  Object.assign(globalThis, { document: { createElement: canvas } });
  t.after(() => Reflect.deleteProperty(globalThis, "document"));
  /** @type {any} */
  let image = null;
  const model = /** @type {Model} */ (/** @type {unknown} */ ({ decode }));
  const window = { x: 1, y: -2, half: 4 };
  const steps = latticeSteps(model, plane, z, window, (made) => {
    image = made;
  });
  for (const step of steps.slice(0, -1)) await step();
  const sides = asked.length;
  assert.equal(steps.length, sides + 1);
  asked.forEach((codes, row) => {
    assert.equal(codes.length, sides * D);
    for (let column = 0; column < sides; column++) {
      const code = codes.slice(column * D, (column + 1) * D);
      const [a, b] = plane.project(code);
      assert.ok(Math.abs(a - (1 - 4 + (8 * (column + 0.5)) / sides)) < 1e-5);
      assert.ok(Math.abs(b - (-2 + 4 - (8 * (row + 0.5)) / sides)) < 1e-5);
      assert.ok(isSameOff(heldOff(plane, code), heldOff(plane, z)));
    }
  });
  const show = await steps[sides]();
  show?.();
  const { x, y, sizex, sizey } = image;
  assert.deepEqual([x, y, sizex, sizey], [1 - 4, -2 + 4, 8, 8]);
});
