/** What the rooms of Generate conclude from figures, and where a key leads on a sheet. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { pairOf, pairs } from "../../../../app/web/models/pairs.js";
import { ticks } from "../../../../app/web/views/cloud.js";
import { cheaper, guessOf } from "../../../../app/web/views/rooms/mapsSays.js";
import { nearer, shorter } from "../../../../app/web/views/rooms/samplingSays.js";
import { distancesOf } from "../../../../app/web/views/rooms/samplingTable.js";
import { spread } from "../../../../app/web/views/rooms/spread.js";
import { spokenOf } from "../../../../app/web/views/rooms/stepsSays.js";
import { keyed } from "../../../../app/web/views/samples.js";
import { config } from "../../tools/models.js";

const VAE = config("v2");
const AE = config("a2", { kind: "ae" });
const VAE10 = config("v10", { latent_dim: 10 });
const AE10 = config("a10", { latent_dim: 10, kind: "ae" });
const OTHER = config("o2", { dataset: "other" });
const OTHER_AE = config("p2", { dataset: "other", kind: "ae" });
const SMALL = config("s2", { kind: "ae", family: "beta" });
const MODELS = Object.fromEntries(
  [VAE, SMALL, AE, VAE10, AE10, OTHER, OTHER_AE, config("v5", { latent_dim: 5 })].map((row) => [
    row.id,
    row,
  ]),
);

test("a pair is a VAE and an autoencoder of one data set and size, both of the main family", () => {
  assert.deepEqual(
    pairs(MODELS).map(({ vae, ae }) => [vae.id, ae.id]),
    [
      ["v2", "a2"],
      ["v10", "a10"],
      ["o2", "p2"],
    ],
  );
  assert.deepEqual(pairs({ v2: VAE }), []);
});

test("the wanted pair, or one that is like it: the data set counts more than the size", () => {
  const all = pairs(MODELS);
  /** @param {string} dataset @param {number} d */
  const found = (dataset, d) => pairOf(all, dataset, d)?.vae.id ?? null;
  assert.equal(found("toy", 10), "v10");
  assert.equal(found("other", 10), "o2");
  assert.equal(found("none", 10), "v10");
  assert.equal(found("toy", 7), "v2");
  assert.equal(pairOf([], "toy", 10), null);
});

test("distances within a tenth are called alike, and the truth goes by them", () => {
  assert.equal(shorter(1, 1.0999), "alike");
  assert.equal(shorter(1, 1.11), "first");
  assert.equal(shorter(3, 2), "second");
  assert.equal(nearer({ vae: 11.9, ae: 156 }), "vae");
  assert.equal(nearer({ vae: 3, ae: 2 }), "ae");
  assert.equal(nearer({ vae: 2, ae: 2.1 }), "both");
});

/** @param {number} frechet */
const scores = (frechet) => ({ frechet, confidence: 0.9, entropy: 2 });
/** @param {number[]} distances of three laws and of reconstructions */
const measured = ([prior, gaussian, mixture, reconstructions]) => ({
  laws: /** @type {any} */ ({
    prior: scores(prior),
    gaussian: scores(gaussian),
    mixture: scores(mixture),
  }),
  reconstructions: scores(reconstructions),
});

test("the table has each model's own figures, and one floor for both", () => {
  const figures = {
    n: 10,
    floors: { toy: scores(0.5) },
    models: { v2: measured([4, 3, 2, 1]), a2: measured([40, 30, 20, 10]) },
  };
  assert.deepEqual(distancesOf(figures, { vae: VAE, ae: AE }), {
    floor: { vae: 0.5, ae: 0.5 },
    reconstructions: { vae: 1, ae: 10 },
    prior: { vae: 4, ae: 40 },
    gaussian: { vae: 3, ae: 30 },
    mixture: { vae: 2, ae: 20 },
  });
});

test("the four steps speak of the chosen VAE, of an autoencoder's twin in size, or of another", () => {
  const figures = {
    n: 10,
    floors: {},
    models: { v2: measured([4, 3, 2, 1]), v10: measured([4, 3, 2, 1]) },
  };
  assert.equal(spokenOf(MODELS, figures, VAE10)?.id, "v10");
  assert.equal(spokenOf(MODELS, figures, AE10)?.id, "v10");
  assert.equal(spokenOf(MODELS, figures, MODELS.v5)?.id, "v2");
  assert.equal(spokenOf(MODELS, figures, OTHER)?.id, "v2");
  assert.equal(spokenOf(MODELS, { ...figures, models: {} }, VAE), null);
});

test("a map's size is the nearest guess by factors, a spread a root mean square", () => {
  assert.deepEqual([1.2, 3.1, 3.3, 22, 45, 223, 225].map(guessOf), [
    ...["same", "same", "ten", "ten", "fifty", "fifty", "more"],
  ]);
  assert.equal(spread(config("a", {}, { mu_std: [3, 4] })), Math.sqrt(12.5));
  assert.deepEqual(
    [cheaper(100, 101), cheaper(100, 103), cheaper(103, 100)],
    ["alike", "first", "second"],
  );
});

test("an axis has round numbers within its ends, at least so far apart", () => {
  assert.deepEqual(
    ticks(-3.6, 3.6, 1.8).map(({ label }) => label),
    ["−2", "0", "2"],
  );
  assert.deepEqual(
    ticks(-668, 342, 250).map(({ value }) => value),
    [-500, 0],
  );
  assert.deepEqual(
    ticks(0.01, 0.09, 0.02).map(({ label }) => label),
    ["0.02", "0.04", "0.06", "0.08"],
  );
});

test("keys lead over a sheet as the grid pattern has it, and not beyond its edges", () => {
  /** @param {string} key @param {number} at @param {boolean} ctrlKey */
  const led = (key, at, ctrlKey = false) =>
    keyed(/** @type {KeyboardEvent} */ ({ key, ctrlKey }), at, 4, 16);
  assert.deepEqual(
    ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].map((key) => led(key, 5)),
    [6, 4, 9, 1, 4, 7],
  );
  assert.deepEqual(
    ["ArrowLeft", "ArrowUp"].map((key) => led(key, 0)),
    [0, 0],
  );
  assert.deepEqual(
    ["ArrowRight", "ArrowDown"].map((key) => led(key, 15)),
    [15, 15],
  );
  assert.deepEqual([led("Home", 9, true), led("End", 2, true)], [0, 15]);
  assert.equal(led("a", 3), null);
});
