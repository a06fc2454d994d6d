/** What is drawn of a training, where that can be reckoned. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { PIXELS, SIDE } from "../../../../app/web/maths/pictures.js";
import { Drawings, shifted } from "../../../../app/web/models/training/drawings.js";
import { FIRST } from "../../../../app/web/session/training.js";
import { middlesOf, reachOf } from "../../../../app/web/views/training/cloud.js";
import { placeOf } from "../../../../app/web/views/training/controls.js";
import { gridOf, topOf } from "../../../../app/web/views/training/curves.js";
import { dataOf, keyOf, shownOf } from "../../../../app/web/views/training/run.js";
import { figuresOf } from "../../../../app/web/views/training/step.js";

test("the cloud's frame has the prior's rings, and goes after codes that leave them", () => {
  const near = Float32Array.from({ length: 200 }, (_, i) => i / 200);
  assert.ok(reachOf(near) > 3);
  assert.equal(reachOf(near), reachOf(new Float32Array(2)));
  assert.ok(reachOf(near.map((value) => 50 * value)) > 45);
  assert.equal(reachOf(Float32Array.of(Number.NaN, Number.NaN)), reachOf(near));
});

test("a class's name stands in the middle of its codes", () => {
  const classes = { names: ["a", "b", "c"], labels: [0, 0, 2] };
  assert.deepEqual(middlesOf(Float32Array.of(0, 2, 2, 4, 5, 5), classes), [[1, 3], null, [5, 5]]);
});

test("the curves' axis leaves the first steps out and has what came of them", () => {
  const point = (/** @type {number} */ nats) => ({
    step: 1,
    learnt: { reconstruction: nats, kl: 1 },
    held: { reconstruction: nats, kl: 2 },
  });
  assert.equal(topOf([]), topOf([point(150)]));
  assert.equal(topOf([point(900), point(160)]), topOf([point(160)]));
  assert.ok(topOf([point(160), point(500)]) > 502);
  for (const top of [280, 333, 2000]) {
    const lines = gridOf(top);
    assert.ok(lines.length >= 3 && lines.length <= 6 && lines[0] === 0, `${lines}`);
    assert.ok((lines.at(-1) ?? 0) <= top);
  }
});

test("the last tenth is held out, at most a thousand, and never learnt", () => {
  for (const [n, held] of [
    [20, 2],
    [10_100, 1000],
  ]) {
    const raw = new Uint8Array(n * PIXELS).map((_, i) => Math.floor(i / PIXELS) % 251);
    const labels = new Uint8Array(n).map((_, i) => i % 10);
    const tensors = /** @type {any} */ ({ images: { raw }, labels: { raw: labels } });
    const data = dataOf(tensors);
    assert.equal(data.held.length, held * PIXELS);
    assert.equal(data.held[0], (n - held) % 251);
    assert.deepEqual([...data.labels], [...labels.slice(n - held)]);
    assert.equal(data.learnt(1e6).length, (n - held) * PIXELS);
    assert.equal(data.learnt(10).length, 10 * PIXELS);
  }
});

/** A shelf that has kept some drawings, each of one grey. @param {number[]} greys */
const shelfOf = (greys) => ({
  /** @type {Uint8Array[]} */
  kept: greys.map((grey) => new Uint8Array(PIXELS).fill(grey)),
  async take() {
    return this.kept;
  },
  async put(/** @type {Uint8Array[]} */ kept) {
    this.kept = kept;
  },
});

test("β, noise and the step size act within a run; all else begins another", () => {
  const drawings = new Drawings(shelfOf([]));
  const key = keyOf(FIRST, "mnist", drawings);
  const other = { ...FIRST, beta: 4, noise: false, rate: 0.001 };
  assert.equal(keyOf(other, "mnist", drawings), key);
  const changes = [{ hidden: 64 }, { batch: 32 }, { seed: 2 }, { pictures: 10 }, { data: "mine" }];
  for (const change of changes) {
    assert.notEqual(keyOf({ ...FIRST, ...change }, "mnist", drawings), key);
  }
  assert.notEqual(keyOf(FIRST, "fashion", drawings), key);
});

test("drawings are kept, counted, and another drawing is another run", async () => {
  const shelf = shelfOf([1, 2, 3, 4]);
  const drawings = new Drawings(shelf);
  await drawings.load();
  assert.deepEqual([drawings.list.length, drawings.isEnough], [4, false]);
  const mine = { ...FIRST, data: "mine" };
  const key = keyOf(mine, "mnist", drawings);
  drawings.add(new Float32Array(PIXELS).fill(1));
  assert.deepEqual([shelf.kept.length, shelf.kept[4][0], drawings.isEnough], [5, 255, true]);
  assert.notEqual(keyOf(mine, "mnist", drawings), key);
  drawings.undo();
  assert.equal(keyOf(mine, "mnist", drawings), key);
  const again = new Drawings(shelf);
  await again.load();
  assert.equal(keyOf(mine, "mnist", again), key);
  assert.equal(keyOf({ ...mine, pictures: 10 }, "mnist", again), key); // there are no others
});

test("each drawing is learnt where it is and a pixel away in eight directions", () => {
  const dot = new Uint8Array(PIXELS);
  dot[10 * SIDE + 20] = 200;
  const all = shifted([dot]);
  assert.equal(all.length, 9 * PIXELS);
  const places = Array.from({ length: 9 }, (_, i) => {
    const at = all.subarray(i * PIXELS, (i + 1) * PIXELS).indexOf(200);
    return [Math.floor(at / SIDE) - 10, (at % SIDE) - 20];
  });
  const wanted = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((across) => [down, across]));
  assert.deepEqual(places, wanted);
  const corner = new Uint8Array(PIXELS);
  corner[SIDE - 1] = 9; // the upper right: what leaves it comes in nowhere
  assert.equal(shifted([corner]).filter((ink) => ink).length, 4);
});

test("of few drawings eight are shown all the same", () => {
  const drawings = new Drawings(shelfOf([]));
  drawings.set([1, 2, 3].map((grey) => new Uint8Array(PIXELS).fill(grey)));
  const data = /** @type {any} */ ({ held: new Uint8Array(9 * PIXELS).fill(7) });
  const shown = shownOf({ ...FIRST, data: "mine" }, data, drawings);
  const firsts = Array.from({ length: 8 }, (_, i) => shown[i * PIXELS]);
  assert.deepEqual(firsts, [1, 2, 3, 1, 2, 3, 1, 2]);
  assert.equal(shownOf(FIRST, data, drawings).length, 8 * PIXELS);
});

test("the slider stands at the nearest β that it has", () => {
  assert.equal(placeOf(0), 0);
  assert.equal(placeOf(30), placeOf(1e3));
  assert.equal(placeOf(1.01), placeOf(1));
});

test("the step's third line adds up", () => {
  const snapshot = /** @type {any} */ ({
    last: { reconstruction: 150, kl: 6 },
    spread: { mu: 1, sigma: 0.1 },
    slope: 3,
    step: 12,
  });
  const { loss, step } = figuresOf(snapshot, { ...FIRST, beta: 2 });
  assert.equal(loss, "150.0 + 2 · 6.00 = 162.0");
  assert.match(step, /t = 12/);
  assert.match(figuresOf({ ...snapshot, last: null }, FIRST).loss, /–/);
});
