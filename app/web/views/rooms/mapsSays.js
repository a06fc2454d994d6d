/** How large two maps are, from the spread of the test pictures' codes. */

import { fill, number } from "../format.js";
import { setMarked } from "../marked.js";
import { spread } from "./spread.js";

/** @typedef {import("../../models/types").ModelConfig} ModelConfig */

/** @type {Array<[string, number]>} the guesses, and how many times as large each means */
const GUESSES = [
  ["same", 1],
  ["ten", 10],
  ["fifty", 50],
  ["more", 1000],
];
const ALIKE = 0.02; // of the nats: a smaller difference between two reconstructions is none

/** The guess that is nearest to a ratio, as factors go. @param {number} ratio */
export function guessOf(ratio) {
  const far = (/** @type {number} */ times) => Math.abs(Math.log(ratio / times));
  return GUESSES.reduce((best, guess) => (far(guess[1]) < far(best[1]) ? guess : best))[0];
}

/** Which of two reconstructions costs less. @param {number} a nats @param {number} b */
export function cheaper(a, b) {
  if (Math.abs(a - b) <= ALIKE * Math.min(a, b)) return "alike";
  return a < b ? "first" : "second";
}

/**
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {{vae: ModelConfig, ae: ModelConfig}} pair
 */
export function answer({ session, text }, room, { vae, ae }) {
  const { maps: t } = text.rooms.of;
  const [a, b] = [spread(ae), spread(vae)];
  const say = (/** @type {number} */ value, decimals = 1) => number(text, value, decimals);
  const [low, high] = [Math.min(...ae.metrics.mu_min), Math.max(...ae.metrics.mu_max)];
  const [vaeLow, vaeHigh] = [Math.min(...vae.metrics.mu_min), Math.max(...vae.metrics.mu_max)];
  room.setTruth(guessOf(a / b));
  room.setAnswer(
    fill(t.answer, {
      ...{ ratio: say(a / b, 0), ae: say(a), vae: say(b) },
      ...{ low: say(low, 0), high: say(high, 0), vaeLow: say(vaeLow), vaeHigh: say(vaeHigh) },
    }),
  );
  const [aeNats, vaeNats] = [ae, vae].map(({ metrics }) => metrics.reconstruction_nats);
  if (aeNats !== undefined && vaeNats !== undefined) {
    const words = Object.assign(document.createElement("p"), { className: "lx-maps-quality" });
    const says = { aeNats: say(aeNats), vaeNats: say(vaeNats) };
    setMarked(words, fill(t.quality[cheaper(aeNats, vaeNats)], says));
    room.answer.replaceChildren(words);
  }
  const kl = (vae.metrics.kl_per_dim ?? []).reduce((total, nats) => total + nats, 0);
  room.setWhy(fill(t.why, { kl: say(kl) }));
  const commands = [vae, ae].map(({ id }) => `python -m model.evaluate ${id}`);
  const { n } = session.catalogue.datasets[ae.dataset];
  room.setHow({ n }, commands.join(" && "));
}
