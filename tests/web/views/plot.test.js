/** What the map's plot shows of a few made-up codes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { gaussians, uniforms } from "../../../app/web/maths/random.js";
import { en } from "../../../app/web/text/en.js";
import {
  layOut,
  nearestTo,
  planeOptions,
  pointNear,
  wantedPlane,
} from "../../../app/web/views/plot.js";
import { config } from "../tools/models.js";
import { orthonormal } from "../tools/planes.js";

/** @import { Codes } from "../../../app/web/models/codes.js" */
/** @import { Intent } from "../../../app/web/session/types" */
/** @import { Wanted } from "../../../app/web/views/plot.js" */

const CLASSES = ["cat", "dog", "hen"];
const NAMES = { classes: CLASSES, text: en };

/**
 * @param {number} n
 * @param {number} d
 * @param {{labels?: number[], scale?: number}} options
 * @returns {Codes}
 */
function codesOf(n, d, { labels, scale = 1 } = {}) {
  const mu = gaussians(n + d, n * d).map((value) => scale * value);
  const given = labels ?? Array.from({ length: n }, (_, i) => i % CLASSES.length);
  const variance = Float32Array.from({ length: d }, (_, k) => d - k);
  return { n, mu, labels: given, components: orthonormal(d, 1), variance };
}

/** @param {Wanted} wanted @param {Codes} codes @param {"vae" | "ae"} kind */
function plotOf(wanted, codes, kind = "vae") {
  const d = codes.variance.length;
  return layOut("key", config("m", { kind, latent_dim: d }), wanted, codes, NAMES);
}

test("each point lies at its two numbers", () => {
  const codes = codesOf(7, 4);
  const { x, y, key, plane } = plotOf([2, 0], codes);
  for (let p = 0; p < 7; p++) {
    assert.deepEqual([x[p], y[p]], [codes.mu[4 * p + 2], codes.mu[4 * p]]);
  }
  assert.equal(key, "key");
  assert.deepEqual(plane.project([1, 2, 3, 4]), [3, 1]);
});

test("on principal axes a point lies at its shares of their directions", () => {
  const codes = codesOf(7, 4);
  const { x, y } = plotOf("components", codes);
  for (let p = 0; p < 7; p++) {
    const at = [0, 1].map((axis) =>
      [0, 1, 2, 3].reduce(
        (total, k) => total + codes.components[4 * axis + k] * codes.mu[4 * p + k],
        0,
      ),
    );
    assert.ok(Math.hypot(at[0] - x[p], at[1] - y[p]) < 1e-5);
  }
});

test("a code of one number lies on a line", () => {
  const { x, y, drawing } = plotOf([0, 1], codesOf(5, 1));
  assert.deepEqual([...x], [...codesOf(5, 1).mu]);
  assert.ok(y.every((value) => value === 0));
  assert.deepEqual(drawing.titles, ["z₁", "z₂"]);
});

test("a single code can be laid out", () => {
  const { extent, drawing } = plotOf([0, 1], codesOf(1, 2), "ae");
  assert.ok(extent > 0 && drawing.reach > 0);
  assert.equal(drawing.names[0]?.text, "<b>cat</b>");
  assert.equal(drawing.names[1], null); // a class without points is not named on the map
});

test("the points go by class, and what is of no class is left out", () => {
  const codes = codesOf(8, 2, { labels: [0, 1, 2, 7, 1, 255, 1, 0] });
  const { x, y, drawing } = plotOf([0, 1], codes);
  const members = [[0, 7], [1, 4, 6], [2]];
  assert.equal(drawing.points.length, 3);
  drawing.points.forEach((points, c) => {
    assert.deepEqual(
      [...points.x],
      members[c].map((p) => x[p]),
    );
    assert.deepEqual(
      [...points.y],
      members[c].map((p) => y[p]),
    );
  });
});

test("a class has its name at the middle of its points, far ones or not", () => {
  const mu = Float32Array.of(1, -5, 2, 7, 900, 6, 4, 4, 4, 4);
  const codes = { ...codesOf(5, 2, { labels: [0, 0, 0, 1, 1] }), mu };
  const { drawing } = plotOf([0, 1], codes);
  assert.deepEqual(drawing.names[0], { text: "<b>cat</b>", x: 2, y: 6 });
  assert.deepEqual(drawing.names[1], { text: "<b>dog</b>", x: 4, y: 4 });
  assert.equal(drawing.names.length, 3);
});

test("the view holds 997 of 1000 points, the extent all of them", () => {
  for (const kind of /** @type {const} */ (["vae", "ae"])) {
    const codes = codesOf(1000, 2, { scale: 100 });
    const { x, y, extent, drawing } = plotOf([0, 1], codes, kind);
    const isIn = (/** @type {number} */ half) =>
      x.filter((value, p) => Math.max(Math.abs(value), Math.abs(y[p])) <= half).length;
    assert.ok(isIn(drawing.reach) >= 997);
    assert.ok(isIn(drawing.reach / 1.05) <= 998, "and no wider than that");
    assert.equal(isIn(extent), 1000);
    assert.equal(isIn(extent / 1.06), 999);
  }
});

