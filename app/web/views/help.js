/** The help: what the page is, what to try, the keyboard, where it runs, its words, its makers. */

import { CARDS } from "./termCards.js";
import { nameOf } from "./terms.js";
import { build } from "./view.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("./termCards.js").Term} Term */

/** The keys, by what `help.keys` says of them. */
const KEYS = {
  tabs: ["←", "→"],
  arrows: ["←", "→", "↑", "↓"],
  undo: ["Ctrl", "Z"],
  escape: ["Esc"],
};

/** Where those whom `help.thanks` names are at home. */
const HOMES = {
  gradio: "https://www.gradio.app",
  pytorch: "https://pytorch.org",
  plotly: "https://plotly.com/javascript/",
  mnist: "https://creativecommons.org/licenses/by-sa/3.0/",
  fashion: "https://github.com/zalandoresearch/fashion-mnist",
  vazirmatn: "https://github.com/rastikerdar/vazirmatn",
};

/** @template {string} Key @param {Record<Key, unknown>} record */
const keysOf = (record) => /** @type {Key[]} */ (Object.keys(record));

/** @param {string[]} lines */
const list = (lines) => `<ul>${lines.map((line) => `<li>${line}</li>`).join("")}</ul>`;

/** @param {Text} text */
const triesHtml = ({ help, tabs }) =>
  keysOf(help.tries)
    .map((tab) => `<section><h4>${tabs[tab].name}</h4>${list(help.tries[tab])}</section>`)
    .join("");

/** @param {Text} text */
const keysHtml = ({ help }) =>
  keysOf(KEYS)
    .map((key) => {
      const caps = KEYS[key].map((cap) => `<kbd>${cap}</kbd>`).join(" ");
      return `<div><dt><bdi dir="ltr">${caps}</bdi></dt><dd>${help.keys[key]}</dd></div>`;
    })
    .join("");

/** @param {Text} text */
const termsHtml = (text) =>
  keysOf(CARDS)
    .map(
      (term) => `<button type="button" data-term="${term}" data-role="${CARDS[term].role}"
        aria-haspopup="dialog">${nameOf(text, term)}</button>`,
    )
    .join("");

/** @param {Text} text */
const thanksHtml = ({ help }) =>
  keysOf(HOMES)
    .map((who) => {
      const { name, under } = help.thanks[who];
      const link = `<a href="${HOMES[who]}" target="_blank" rel="noopener">${name}</a>`;
      return `<li>${link} <span>(${under})</span></li>`;
    })
    .join("");

/** @param {Text} text @param {boolean} hasServer */
const html = (text, hasServer) => {
  const runs = hasServer ? text.help.runs : [text.help.runs[0], text.site.noServer];
  return `
  <form method="dialog" class="lx-help-head">
    <h2 id="lx-help-name">${text.help.name}</h2>
    <button type="button" class="lx-tour-start" data-tour>${text.tour.start}</button>
    <button class="lx-icon" aria-label="${text.help.close}">✕</button>
  </form>
  <div class="lx-help-body">
    <p class="lx-help-what">${text.help.what}</p>
    <h3>${text.help.tryThis}</h3>
    <div class="lx-help-tries">${triesHtml(text)}</div>
    <div class="lx-help-two">
      <section><h3>${text.help.where}</h3>${list(runs)}</section>
      <section><h3>${text.help.keyboard}</h3><dl class="lx-help-keys">${keysHtml(text)}</dl></section>
    </div>
    <h3>${text.help.terms}</h3>
    <div class="lx-help-terms">${termsHtml(text)}</div>
    <div class="lx-help-thanks">
      <h3>${text.help.credits}</h3>
      <ul>${thanksHtml(text)}</ul>
    </div>
  </div>`;
};

/**
 * @param {HTMLDialogElement} dialog
 * @param {Text} text
 * @param {boolean} hasServer whether a server can answer too
 */
export function mountHelp(dialog, text, hasServer) {
  build(dialog, html(text, hasServer));
  dialog.setAttribute("aria-labelledby", "lx-help-name");
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close(); // the ground around it
  });
}
