/** What sixteen new pictures needed, and how near to real ones the decoder comes alone. */

import { likeliest, probabilities } from "../../maths/reading.js";
import { fill, number, plural } from "../format.js";
import { setMarked } from "../marked.js";
import { shorter } from "./samplingSays.js";
import { spread } from "./spread.js";

/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./sampling.js").Figures} Figures */
/** @typedef {import("../../text/en.js").Text} Text */

const WIDE = 5; // a spread of codes in units of the prior's: its draws then fall on one spot
const SURE = 0.5; // the least probability with which a picture is read as a class

/** Whether draws from the prior fall on one spot of a model's map. @param {ModelConfig} config */
export const isWide = ({ kind, metrics: { mu_std: std } }) =>
  kind === "ae" && Math.max(...std) > WIDE;

/**
 * How many different classes a classifier reads for sure.
 *
 * @param {ArrayLike<number>} logits (n, classes)
 * @param {number} classes
 */
export function kindsOf(logits, classes) {
  const sure = probabilities(logits, classes)
    .map(likeliest)
    .filter(({ probability }) => probability >= SURE);
  return new Set(sure.map(({ label }) => label)).size;
}

/**
 * What was decoded, by how it looks: codes near each other need not look alike.
 *
 * @param {Text} text
 * @param {ModelConfig} config
 * @param {number | null} kinds that a classifier reads in the pictures; null where none reads
 */
export function decodedWords(text, config, kinds) {
  const { says: t } = text.rooms.of.steps;
  const drew = t.decode[config.kind];
  if (kinds === null) return drew;
  const isSpot = isWide(config);
  const forms = isSpot ? t.spotRead : t.read;
  const read = kinds ? plural(text, kinds, forms) : t.readNothing;
  return `${drew} ${fill(read, { kinds: number(text, kinds, 0) })}`;
}

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
  room.setWhy(fill(t.why, { spread: number(text, spread(config)) }));
}
