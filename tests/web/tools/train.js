/**
 * What the browser's training computes, for tests that compare it with PyTorch.
 *
 * node train.js JOBS OUT: JOBS is a JSON list of {shape, batch, seed, pictures, dials, steps,
 * isPlain, folder}; OUT gets a list of what each of them found. `folder` also gets the net's files.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { filesOf } from "../../../app/web/models/training/files.js";
import { Trainer } from "../../../app/web/models/training/trainer.js";
import { HALVES } from "../../../app/web/models/training/vae.js";

/** @import { TrainableVae } from "../../../app/web/models/training/vae.js" */

/** @param {TrainableVae} vae @param {boolean} ofGradients */
const tensors = (vae, ofGradients) =>
  Object.fromEntries(
    HALVES.flatMap((half) =>
      Object.entries(vae.tensors(half, ofGradients)).map(([name, { values }]) => [
        `${half}.${name}`,
        Array.from(values),
      ]),
    ),
  );

/** @param {any} job */
function done({ shape, batch, seed, pictures, dials, steps, isPlain, folder }) {
  const trainer = new Trainer({ shape, batch, seed }, Uint8Array.from(pictures), { isPlain });
  const first = tensors(trainer.vae, false);
  const orders = [];
  const noises = [];
  const terms = [];
  for (let step = 0; step < steps; step++) {
    orders.push(Array.from(trainer.chosen()));
    noises.push(Array.from(trainer.epsilon()));
    terms.push(trainer.take(dials));
  }
  // Those of the last step: Adam leaves them as they are.
  const gradients = tensors(trainer.vae, true);
  if (folder) {
    const files = filesOf(trainer.vae, { dataset: "mnist", ...dials });
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  }
  const { isFast } = trainer.vae.arithmetic;
  const x = Float32Array.from(pictures, (byte) => byte / 255);
  const measured = trainer.measure(x, { ...dials, noise: false });
  return { first, orders, noises, terms, gradients, isFast, measured };
}

const [jobs, out] = process.argv.slice(2);
writeFileSync(out, JSON.stringify(JSON.parse(readFileSync(jobs, "utf8")).map(done)));
