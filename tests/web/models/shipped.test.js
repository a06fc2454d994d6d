/** Every model of weights/, by the page's own modules: what it answers to its test pictures. */

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";

import { meanSquaredError } from "../../../app/web/maths/objective.js";
import { PIXELS, toPixels } from "../../../app/web/maths/pictures.js";
import { floats, parse } from "../../../app/web/models/safetensors.js";
import { ModelStore } from "../../../app/web/models/store.js";
import { config } from "../tools/models.js";

/** @import { Model } from "../../../app/web/models/types" */

const WEIGHTS = new URL("../../../weights/", import.meta.url);
const SOME = 40; // pictures

/** @param {Buffer} data @returns {ArrayBuffer} */
const buffer = (data) => Uint8Array.from(data).buffer;

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, WEIGHTS));

/** All models but those of a full covariance, which the page does not run. */
const IDS = readdirSync(WEIGHTS)
  .filter((id) => existsSync(new URL(`${id}/config.json`, WEIGHTS)))
  .filter((id) => JSON.parse(`${read(`${id}/config.json`)}`).model.posterior !== "full");

/** The model as the page would have it, both halves loaded. @param {string} id */
async function shipped(id) {
  const { kind, latent_dim, activation, dataset } = JSON.parse(
    `${read(`${id}/config.json`)}`,
  ).model;
  const store = new ModelStore([config(id, { kind, latent_dim, activation, dataset })], {
    fetch: async (path) => buffer(read(`${path}.safetensors`)),
  });
  const model = /** @type {Model} */ (store.get(id));
  await Promise.all([model.load("encoder"), model.load("decoder")]);
  const file = parse(buffer(gunzipSync(read(`data/${dataset}/pictures.safetensors.gz`))));
  const ink = Float32Array.from(file.images.raw.subarray(0, SOME * PIXELS), (byte) => byte / 255);
  /** @param {number} index */
  const picture = (index) => ink.slice(index * PIXELS, (index + 1) * PIXELS);
  return { model, picture };
}

test("there are models to test", () => assert.ok(IDS.length > 0));

for (const id of IDS) {
  test(`${id} gives test pictures the codes that its own file has of them`, async () => {
    const { model, picture } = await shipped(id);
    const { latent_dim: d, kind } = model.config;
    const codes = floats(parse(buffer(read(`${id}/codes.safetensors`))).mu);
    for (let index = 0; index < SOME; index++) {
      const { mu, logvar } = await model.encode(picture(index));
      assert.equal(logvar?.length ?? null, kind === "vae" ? d : null);
      assert.ok(logvar?.every(Number.isFinite) ?? true);
      const wanted = codes.subarray(index * d, (index + 1) * d);
      const scale = Math.hypot(...wanted);
      const error = Math.hypot(...wanted.map((value, k) => value - mu[k]));
      assert.ok(error < 1e-3 * scale, `picture ${index}: off by ${error} of ${scale}`);
    }
  });

  test(`${id} rebuilds test pictures about as well as its metrics say`, async () => {
    const { model, picture } = await shipped(id);
    const { mse } = JSON.parse(`${read(`${id}/metrics.json`)}`);
    let total = 0;
    for (let index = 0; index < SOME; index++) {
      const { mu } = await model.encode(picture(index));
      const logits = await model.decode(mu, 1);
      assert.equal(logits.length, PIXELS);
      total += meanSquaredError(toPixels(logits), picture(index)) / SOME;
    }
    assert.ok(total > 0.4 * mse && total < 1.6 * mse, `${total}, in the metrics ${mse}`);
  });
}
