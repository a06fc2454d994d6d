/** How each kind of value stands in a link; what is read is checked as a stranger's. */

import { pack, unpack } from "../maths/packing.js";
import { accepts } from "./limits.js";

/** @typedef {import("./types").Limit} Limit */
/** @typedef {import("./types").Source} Source */
/** @typedef {import("./types").Slot} Slot */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {import("./linkFields.js").LinkLimit} LinkLimit */
/**
 * What a value is read for: the model that the link chooses, and what there is.
 *
 * @typedef {object} Place
 * @property {Catalogue} catalogue
 * @property {string} family of the models that can be chosen
 * @property {string} model
 */

/** A picture that is no data set's, as its 784 grey values in [0, 1]. @typedef {Partial<Record<Slot, ArrayLike<number> | null>>} Pixels */

const WHOLE = /^-?[0-9]{1,16}$/;
const NUMBER = /^-?[0-9]{1,16}(\.[0-9]{1,16})?(e[+-]?[0-9]{1,3})?$/;
const DIGITS = 5; // of a number that is not whole
const LEAST = 1e-6; // what is nearer to nothing is written as 0
const PACKED = "~"; // before a picture's own pixels
const NONE = "none";
const NO_GUESS = "-";

/** @param {number} value as short as it can be and still be the same to five digits */
function figure(value) {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < LEAST ? "0" : String(Number(value.toPrecision(DIGITS)));
}

/** Of "-0" a plain 0: JSON knows no other. @param {string} text */
const parsed = (text) => Number(text) + 0;

/** @param {Place} place */
const modelOf = ({ catalogue, model }) => catalogue.models[model];

/** @param {Place} place */
const datasetOf = (place) => place.catalogue.datasets[modelOf(place).dataset];

/** @param {Limit} each @param {string} text */
function readList(each, text) {
  const items = text.split(",").map((item) => readPlain(each, item));
  return items.includes(undefined) ? undefined : items;
}

/**
 * A value of one of the kinds that a room's option may be of; undefined where it is none.
 *
 * @param {Limit} limit
 * @param {string} text
 * @returns {any}
 */
function readPlain(limit, text) {
  const value = plainOf(limit, text);
  return accepts(limit, value) ? value : undefined;
}

/** @param {Limit} limit @param {string} text @returns {unknown} */
function plainOf(limit, text) {
  switch (limit.kind) {
    case "flag":
      return { 0: false, 1: true }[text];
    case "whole":
      return WHOLE.test(text) ? parsed(text) : undefined;
    case "number":
      return NUMBER.test(text) ? parsed(text) : undefined;
    case "list":
      return readList(limit.each, text);
    case "choice":
      return limit.of.find((one) => String(one) === text);
    case "dataset":
      return text;
  }
}

/** @param {string} text @param {{orNone: boolean}} limit @param {Place} place @returns {Source | null | undefined} */
function readPicture(text, { orNone }, place) {
  if (text === NONE) return orNone ? null : undefined;
  if (text.startsWith(PACKED)) {
    const pixels = unpack(text.slice(PACKED.length));
    return pixels ? { from: "link", pixels: pack(pixels) } : undefined;
  }
  const { datasets } = place.catalogue;
  const at = text.lastIndexOf(":");
  const dataset = at < 0 ? datasetOf(place).id : text.slice(0, at);
  if (!Object.hasOwn(datasets, dataset)) return undefined;
  const limit = /** @type {const} */ ({ kind: "whole", low: 0, high: datasets[dataset].n - 1 });
  const index = readPlain(limit, text.slice(at + 1));
  return index === undefined ? undefined : { from: "test", dataset, index };
}

/** @param {string} text @param {Place} place */
function readPlane(text, place) {
  const { latent_dim: d } = modelOf(place);
  if (text === "components") return d > 2 ? text : undefined;
  const dims = readList({ kind: "whole", low: 0, high: d - 1 }, text);
  return dims?.length === 2 && dims[0] !== dims[1] ? dims : undefined;
}

/** @param {string} text @param {Place} place */
function readClasses(text, place) {
  const { length } = datasetOf(place).classes;
  const found = readList({ kind: "whole", low: 0, high: length - 1 }, text);
  const classes = [...new Set(found)].sort((a, b) => a - b);
  return found && classes.length < length ? classes : undefined;
}

/** @param {string} text @param {{of: string[]}} limit */
function readFlags(text, { of }) {
  const set = text === NONE ? [] : text.split(",");
  if (!set.every((name) => of.includes(name))) return undefined;
  return Object.fromEntries(of.map((name) => [name, set.includes(name)]));
}

/** @param {string} text @param {{each: Limit[]}} limit */
function readWindow(text, { each }) {
  const items = text.split(",");
  if (items.length !== each.length) return undefined;
  const [x, y, half] = each.map((limit, k) => readPlain(limit, items[k]));
  return [x, y, half].includes(undefined) ? undefined : { x, y, half };
}

/**
 * What a text stands for, or undefined where it stands for nothing that can be.
 *
 * @param {LinkLimit} limit
 * @param {string} text
 * @param {Place} place
 * @returns {any}
 */
export function readValue(limit, text, place) {
  const { models, datasets } = place.catalogue;
  switch (limit.kind) {
    case "model":
      return Object.hasOwn(models, text) && models[text].family === place.family ? text : undefined;
    case "picture":
      return readPicture(text, limit, place);
    case "code": {
      const z = readList(limit.each, text);
      return z?.length === modelOf(place).latent_dim ? z : undefined;
    }
    case "plane":
      return readPlane(text, place);
    case "window":
      return readWindow(text, limit);
    case "classes":
      return readClasses(text, place);
    case "flags":
      return readFlags(text, limit);
    case "guess":
      if (text === NO_GUESS) return null;
      return limit.of.includes(text) ? text : undefined;
    case "dataset":
      return text === "" || Object.hasOwn(datasets, text) ? text : undefined;
    default:
      return readPlain(limit, text);
  }
}

/** @param {Source | null} source @param {Slot} slot @param {Place} place @param {Pixels} pixels */
function writePicture(source, slot, place, pixels) {
  if (!source) return NONE;
  if (source.from === "link") return PACKED + source.pixels;
  if (source.from === "test") {
    const { dataset, index } = source;
    return dataset === datasetOf(place).id ? String(index) : `${dataset}:${index}`;
  }
  const own = pixels[slot];
  return own ? PACKED + pack(own) : null;
}

/** @param {unknown} value @returns {string} */
function writePlain(value) {
  if (Array.isArray(value)) return value.map(writePlain).join(",");
  if (typeof value === "boolean") return value ? "1" : "0";
  return typeof value === "number" ? figure(value) : String(value);
}

/**
 * How a value stands in a link; null where it cannot.
 *
 * @param {LinkLimit} limit
 * @param {any} value
 * @param {Place} place
 * @param {Pixels} pixels of what was drawn or brought
 * @returns {string | null}
 */
export function writeValue(limit, value, place, pixels) {
  if (limit.kind === "picture") return writePicture(value, limit.slot, place, pixels);
  if (limit.kind === "guess") return value ?? NO_GUESS;
  if (value === null) return null;
  if (limit.kind === "window") return writePlain([value.x, value.y, value.half]);
  if (limit.kind === "flags") return limit.of.filter((name) => value[name]).join(",") || NONE;
  return writePlain(value);
}
