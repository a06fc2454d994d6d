/** What went wrong, in the page's language. */

import { Fault } from "../models/fault.js";
import { fill, number } from "./format.js";

/** @typedef {import("../text/en.js").Text} Text */

/**
 * A sentence; of an error that the text does not know, its own message.
 *
 * @param {Text} text
 * @param {Error | null} error
 * @returns {string}
 */
export function explain(text, error) {
  if (!error) return "";
  /** @type {Record<string, string>} */
  const { unknown, ...known } = text.errors;
  if (!(error instanceof Fault) || !known[error.code]) {
    return fill(unknown, { message: error.message });
  }
  const says = Object.entries(error.says).map(([name, value]) => [
    name,
    typeof value === "number" ? number(text, value, 0) : value,
  ]);
  return fill(known[error.code], Object.fromEntries(says));
}
