/** What rooms say of figures: on made figures, where the sentence is known, in both languages. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { firstOptions, ROOMS } from "../../../../app/web/session/rooms.js";
import { en } from "../../../../app/web/text/en.js";
import { fa } from "../../../../app/web/text/fa.js";
import { heededOf } from "../../../../app/web/views/chooser.js";
import { wholeWindow } from "../../../../app/web/views/plot.js";
import { answerOf, toldOf, whyOf } from "../../../../app/web/views/rooms/betweenAnswer.js";
import * as likelihood from "../../../../app/web/views/rooms/likelihoodSays.js";
import * as novelty from "../../../../app/web/views/rooms/noveltyWords.js";
import { aroundAll, cornerAway } from "../../../../app/web/views/rooms/stepsLens.js";
import { decodedWords, isWide, kindsOf } from "../../../../app/web/views/rooms/stepsSays.js";
import { config } from "../../tools/models.js";

const VAE = config("v2");
const AE = config("a2", { kind: "ae" }, { mu_std: [70, 90] });
const VAE10 = config("v10", { latent_dim: 10 });
const AE10 = config("a10", { latent_dim: 10, kind: "ae" });
const MODELS = Object.fromEntries([VAE, AE, VAE10, AE10].map((model) => [model.id, model]));

test("sixteen pictures from one spot are alike only where a classifier says so", () => {
  assert.deepEqual([AE, VAE].map(isWide), [true, false]);
  const many = decodedWords(en, AE, 9);
  assert.match(many, /Though their codes lie on that one small spot, .* 9 different classes/);
  assert.doesNotMatch(many, /alike/);
  assert.match(decodedWords(en, AE, 1), /pictures alike: a classifier reads a single class/);
  assert.match(decodedWords(en, VAE, 7), /^Decode: .* ms\. A classifier reads 7 different/);
  assert.match(decodedWords(en, VAE, 0), /sure of none/);
  assert.match(decodedWords(en, AE, null), /\{ms\} ms\.$/); // nobody has read them
  assert.match(decodedWords(fa, AE, 9), /با آنکه .* \u2068۹\u2069 ردهٔ گوناگون/);
});

test("classes count where one is more probable than not", () => {
  const logits = [9, 0, 0, 0, 9, 0, 9, 0, 0, 0.1, 0, 0];
  assert.equal(kindsOf(logits, 3), 2);
});

test("the lens holds all draws", () => {
  const at = /** @type {Array<[number, number]>} */ ([
    [1, 2],
    [3, 2],
    [2, -1],
  ]);
  const { x, y, half } = aroundAll(at);
  for (const [px, py] of at) {
    assert.ok(Math.abs(px - x) < half);
    assert.ok(Math.abs(py - y) < half);
  }
  assert.equal(aroundAll([[5, 5]]).half, 1);
  // It must not lie on the spot that it enlarges.
  assert.deepEqual(cornerAway({ x: 0, y: 0 }, { x: -90, y: -70 }), ["down", "left"]);
  assert.deepEqual(cornerAway({ x: 0, y: 0 }, { x: 90, y: 70 }), ["up", "right"]);
});

test("a map whose size is asked shows every code, and the prior's rings", () => {
  const x = Float32Array.from([-667, 3, 170]);
  const y = Float32Array.from([0, 341, -20]);
  const window = wholeWindow(x, y);
  x.forEach((value, i) => {
    assert.ok(Math.abs(value - window.x) < window.half);
    assert.ok(Math.abs(y[i] - window.y) < window.half);
  });
  const small = wholeWindow(Float32Array.of(0.1), Float32Array.of(0.1));
  assert.ok(small.half > 3);
});

test("a room's choices of a model are the header's, or those of its own, and not both", () => {
  /** @param {"generate" | "loss" | "map"} tab @param {string} room */
  const heeded = (tab, room) =>
    heededOf(/** @type {any} */ ({ tab, generate: { room }, loss: { room } }));
  const all = ["dataset", "kind", "latent_dim"];
  assert.deepEqual(heeded("map", "beta"), all);
  assert.deepEqual(heeded("generate", "between"), all);
  assert.deepEqual(heeded("loss", "beta"), []);
  assert.deepEqual(heeded("loss", "nowhere"), all);
  const options = firstOptions();
  for (const [name, { heeds }] of Object.entries(ROOMS)) {
    if ("dims" in options[name] && "kind" in options[name]) assert.deepEqual(heeds, [], name);
  }
});

/** @param {number} one @param {number} third */
const walks = (one, third) => ({
  confidence: [],
  middle: { one, third, nothing: 1 - one - third },
  anywhere: { third: 0.7, nothing: 0.1 },
});
/** @param {number} one @param {number} third */
const walked = (one, third) =>
  /** @type {any} */ ({
    centroids: [],
    walks: { straight: walks(one, third), spherical: walks(one, third) },
  });
const FOUND = {
  v2: walked(0.35, 0.63),
  a2: walked(0.61, 0.34),
  v10: walked(0.63, 0.27),
  a10: walked(0.74, 0.21),
};

test("between pictures, the answer is about the model that the walk is decoded by", () => {
  for (const id of Object.keys(MODELS)) assert.equal(toldOf(FOUND, MODELS, id)?.lead.id, id);
  const { a2: _, ...three } = FOUND;
  assert.equal(toldOf(three, MODELS, "a2")?.lead.id, "v10"); // not measured: the best that was
  assert.equal(toldOf({}, MODELS, "v2"), null);
  assert.match(answerOf(FOUND.v2, "VAE", 500, en), /63% read as a third class/);
});

test("between pictures, the other size and the other kind are compared with the one shown", () => {
  const why = (/** @type {string} */ id) =>
    whyOf(FOUND, /** @type {any} */ (toldOf(FOUND, MODELS, id)), 500, en);
  assert.match(why("v2"), /With 10 numbers .* less often, on 27%.*On a plane the classes lie/);
  assert.match(why("v10"), /With 2 numbers .* more often, on 63%.*On a plane the classes lie/);
  assert.match(why("v2"), /better than the VAE of its size \(61% .*, against 35%\)/);
  assert.match(why("a10"), /better than the VAE of its size \(74% .*, against 63%\)/);
});

test("a test that says two things is said to, and the answer is no longer than a slide", () => {
  const heldOut = /** @type {any} */ ({ median: 4.4 });
  /** @param {number} z @param {number} cells */
  const own = (z, cells) =>
    /** @type {any} */ ({ median: 4.2, z, z_in_cells: cells, z_in_cells_error: 0.35 });
  const agreed = novelty.answerOf(own(-5.4, -1.14), heldOut, "VAE", en);
  assert.match(agreed, /^VAE: no copies, but nearer\. .* 4\.2 .* 4\.4\.$/);
  assert.ok((agreed.match(/\d+\.\d/g) ?? []).length === 2);
  const torn = novelty.answerOf(own(-5.4, -0.5), heldOut, "VAE", en);
  assert.match(torn, /no more apart than by chance\..*`z = −1\.4`.*otherwise \(`z = −5\.4`\)/);
});

test("MSE beside BCE is in the answer, not folded away", () => {
  const net = { kl_nats: 6, mse: 0.04, grey: 0.3, grey_pictures: 0.2, beta: 1, variance: 0.1 };
  const nets = Object.fromEntries(likelihood.NAMES.map((name) => [name, net]));
  const figures = /** @type {any} */ ({ factor: 784, nets });
  assert.match(likelihood.says(en, figures).answer, /MSE or BCE hardly matters/);
});
