/** What the map's plot shows of a few made-up codes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { gaussians, uniforms } from "../../../app/web/maths/random.js";
import { en } from "../../../app/web/text/en.js";
import {
  apart,
  layOut,
  nearestTo,
  planeWith,
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
  const { x, y, titles } = plotOf([0, 1], codesOf(5, 1));
  assert.deepEqual([...x], [...codesOf(5, 1).mu]);
  assert.ok(y.every((value) => value === 0));
  assert.deepEqual(titles, ["z₁", "z₂"]);
});

test("a single code can be laid out", () => {
  const { usual, most, labels, densities } = plotOf([0, 1], codesOf(1, 2), "ae");
  assert.ok(usual.half > 0 && most > 0);
  assert.equal(labels[0]?.name, "cat");
  assert.equal(labels[1], null); // a class without points is not named on the map
  assert.deepEqual(densities(), [null, null, null]); // and has no outline
});

test("the points go by class, and what is of no class is left out", () => {
  const codes = codesOf(8, 2, { labels: [0, 1, 2, 7, 1, 255, 1, 0] });
  const { x, y, points } = plotOf([0, 1], codes);
  const members = [[0, 7], [1, 4, 6], [2]];
  assert.equal(points.length, 3);
  points.forEach((own, c) => {
    assert.deepEqual(
      [...own.x],
      members[c].map((p) => x[p]),
    );
    assert.deepEqual(
      [...own.y],
      members[c].map((p) => y[p]),
    );
  });
});

test("a class has its name at the middle of its points, far ones or not", () => {
  const mu = Float32Array.of(1, -5, 2, 7, 900, 6, 4, 4, 4, 4);
  const codes = { ...codesOf(5, 2, { labels: [0, 0, 0, 1, 1] }), mu };
  const { labels } = plotOf([0, 1], codes);
  assert.deepEqual(labels, [{ name: "cat", x: 2, y: 6 }, { name: "dog", x: 4, y: 4 }, null]);
});

test("names that are apart stay, and any number of them in one place come apart", () => {
  const far = [
    { x: 0, y: 0 },
    { x: 3, y: 4 },
  ];
  assert.deepEqual(apart(far, 5), far);
  for (const n of [2, 5, 10]) {
    const pile = Array.from({ length: n }, () => ({ x: 7, y: -7 }));
    const placed = apart(pile, 1);
    for (const [i, a] of placed.entries()) {
      assert.ok(Math.hypot(a.x - 7, a.y + 7) < 4, "and not far away");
      for (const b of placed.slice(0, i)) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 1 - 1e-9);
    }
  }
});

test("a VAE's view holds 997 of 1000 points about the prior's middle, and zooms out to all", () => {
  const { x, y, usual, most } = plotOf([0, 1], codesOf(1000, 2, { scale: 100 }));
  const isIn = (/** @type {number} */ half) =>
    x.filter((value, p) => Math.max(Math.abs(value), Math.abs(y[p])) <= half).length;
  assert.deepEqual([usual.x, usual.y], [0, 0]);
  assert.ok(isIn(usual.half) >= 997);
  assert.ok(isIn(usual.half / 1.05) <= 998, "and no wider than that");
  assert.equal(isIn(most), 1000);
});

test("a VAE's view holds the prior's rings, an autoencoder's is where its codes are", () => {
  const codes = codesOf(50, 2, { scale: 0.01 });
  const { half } = plotOf([0, 1], codes).usual;
  assert.ok(half > 3 && half < 4);
  const mu = codesOf(1000, 2).mu.map((value, i) => value + (i % 2 ? 50 : -80));
  mu[0] = 9000; // one far away, which the view leaves out
  const ae = plotOf([0, 1], { ...codesOf(1000, 2), mu }, "ae").usual;
  assert.ok(Math.abs(ae.x + 80) < 0.5 && Math.abs(ae.y - 50) < 0.5);
  assert.ok(ae.half > 2.5 && ae.half < 4);
});

test("axes are named by their dimensions, principal ones by their share of the variance", () => {
  const codes = codesOf(9, 4);
  assert.deepEqual(plotOf([3, 1], codes).titles, ["z₄", "z₂"]);
  const { titles, components, axes } = plotOf("components", codes);
  assert.deepEqual(titles, ["PC 1 (40%)", "PC 2 (30%)"]); // of 4 + 3 + 2 + 1
  assert.deepEqual(axes, ["PC 1", "PC 2"]);
  assert.deepEqual(plotOf([3, 1], codes).components, components);
});

test("names keep clear of what stands there, and of each other still", () => {
  for (const at of [0, 0.3]) {
    const pile = Array.from({ length: 10 }, (_, i) => ({ name: String(i), x: at * i, y: 0 }));
    const taken = { x: 0, y: 0, gap: 1.5 };
    const placed = apart(pile, 1, taken);
    for (const [i, { x, y }] of placed.entries()) {
      assert.ok(Math.hypot(x, y) >= 1.5 - 1e-3, `${at} ${i}`);
      for (const other of placed.slice(0, i)) {
        assert.ok(Math.hypot(x - other.x, y - other.y) >= 1 - 0.05, `${at} ${i}`);
      }
    }
  }
  const far = [{ x: 3, y: 4 }];
  assert.deepEqual(apart(far, 1, { x: 0, y: 0, gap: 4 }), far);
});

test("the plane is the one that was chosen, or the usual one", () => {
  /** @param {Wanted | null} plane */
  const intent = (plane) => /** @type {Intent} */ (/** @type {unknown} */ ({ map: { plane } }));
  assert.deepEqual(wantedPlane(intent([3, 1]), 10), [3, 1]);
  assert.equal(wantedPlane(intent("components"), 10), "components");
  assert.equal(wantedPlane(intent(null), 10), "components");
  assert.deepEqual(wantedPlane(intent(null), 2), [0, 1]);
  assert.deepEqual(wantedPlane(intent(null), 1), [0, 1]);
});

test("a choice on one axis is had, and the axes are never the same", () => {
  for (const axis of /** @type {const} */ ([0, 1])) {
    assert.equal(planeWith([2, 3], axis, "components"), "components");
    for (let before = -1; before < 90; before++) {
      /** @type {Wanted} */
      const wanted = before < 0 ? "components" : [Math.floor(before / 9), before % 9];
      if (wanted[0] === wanted[1]) continue;
      for (let choice = 0; choice < 10; choice++) {
        const plane = planeWith(wanted, axis, choice);
        assert.equal(plane[axis], choice);
        assert.notEqual(plane[0], plane[1]);
        const other = wanted[1 - axis];
        if (before >= 0 && other !== choice)
          assert.equal(plane[1 - axis], other, "the other stays");
      }
    }
  }
  assert.deepEqual(planeWith([2, 3], 0, 3), [3, 2]); // they change places
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
