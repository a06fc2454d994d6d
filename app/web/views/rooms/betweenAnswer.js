/** What was measured of walks by the model of the header, beside its like. */

import { compared } from "../../maths/shares.js";
import { fill, fixed, number } from "../format.js";
import { modelName } from "../names.js";
import { readingOf } from "./betweenWords.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("../../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./betweenWords.js").Found} Found */
/** @typedef {{steps: number[], models: Record<string, Found>}} Figures */
/**
 * @typedef {object} Told whom the answer is about, and whom it compares
 * @property {ModelConfig} lead
 * @property {ModelConfig | null} size of the same kind, with another number of dimensions
 * @property {{vae: ModelConfig, ae: ModelConfig} | null} pair of the lead's size
 */

const FLAT = 2; // numbers, of which a code makes a plane

/** @param {Text} text @param {number} share */
const percent = (text, share) => number(text, 100 * share, 0);

/**
 * Whom to speak of: the chosen model where it was measured, else the VAE of its data set that has
 * most numbers; null where there is none.
 *
 * @param {Record<string, Found>} found
 * @param {Record<string, ModelConfig>} models
 * @param {string} id of the chosen one
 * @returns {Told | null}
 */
export function toldOf(found, models, id) {
  const known = Object.keys(found)
    .flatMap((one) => models[one] ?? [])
    .filter(({ dataset }) => dataset === models[id].dataset)
    .sort((a, b) => b.latent_dim - a.latent_dim);
  const lead = known.find((model) => model.id === id) ?? known.find(({ kind }) => kind === "vae");
  if (!lead) return null;
  const { kind, latent_dim: d } = lead;
  const others = known.filter((model) => model.kind === kind && model.latent_dim !== d);
  const [vae, ae] = /** @type {const} */ (["vae", "ae"]).map((of) =>
    known.find((model) => model.kind === of && model.latent_dim === d),
  );
  return { lead, size: others[0] ?? null, pair: vae && ae ? { vae, ae } : null };
}

/** @param {Found} found @param {string} model @param {number} pairs @param {Text} text */
export function answerOf({ walks: { straight } }, model, pairs, text) {
  const { one, third, nothing } = straight.middle;
  return fill(text.rooms.of.between.answers[readingOf(straight)], {
    ...{ model, pairs: number(text, pairs, 0) },
    ...{ one: percent(text, one), third: percent(text, third), nothing: percent(text, nothing) },
  });
}

/**
 * How the spherical way, another size and the other kind compare.
 *
 * @param {Record<string, Found>} found
 * @param {Told} told
 * @param {number} pairs
 * @param {Text} text
 */
export function whyOf(found, { lead, size, pair }, pairs, text) {
  const { why: t } = text.rooms.of.between;
  const { straight, spherical } = found[lead.id].walks;
  const arc = compared(spherical.middle.one, straight.middle.one, pairs);
  const parts = [
    fill(t.anywhere, { third: percent(text, straight.anywhere.third) }),
    fill(t.arc[arc], { arc: percent(text, spherical.middle.one) }),
  ];
  if (size) {
    const { third } = found[size.id].walks.straight.middle;
    const key = compared(third, straight.middle.third, pairs);
    const d = number(text, size.latent_dim, 0);
    parts.push(fill(t.size[key], { d, share: percent(text, third) }));
    const crowded = key === "more" ? size : lead;
    const isFlat = crowded.latent_dim === FLAT && size.latent_dim + lead.latent_dim > 2 * FLAT;
    if (key !== "same" && isFlat) parts.push(t.flat);
  }
  if (pair) {
    const [vae, ae] = [pair.vae, pair.ae].map(({ id }) => found[id].walks.straight.middle.one);
    const says = { ae: percent(text, ae), vae: percent(text, vae) };
    parts.push(fill(t.ae[compared(ae, vae, pairs)], says));
  }
  return parts.join(" ");
}

/**
 * @param {Record<string, Found>} found
 * @param {ModelConfig[]} configs
 * @param {Text} text
 */
function tableHtml(found, configs, text) {
  const { between: t } = text.rooms.of;
  const name = (/** @type {ModelConfig} */ { kind, latent_dim: d }) =>
    `<bdi>${text.chooser.kinds[kind]}</bdi> · <bdi>${number(text, d, 0)}</bdi>`;
  const rows = configs.map((config) => {
    const { one, third, nothing } = found[config.id].walks.straight.middle;
    const cells = [one, third, nothing].map(
      (share) => `<td dir="ltr">${fixed(100 * share, 0)}</td>`,
    );
    return `<tr><th scope="row">${name(config)}</th>${cells.join("")}</tr>`;
  });
  return `<table class="lx-between-table"><caption>${t.table.label}</caption>
    <thead><tr><td></td><th scope="col">${t.table.one}</th><th scope="col">${t.table.third}</th>
    <th scope="col">${t.table.nothing}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/**
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {Figures} figures
 * @param {number} pairs of pictures, of which the shares are
 * @param {string} id of the page's model
 */
export function answer({ session: { catalogue }, text }, room, { models: found }, pairs, id) {
  const told = toldOf(found, catalogue.models, id);
  if (!told) {
    room.unknown();
    return;
  }
  const { lead } = told;
  const { dataset } = lead;
  const shown = Object.keys(found)
    .flatMap((one) => catalogue.models[one] ?? [])
    .filter((config) => config.dataset === dataset);
  room.setTruth(readingOf(found[lead.id].walks.straight));
  room.setAnswer(answerOf(found[lead.id], modelName(text, lead, catalogue), pairs, text));
  room.setWhy(whyOf(found, told, pairs, text));
  room.answer.innerHTML = tableHtml(found, shown, text);
}
