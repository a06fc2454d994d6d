/** What data sets, their classes and models are called in the page's language. */

import { fill, number, plural } from "./format.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("../models/types").DatasetConfig} DatasetConfig */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */

/** @typedef {Text["datasets"]["mnist"]} Names */

/**
 * A data set that the text does not know has the names that its own file gives.
 *
 * @param {Text} text
 * @param {DatasetConfig} dataset
 * @returns {Names}
 */
export function namesOf({ datasets, otherData }, { id, title, classes }) {
  /** @type {Record<string, Names>} */
  const known = datasets;
  if (Object.hasOwn(known, id)) return known[id];
  const named = classes.map((label) => fill(otherData.named, { label }));
  return { title, classes, named, says: otherData.says };
}

/**
 * @param {Text} text
 * @param {ModelConfig} model
 * @param {import("../session/types").Catalogue} catalogue
 */
export function modelName(text, { kind, latent_dim: d, dataset, variant }, { datasets }) {
  const t = text.chooser;
  const name = fill(t.title, {
    kind: t.kinds[kind],
    dimensions: fill(plural(text, d, t.dimensions), { d: number(text, d, 0) }),
    dataset: namesOf(text, datasets[dataset]).title,
  });
  const [, nth] = /^mine-(\d+)$/.exec(variant) ?? [];
  if (nth) return `${name} (${fill(text.train.mine, { n: number(text, Number(nth), 0) })})`;
  return variant ? `${name} (${variant})` : name;
}
