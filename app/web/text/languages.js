/** The languages of the page. A new one is a row here and a file like `en.js`. */

import { en } from "./en.js";

/** @typedef {import("./en.js").Text} Text */
/**
 * @typedef {object} Language
 * @property {string} id as in `<html lang>`
 * @property {string} name in itself
 * @property {"ltr" | "rtl"} dir
 * @property {() => Promise<Text>} load
 * @property {string} [font] a typeface of its own, declared in styles/fonts.css
 */

/** @type {Language[]} the first is shown where a visitor's own is not among them */
export const languages = [
  { id: "en", name: "English", dir: "ltr", load: async () => en },
  {
    id: "fa",
    name: "فارسی",
    dir: "rtl",
    load: async () => (await import("./fa.js")).fa,
    font: "Vazirmatn",
  },
];

/**
 * The first of a visitor's languages that there is.
 *
 * @param {readonly string[]} wanted as `navigator.languages` has them, the best first
 * @returns {Language}
 */
export function chooseLanguage(wanted) {
  const short = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  const found = short.map((id) => languages.find((language) => language.id === id));
  return found.find((language) => language) ?? languages[0];
}
