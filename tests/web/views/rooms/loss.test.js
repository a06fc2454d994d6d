/** What the rooms of Loss say of figures: a bound is quoted as a bound. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { en } from "../../../../app/web/text/en.js";
import { fa } from "../../../../app/web/text/fa.js";
import { says, tableHtml } from "../../../../app/web/views/rooms/covarianceSays.js";
import { says as errorsSay } from "../../../../app/web/views/rooms/likelihoodSays.js";

const CAP = Math.log(10_000);

/** @param {number} d @param {number} information */
const net = (d, information) => ({
  id: `net-${d}-${information}`,
  neg_elbo: 106.5,
  reconstruction_nats: 90.84,
  kl_nats: 15.66,
  step_ms: 7,
  information,
  aggregate: 15.66 - information,
  cap: CAP,
  correlation: Array.from({ length: d }, () => Array(d).fill(0)),
  correlation_inside: 0.3,
});

/** @param {number} information of the nets of ten numbers */
const pairs = (information) => {
  const [small, large] = [net(2, 5.9), net(10, information)];
  return { 2: { diagonal: small, full: small }, 10: { diagonal: large, full: large } };
};

/** The cells of a table, row by row. @param {string} html */
const cells = (html) =>
  html
    .split("<tr")
    .slice(2)
    .map((row) => [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, words]) => words));

test("an estimate at its cap makes bounds of both parts, in the table and in words", () => {
  for (const text of [en, fa]) {
    const [two, , ten] = cells(tableHtml(text, pairs(CAP - 0.1)));
    assert.deepEqual([two[2], two[3]], ["5.90", "9.76"]);
    assert.deepEqual([ten[2], ten[3]], ["≥ 9.11", "≤ 6.55"]);
  }
  assert.match(says(en, pairs(CAP - 0.1)).why, /at most the remaining 6\.55/);
});

test("an estimate below its cap is quoted as it is", () => {
  const html = tableHtml(en, pairs(5));
  assert.doesNotMatch(html, /[≤≥]/);
  assert.doesNotMatch(says(en, pairs(5)).why, /at most/);
});

test("how MSE and BCE compare stands in the answer, and not in its details", () => {
  /** @param {Partial<import("../../../../app/web/views/rooms/likelihoodSays.js").Net>} changes */
  const one = (changes) => ({
    ...{ id: "", likelihood: /** @type {const} */ ("gaussian"), variance: 0.05, beta: 1 },
    ...{ beta_of_squared_error: 0.1, kl_nats: 6, mse: 0.0367, grey: 0.26, grey_pictures: 0.09 },
    samples: { frechet: 50 },
    ...changes,
  });
  const nets = {
    bce: one({ likelihood: "bernoulli", beta_of_squared_error: null }),
    mse: one({ mse: 0.05 }),
    learned: one({}),
    averaged: one({ likelihood: "bernoulli", kl_nats: 0, mse: 0.0675 }),
  };
  const { answer, why } = errorsSay(en, { factor: 784, nets });
  assert.match(answer, /0\.0675 instead of 0\.0367\. .*0\.0367 against 0\.0500/);
  assert.match(why, /only indirectly/);
});