test("a VAE's view holds the prior's rings, an autoencoder's is as small as its codes", () => {
  const codes = codesOf(50, 2, { scale: 0.01 });
  const vae = plotOf([0, 1], codes).drawing;
  assert.ok(vae.prior && vae.reach > 3 && vae.reach < 4);
  const ae = plotOf([0, 1], codes, "ae").drawing;
  assert.ok(!ae.prior && ae.reach < 0.05);
});

test("axes are named by their dimensions, principal ones by their share of the variance", () => {
  const codes = codesOf(9, 4);
  assert.deepEqual(plotOf([3, 1], codes).drawing.titles, ["z₄", "z₂"]);
  const [first, second] = plotOf("components", codes).drawing.titles;
  assert.match(first, /component 1 .* 40 %/); // 4 of 4 + 3 + 2 + 1
  assert.match(second, /component 2 .* 30 %/);
});

test("without a wish a model shows its only plane, or its principal axes", () => {
  const intent = (/** @type {Wanted | null} */ plane) =>
    /** @type {Intent} */ ({ map: { plane, lattice: false } });
  assert.deepEqual(
    [1, 2].map((d) => wantedPlane(intent(null), d)),
    [
      [0, 1],
      [0, 1],
    ],
  );
  assert.equal(wantedPlane(intent(null), 3), "components");
  assert.deepEqual(wantedPlane(intent([2, 1]), 3), [2, 1]);
  assert.equal(wantedPlane(intent("components"), 3), "components");
});

test("every pair of dimensions can be chosen once, beyond two also the principal axes", () => {
  for (const [d, count] of [
    [1, 1],
    [2, 1],
    [3, 4],
    [10, 46],
  ]) {
    const options = planeOptions(d, en);
    const values = options.map(([value]) => JSON.parse(value));
    assert.equal(new Set(options.map(([value]) => value)).size, count);
    assert.equal(new Set(options.map(([, words]) => words)).size, count);
    assert.equal(values.includes("components"), d > 2);
    const pairs = values.filter(Array.isArray);
    assert.ok(pairs.every(([i, j]) => i < j && i >= 0 && j < Math.max(d, 2)));
  }
  assert.deepEqual(planeOptions(2, en), [["[0,1]", "z₁ and z₂"]]);
});

test("a model's usual plane is among its choices", () => {
  const intent = /** @type {Intent} */ ({ map: { plane: null, lattice: false } });
  for (const d of [1, 2, 3, 10]) {
    const usual = JSON.stringify(wantedPlane(intent, d));
    assert.ok(planeOptions(d, en).some(([value]) => value === usual));
  }
});

test("the nearest code is the one at the least distance, the first of equals", () => {
  for (const d of [1, 2, 10]) {
    const codes = codesOf(40, d);
    for (let seed = 0; seed < 20; seed++) {
      const z = gaussians(seed, d);
      const distances = Array.from({ length: 40 }, (_, p) =>
        Math.hypot(...z.map((value, k) => value - codes.mu[p * d + k])),
      );
      const { index, distance } = nearestTo(codes, z);
      assert.equal(index, distances.indexOf(Math.min(...distances)));
      assert.ok(Math.abs(distance - Math.min(...distances)) < 1e-5);
    }
    assert.deepEqual(nearestTo(codes, codes.mu.slice(3 * d, 4 * d)), { index: 3, distance: 0 });
  }
  const equal = { ...codesOf(3, 1), mu: Float32Array.of(1, -1, 1) };
  assert.equal(nearestTo(equal, Float32Array.of(0)).index, 0);
});

test("the point under the hand is the nearest of the visible ones, if it is near", () => {
  const plot = plotOf([0, 1], codesOf(60, 2));
  const { x, y, codes } = plot;
  const random = uniforms(8);
  let [near, none] = [0, 0];
  for (let trial = 0; trial < 300; trial++) {
    /** @type {[number, number]} */
    const at = [6 * random() - 3, 6 * random() - 3];
    const within = random();
    const hidden = Math.floor(4 * random());
    const isVisible = (/** @type {number} */ label) => label !== hidden;
    const candidates = [...x.keys()]
      .map((p) => ({ p, distance: Math.hypot(x[p] - at[0], y[p] - at[1]) }))
      .filter(({ p, distance }) => isVisible(codes.labels[p]) && distance < within)
      .sort((a, b) => a.distance - b.distance);
    assert.equal(pointNear(plot, at, within, isVisible), candidates[0]?.p ?? null);
    if (candidates.length) near++;
    else none++;
  }
  assert.ok(near > 50 && none > 50, `${near} near, ${none} not`);
});
