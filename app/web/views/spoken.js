/** A language's text and typeface, fetched together. */

import { Fault } from "../models/fault.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("../text/languages.js").Language} Language */
/** A language with its text. @typedef {{text: Text, language: Language}} Spoken */

const FONT_MS = 2000;

/**
 * A language's own typeface, waited for a while: what is laid out in another one would jump.
 *
 * @param {Language} language
 */
async function typeface({ font, name }) {
  if (!font) return;
  const late = new Promise((done) => setTimeout(done, FONT_MS));
  await Promise.race([document.fonts.load(`1em ${font}`, name), late]).catch(() => {});
}

/**
 * @param {Language} language
 * @returns {Promise<Spoken>}
 * @throws {Fault} where its text cannot be had
 */
export async function spoken(language) {
  const load = language.load().catch(() => {
    throw new Fault("noLanguage", { language: language.name });
  });
  const [text] = await Promise.all([load, typeface(language)]);
  return { text, language };
}

/** @param {HTMLElement} element @param {Spoken} spoken */
export function setLanguage(element, { text, language: { id: lang, dir } }) {
  Object.assign(document.documentElement, { lang, dir });
  Object.assign(element, { lang, dir });
  document.title = text.pageTitle;
}
