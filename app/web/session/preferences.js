/** What is a visitor's own and in no link: kept on the device, where the browser lets it. */

/**
 * @typedef {object} Preferences
 * @property {string | null} language
 * @property {boolean} present larger, for a projector
 * @property {boolean} openingSeen the page has drawn its first digit for this visitor
 * @property {boolean} tourSeen
 */

const KEY = "latent-explorer";

/** @type {Preferences} */
const FIRST = { language: null, present: false, openingSeen: false, tourSeen: false };

/**
 * What is kept, or the first preferences where nothing is or it cannot be read.
 *
 * @param {Pick<Storage, "getItem"> | null} storage
 * @returns {Preferences}
 */
export function readPreferences(storage) {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "{}");
    return {
      language: typeof kept?.language === "string" ? kept.language : FIRST.language,
      present: kept?.present === true,
      openingSeen: kept?.openingSeen === true,
      tourSeen: kept?.tourSeen === true,
    };
  } catch {
    return { ...FIRST };
  }
}

/**
 * Keep them; where the browser keeps nothing they hold until the page is left.
 *
 * @param {Pick<Storage, "setItem"> | null} storage
 * @param {Preferences} preferences
 */
export function keepPreferences(storage, preferences) {
  try {
    storage?.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Storage is full or forbidden: nothing that the page says depends on it.
  }
}
