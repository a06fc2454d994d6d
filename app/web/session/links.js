/** Links in and out: what the page opens with, an address that follows it, and what is shared. */

import { pack } from "../maths/packing.js";
import { follow } from "./following.js";
import { sourceOf } from "./intent.js";
import { read, write } from "./link.js";
import { seen } from "./state.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Slot} Slot */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {import("./link.js").LinkIntent} LinkIntent */
/**
 * The address of the page, as its host has it. A hash is without its #, and empty for the plain page.
 *
 * @typedef {object} Address
 * @property {() => string} read what it is now
 * @property {(hash: string) => void} replace
 * @property {(hash: string) => void} push as a step of the history
 * @property {(hear: () => void) => void} onChange hear of each change that was not made here
 * @property {(hash: string) => string} link the whole address, for another person
 */
/**
 * @typedef {object} Links
 * @property {boolean} isByLink whether a link opened the page
 * @property {() => string | null} arrive open the page as its address says; its language, if any
 * @property {() => string} share the whole address of what is shown now
 * @property {() => void} refresh the address, in which the language has changed
 */

/** @type {Slot[]} */
const SLOTS = ["main", "a", "b"];

/** The pictures as the model is shown them. @param {State} state @param {Catalogue} catalogue */
function pixelsOf(state, { models, datasets }) {
  const dataset = datasets[models[state.intent.model].dataset];
  return Object.fromEntries(
    SLOTS.map((slot) => [slot, seen(state, slot, dataset)?.pixels ?? null]),
  );
}

/**
 * What a link says, with the pictures that are here already as they are: on the way back through the
 * history a drawing stays what was drawn.
 *
 * @param {LinkIntent} intent
 * @param {State} state
 * @param {Catalogue} catalogue
 * @returns {LinkIntent}
 */
function withOwn(intent, state, catalogue) {
  const pixels = pixelsOf(state, catalogue);
  const [picture, a, b] = SLOTS.map((slot) => {
    const said = slot === "main" ? intent.picture : intent.walk[slot];
    const own = pixels[slot];
    if (said?.from !== "link" || !own || pack(own) !== said.pixels) return said;
    return sourceOf(state.intent, slot);
  });
  const walk = { ...intent.walk, a: a ?? intent.walk.a, b: b ?? intent.walk.b };
  return { ...intent, picture, walk };
}

/**
 * @param {{session: import("./session.js").Session, sheet: {turn: number}}} parts
 * @param {Address} address
 * @param {object} page
 * @param {string[]} page.languages ids of those that there are; the first is in no link
 * @param {() => string | undefined} page.languageOf what it is in now
 * @param {() => boolean} page.isTouched whether a person has done anything: what the page does by
 *   itself before is not theirs to go back to
 * @param {(language: string | null) => void} page.onOpened what to do about the language of a link
 *   that was opened later
 * @returns {Links}
 */
export function makeLinks({ session, sheet }, address, page) {
  const { languages, languageOf, isTouched, onOpened } = page;
  const { catalogue } = session;
  const linkOf = (/** @type {State} */ state) => {
    const id = languageOf();
    const language = id === undefined || id === languages[0] ? null : id;
    return write(state.intent, catalogue, { language, pixels: pixelsOf(state, catalogue) });
  };

  /** @param {string} hash */
  const open = (hash) => {
    const { intent, language, problems } = read(hash, catalogue, languages);
    sheet.turn++; // a file that is on its way came before
    const own = withOwn(intent, session.state, catalogue);
    session.dispatch({ type: "linkOpened", intent: own, problems });
    return language;
  };

  const hash = address.read();
  const isByLink = hash !== "";
  return {
    isByLink,
    arrive: () => {
      const language = isByLink ? open(hash) : null;
      if (!isByLink) session.dispatch({ type: "tabShown", tab: session.state.intent.tab });
      return language;
    },
    share: () => address.link(linkOf(session.state)),
    ...followed(),
  };

  /** The address as it follows, and is followed. */
  function followed() {
    const { refresh, obey } = follow(session, { address, linkOf, isWanted: isTouched });
    address.onChange(() => {
      obey(() => onOpened(open(address.read())));
    });
    return { refresh };
  }
}
