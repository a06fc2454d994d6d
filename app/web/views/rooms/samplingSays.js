/** What the distances say, and what of the lecture's plain sentence they do not bear out. */

import { fill, number } from "../format.js";
import { distancesOf } from "./samplingTable.js";
import { spread } from "./spread.js";

/** @typedef {import("./sampling.js").Figures} Figures */
/** @typedef {import("../../models/pairs.js").Pair} Pair */

const ALIKE = 1.1; // two distances whose ratio is less are called about the same

/**
 * Which of two distances is the shorter.
 *
 * @param {number} a
 * @param {number} b
 * @returns {"first" | "second" | "alike"}
 */
export function shorter(a, b) {
  if (Math.max(a, b) <= ALIKE * Math.min(a, b)) return "alike";
  return a < b ? "first" : "second";
}

/** Whose pictures of codes from N(0, I) are nearer to real ones. @param {{vae: number, ae: number}} distances */
export const nearer = ({ vae, ae }) =>
  /** @type {const} */ ({ first: "vae", second: "ae", alike: "both" })[shorter(vae, ae)];

/**
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {Figures | null} figures
 * @param {Pair} pair
 */
export function answer({ text }, room, figures, pair) {
  const { sampling: t } = text.rooms.of;
  const isKnown = figures?.models[pair.vae.id] && figures.models[pair.ae.id];
  if (!figures || !isKnown) {
    if (figures) room.unknown(); // else they are on their way, or the room has said that there are none
    return;
  }
  const { floor, prior, gaussian, mixture } = distancesOf(figures, pair);
  const say = (/** @type {number} */ value) => number(text, value, 1);
  const isMixture = mixture.ae <= gaussian.ae;
  const best = isMixture ? mixture.ae : gaussian.ae;
  const law = isMixture ? t.fitted.mixture : t.fitted.gaussian;
  const plain = t.plain[shorter(best, prior.vae)];
  const gains = shorter(mixture.vae, prior.vae) === "first" ? t.gains : t.noGains;
  const fair = t.fair[shorter(mixture.ae, mixture.vae)];
  const says = {
    ...{ vae: say(prior.vae), ae: say(prior.ae), floor: say(floor.vae) },
    ...{ law, best: say(best), mixture: say(mixture.vae), fitted: say(mixture.ae) },
    d: number(text, pair.vae.latent_dim, 0),
  };
  room.setTruth(nearer(prior));
  room.setAnswer(fill(t.answer, says));
  room.setCorrection(fill(plain, says));
  const { metrics } = pair.ae;
  const codes = {
    ...{ vaeSpread: number(text, spread(pair.vae)), aeSpread: say(spread(pair.ae)) },
    low: number(text, Math.min(...metrics.mu_min), 0),
    high: number(text, Math.max(...metrics.mu_max), 0),
  };
  room.setWhy([t.why, gains, fair].map((words) => fill(words, { ...says, ...codes })).join(" "));
}
