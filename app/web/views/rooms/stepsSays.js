/** What sixteen new pictures needed, and how near to real ones the decoder comes alone. */

import { fill, number } from "../format.js";
import { setMarked } from "../marked.js";
import { shorter } from "./samplingSays.js";

/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./sampling.js").Figures} Figures */

/**
 * The VAE that the sentence is about: the chosen one, or one like it that was measured.
 *
 * @param {Record<string, ModelConfig>} models
 * @param {Figures} figures
 * @param {ModelConfig} chosen
 */
export function spokenOf(models, figures, { id, dataset, latent_dim: d }) {
  const vaes = Object.values(models).filter(
    (model) => model.kind === "vae" && figures.models[model.id],
  );
  const own = vaes.filter((model) => model.dataset === dataset);
  return (
    own.find((model) => model.id === id) ??
    own.find((model) => model.latent_dim === d) ??
    own[0] ??
    vaes[0] ??
    null
  );
}

/**
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {Figures} figures
 * @param {ModelConfig} chosen
 */
export function answer({ session, text }, room, figures, chosen) {
  const { steps: t } = text.rooms.of;
  const config = spokenOf(session.catalogue.models, figures, chosen);
  if (!config) {
    room.unknown();
    return;
  }
  const { laws, reconstructions } = figures.models[config.id];
  const say = (/** @type {number} */ value) => number(text, value, 1);
  const share = (/** @type {number} */ value) => number(text, 100 * value, 0);
  const says = {
    ...{ n: number(text, figures.n, 0), d: number(text, config.latent_dim, 0) },
    certain: share(laws.prior.confidence),
    real: share(figures.floors[config.dataset].confidence),
    ...{ rebuilt: say(reconstructions.frechet), drawn: say(laws.prior.frechet) },
  };
  const gap = t.gap[shorter(laws.prior.frechet, reconstructions.frechet)];
  room.setAnswer(fill(t.answer, says));
  const words = Object.assign(document.createElement("p"), { className: "lx-steps-gap" });
  setMarked(words, fill(gap, says));
  room.answer.replaceChildren(words);
  room.setWhy(t.why);
}
