/**
 * What the browser finds of a posterior, for tests that compare it with PyTorch.
 *
 * node descend.js JOBS OUT: JOBS is a JSON list of {decoder, picture, mu, logvar, epsilon, isPlain};
 * `decoder` is a file of safetensors, with `activation`, `likelihood` and `variance` beside it. OUT
 * gets a list of {cost, gradient, end, before, after}: at the posterior by those draws, and of the
 * descent from it.
 */

import { readFileSync, writeFileSync } from "node:fs";

import { advanced, isAtRest, JUDGES, startAt } from "../../../app/web/models/inference/descent.js";
import { PosteriorObjective } from "../../../app/web/models/inference/objective.js";
import { Mlp } from "../../../app/web/models/mlp.js";

/** @param {any} job */
function done({ decoder, activation, likelihood, variance, picture, isPlain, ...code }) {
  const net = new Mlp(Uint8Array.from(readFileSync(decoder)).buffer, activation);
  const parts = { ...net.copy(), activation, likelihood, variance };
  const objective = new PosteriorObjective(parts, JUDGES, { isPlain });
  objective.look(Float32Array.from(picture));
  const posterior = { mu: Float32Array.from(code.mu), logvar: Float32Array.from(code.logvar) };
  const epsilon = Float32Array.from(code.epsilon);
  const gradient = objective.gradient(posterior, epsilon);
  const cost = objective.cost(posterior, epsilon);
  let at = advanced(objective, startAt(posterior));
  const before = at.cost;
  while (code.descends && !isAtRest(at)) at = advanced(objective, at);
  return {
    cost,
    gradient: { mu: [...gradient.mu], logvar: [...gradient.logvar] },
    end: { mu: [...at.mu], logvar: [...at.logvar] },
    before,
    after: at.cost,
  };
}

const [jobs, out] = process.argv.slice(2);
writeFileSync(out, JSON.stringify(JSON.parse(readFileSync(jobs, "utf8")).map(done)));
