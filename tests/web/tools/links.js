/** The links of tests/links.json, with what each must open as. */

import { readFileSync } from "node:fs";

import { PIXELS } from "../../../app/web/maths/pictures.js";
import { firstIntent } from "../../../app/web/session/intent.js";

const FILE = new URL("../../links.json", import.meta.url);
const { catalogue, cases } = JSON.parse(readFileSync(FILE, "utf8"));

/** @param {any[]} rows */
export const byId = (rows) => Object.fromEntries(rows.map((row) => [row.id, row]));

/** @type {import("../../../app/web/session/types").Catalogue} */
export const CATALOGUE = {
  models: byId(catalogue.models),
  datasets: byId(catalogue.datasets),
};
export const LANGUAGES = ["en", "fa"];

// A level of six bits a pixel: one bit, and 784 of paper.
const PLAIN_PAPER = `g${"A".repeat(PIXELS)}`;

/** @param {any} tree @param {string} path @param {unknown} value */
function set(tree, path, value) {
  const names = path.split(".");
  const last = /** @type {string} */ (names.pop());
  names.reduce((branch, name) => branch[name], tree)[last] = value;
}

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} link
 * @property {object} opened
 * @property {string} written what the page writes for it
 */

/** @type {Case[]} */
export const CASES = cases.map((/** @type {any} */ row) => {
  const { engine: _, ...intent } = structuredClone(firstIntent(CATALOGUE));
  for (const [path, value] of Object.entries(row.changes ?? {})) set(intent, path, value);
  const { name, language = null } = row;
  /** @type {string[][]} */
  const told = row.problems ?? [];
  const problems = told.map(([code, key, value]) => ({ code, key, value }));
  const link = row.link.replace("{plain paper}", PLAIN_PAPER);
  return { name, link, opened: { intent, language, problems }, written: row.written ?? link };
});
