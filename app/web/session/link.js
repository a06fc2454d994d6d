/**
 * The intent as what stands after the # of an address, and back. Defaults are left out, so that the
 * plain address is the plain page; `linkFields.js` says what is in it, `linkValues.js` how.
 */

import { firstIntent } from "./intent.js";
import { FIELDS } from "./linkFields.js";
import { readValue, writeValue } from "./linkValues.js";

/** @typedef {import("./types").Intent} Intent */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {import("./types").LinkProblem} LinkProblem */
/** @typedef {import("./linkValues.js").Place} Place */
/** What a link says: the engine stays the visitor's own. @typedef {Omit<Intent, "engine">} LinkIntent */
/** @typedef {{intent: LinkIntent, language: string | null, problems: LinkProblem[]}} Opened */

const LANGUAGE = "lang";
const MOST = 8192; // letters; with three packed pictures and a code of 512 numbers it is about 7000
const SHOWN = 40; // letters of what could not be read

const PLAIN = /%2C|%3A/g; // commas and colons separate nothing here, and read better as they are

/** @param {string} text */
const encoded = (text) => encodeURIComponent(text).replace(PLAIN, decodeURIComponent);

/** @param {string} text @returns {string | null} null where it is damaged */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The beginning of a text. @param {string} text */
const shown = (text) => [...text].slice(0, SHOWN).join("");

/**
 * What the page opens with, by this model or its own choice; without the engine.
 *
 * @param {Catalogue} catalogue
 * @param {string} [model]
 * @returns {LinkIntent}
 */
function plain({ models, datasets }, model) {
  const offered = model === undefined ? models : { [model]: models[model] };
  const { engine: _, ...intent } = firstIntent({ models: offered, datasets });
  return intent;
}

/** @param {Catalogue} catalogue @param {string} model @returns {Place} */
function placeOf(catalogue, model) {
  const { family } = catalogue.models[plain(catalogue).model];
  return { catalogue, family, model };
}

/** @param {any} tree @param {string[]} path */
const at = (tree, path) => path.reduce((branch, name) => branch?.[name], tree);

/** A tree with another value in one place. @param {any} tree @param {string[]} path @param {unknown} value @returns {any} */
const withValue = (tree, [name, ...path], value) => ({
  ...tree,
  [name]: path.length ? withValue(tree[name], path, value) : value,
});

/**
 * @param {Omit<Intent, "engine">} intent
 * @param {Catalogue} catalogue
 * @param {object} [options]
 * @param {string | null} [options.language] where it is another than the first
 * @param {import("./linkValues.js").Pixels} [options.pixels] the 784 grey values in [0, 1] of each
 *   picture that was drawn or brought; one without them is left out
 * @returns {string} what stands after the #; empty for the plain page
 */
export function write(intent, catalogue, { language = null, pixels = {} } = {}) {
  const usual = { ...plain(catalogue, intent.model), model: plain(catalogue).model };
  const place = placeOf(catalogue, intent.model);
  /** @type {string[]} */
  const parts = [];
  for (const { key, path, limit, needs } of FIELDS) {
    if (needs && !parts.some((part) => part.startsWith(`${needs}=`))) continue;
    const [value, first] = [at(intent, path), at(usual, path)];
    if (value === undefined || value === first) continue;
    const [text, plainly] = [value, first].map((one) =>
      one === undefined ? null : writeValue(limit, one, place, pixels),
    );
    if (text === null || text === plainly) continue;
    // A code beyond what is read stays out; a picture has just been packed.
    const isKept = limit.kind === "picture" || readValue(limit, text, place) !== undefined;
    if (isKept) parts.push(`${key}=${encoded(text)}`);
  }
  if (language) parts.push(`${LANGUAGE}=${encoded(language)}`);
  return parts.join("&");
}

/**
 * What stands in a link by key, the first where there are two.
 *
 * @param {string} hash
 * @param {LinkProblem[]} problems gets what cannot be read
 * @returns {Map<string, string>}
 */
function partsOf(hash, problems) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const part of hash.replace(/^#/, "").split("&")) {
    if (!part) continue;
    const [name, ...rest] = part.split("=");
    const [key, value] = [name, rest.join("=")].map(decoded);
    if (key === null || value === null) {
      problems.push({ code: "damaged", key: shown(name), value: "" });
    } else if (key !== LANGUAGE && !FIELDS.some((field) => field.key === key)) {
      problems.push({ code: "unknown", key: shown(key), value: "" });
    } else if (found.has(key)) problems.push({ code: "twice", key, value: shown(value) });
    else found.set(key, value);
  }
  return found;
}

/**
 * Read a link, whoever made it: what can be opened is, and the rest is told of. Throws nothing.
 *
 * @param {string} hash with or without its #
 * @param {Catalogue} catalogue
 * @param {string[]} languages ids of those that there are
 * @returns {Opened} a language of null where it names none
 */
export function read(hash, catalogue, languages) {
  /** @type {LinkProblem[]} */
  const problems = [];
  if ([...hash].length > MOST) {
    problems.push({ code: "long", key: "", value: "" });
    return { intent: plain(catalogue), language: null, problems };
  }
  const parts = partsOf(hash, problems);
  let intent = plain(catalogue);
  for (const { key, path, limit, needs } of FIELDS) {
    const text = parts.get(key);
    if (text === undefined) continue;
    const value = readValue(limit, text, placeOf(catalogue, intent.model));
    const lacks = needs !== undefined && at(intent, [needs]) === null;
    if (value === undefined) problems.push({ code: "value", key, value: shown(text) });
    else if (lacks) problems.push({ code: "needs", key, value: needs });
    else if (key === "model") intent = plain(catalogue, value);
    else intent = withValue(intent, path, value);
  }
  const language = parts.get(LANGUAGE) ?? null;
  if (language === null || languages.includes(language)) return { intent, language, problems };
  problems.push({ code: "value", key: LANGUAGE, value: shown(language) });
  return { intent, language: null, problems };
}
