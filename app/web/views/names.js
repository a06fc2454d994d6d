/** What data sets, their classes and models are called in the page's language. */

import { fill, number, plural } from "./format.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("../models/types").DatasetConfig} DatasetConfig */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */

/**
 * A data set that the text does not know has the names that its own file gives.
 *
 * @param {Text} text
 * @param {DatasetConfig} dataset
 * @returns {{title: string, classes: string[]}}
 */
export const namesOf = ({ datasets }, dataset) =>
  /** @type {Record<string, {title: string, classes: string[]}>} */ (datasets)[dataset.id] ??
  dataset;

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
  return variant ? `${name} (${variant})` : name;
}
