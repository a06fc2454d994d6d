/** The card of a term: one for the whole page, opened by whatever names a term. */

import { escaped, marked } from "./marked.js";
import { placeClear } from "./placing.js";
import { CARDS, isTerm } from "./termCards.js";
import { DRAWINGS } from "./termDrawings.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("./termCards.js").Term} Term */

const SHEET = "(max-width: 640px)"; // where a card rises from below
const ABOVE_SHEET = 10; // pixels from a term to it
/** What terms are said of, where it can be seen. */
const SHOWN = ".lx-code-map, .lx-codes, .lx-x-hat, .lx-draws-line, .lx-loss-bar";
const NOWHERE = "body, [role=tabpanel]"; // has the focus after a press on what takes none

/**
 * A term's sign and name, as its card and the help write them.
 *
 * @param {Text} text
 * @param {Term} term
 */
export function nameOf({ terms }, term) {
  const { sign } = CARDS[term];
  const name = `<span>${terms.of[term].name}</span>`;
  return sign ? `<bdi class="lx-sign" dir="ltr">${sign}</bdi> ${name}` : name;
}

/** @param {Text} text @param {Term} term */
const html = (text, term) => `
  <div class="lx-card-head">
    <h2 class="lx-card-name" id="lx-card-name">${nameOf(text, term)}</h2>
    <button type="button" class="lx-icon lx-card-close" data-close
      aria-label="${text.terms.close}">✕</button>
  </div>
  ${DRAWINGS[term]}
  <div class="lx-card-words">${text.terms.of[term].says
    .map((sentence) => `<p>${marked(sentence)}</p>`)
    .join("")}</div>
  <figure class="lx-card-code" dir="ltr">
    <figcaption dir="auto">${text.terms.code} <bdi dir="ltr">${CARDS[term].file}</bdi></figcaption>
    <code>${escaped(CARDS[term].code)}</code>
  </figure>`;

/** @param {Element} node */
const boxOf = (node) => node.getBoundingClientRect();

/** What the term is said of, and the term. @param {HTMLElement} term */
function keptBy(term) {
  const all = [...(term.closest("section")?.querySelectorAll(SHOWN) ?? [])];
  const shown = all.find((node) => node.checkVisibility());
  return boxOf(shown ?? term);
}

/**
 * On a phone the page goes up until the term, and what stands over it, are above the card; at the
 * page's end the card comes from above.
 *
 * @param {HTMLElement} term
 * @param {HTMLElement} card
 */
function clearOfSheet(term, card) {
  card.classList.remove("lx-from-above");
  const under = () => boxOf(term).bottom + ABOVE_SHEET - (innerHeight - card.offsetHeight);
  if (under() > 0 && !term.closest("dialog")) scrollBy({ top: under(), behavior: "instant" });
  card.classList.toggle("lx-from-above", under() > 0);
}

/** @param {HTMLElement} root */
function makeCard(root) {
  const card = root.appendChild(document.createElement("div"));
  Object.assign(card, { className: "lx-card", popover: "auto", role: "dialog", tabIndex: -1 });
  card.setAttribute("aria-labelledby", "lx-card-name");
  return card;
}

/**
 * Hear of every term on the page, also of those that come later.
 *
 * @param {HTMLElement} root of the page
 * @param {Page} page
 */
export function mountTerms(root, { text, gone }) {
  const card = makeCard(root);
  /** @type {HTMLElement | null} */
  let opener = null;
  const sheet = matchMedia(SHEET);
  const isOpen = () => card.matches(":popover-open");

  const place = () => {
    if (!opener || !isOpen()) return;
    const size = { width: card.offsetWidth, height: card.offsetHeight };
    const window = { width: innerWidth, height: innerHeight };
    const { left, top } = placeClear(boxOf(opener), size, window, keptBy(opener));
    card.style.setProperty("--lx-card-left", `${left}px`);
    card.style.setProperty("--lx-card-top", `${top}px`);
  };

  /** @param {Term} term @param {HTMLElement} button */
  const open = (term, button) => {
    const isWithin = card.contains(button); // a card that names another term becomes its card
    card.innerHTML = html(text, term);
    Object.assign(card.dataset, { role: CARDS[term].role, shows: term });
    if (!isWithin) {
      opener = button;
      opener.focus(); // where the focus returns to; a press alone gives it in most browsers only
      (button.closest("dialog") ?? root).append(card); // all but an open dialog is inert
      card.showPopover();
    }
    card.scrollTop = 0;
    place();
    if (sheet.matches && !isWithin) clearOfSheet(button, card);
    card.focus();
  };

  root.addEventListener(
    "click",
    ({ target }) => {
      if (!(target instanceof Element)) return;
      /** @type {HTMLElement | null} */
      const button = target.closest("button[data-term]");
      const term = button?.dataset.term;
      if (button && isTerm(term)) open(term, button);
      else if (target.closest("[data-close]") && card.contains(target)) card.hidePopover();
    },
    { signal: gone },
  );
  card.addEventListener("focusout", ({ relatedTarget }) => {
    const isGone = relatedTarget instanceof Node && !card.contains(relatedTarget);
    if (isGone && isOpen()) card.hidePopover();
  });
  // A press on what takes no focus closes the card and would leave the focus nowhere.
  card.addEventListener("toggle", () => {
    if (!isOpen() && document.activeElement?.matches(NOWHERE)) opener?.focus();
  });
  addEventListener("resize", place, { signal: gone });
}
