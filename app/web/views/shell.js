/** The page around the views: the header in one row, and a panel a tab; in another page no header. */

import { mountEmbeddedBar } from "./embeddedBar.js";
import { fill, number, plural } from "./format.js";
import { namesOf } from "./names.js";
import { mountTabs } from "./tabs.js";
import { build, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/** What stands in each tab's panel; each name is a view's, and its element's id. */
const PANELS = {
  reconstruct: ["pad", "reconstruct"],
  map: ["map"],
  sliders: ["sliders", "decoded", "walk"],
  generate: ["generate"],
  loss: ["loss"],
  train: ["train"],
};
export const TABS = Object.keys(PANELS);
const LED = ["reconstruct", "map", "sliders"]; // by a sentence; elsewhere a question leads

/** @param {string} name @param {string} label */
const place = (name, label) =>
  `<div id="${name}" data-view="${name}" role="group" aria-label="${label}"></div>`;

/** @param {string} tab @param {import("../text/en.js").Text} text */
const leadHtml = (tab, { tour }) => `
  <div class="lx-lead-line"><p class="lx-lead" data-ref="${tab}Lead"></p>${
    tab === "reconstruct"
      ? `<button type="button" class="lx-tour-start" data-ref="tour" data-tour>${tour.start}</button>`
      : ""
  }</div>`;

/** @param {import("../text/en.js").Text} text @param {boolean} isEmbedded */
const html = (text, isEmbedded) => `
  <header class="lx-header"${isEmbedded ? " hidden" : ""}>
    <h1 class="lx-title">${text.title}</h1>
    <div class="lx-tabs" role="tablist" aria-label="${text.tabsLabel}" data-ref="tabs"></div>
    <div class="lx-header-end">
      ${place("chooser", text.regions.chooser)}
      <div class="lx-header-tools">
        <div id="share" data-view="share"></div>
        ${place("settings", text.regions.settings)}
      </div>
    </div>
  </header>
  <div class="lx-notices">
    <div id="problems" data-view="problems" role="status" hidden></div>
    <div id="status" data-view="status" role="status" aria-live="polite" hidden></div>
  </div>
  <div class="lx-main">${Object.entries(PANELS)
    .map(
      ([tab, views]) => `
    <section class="lx-panel" id="tab-${tab}" role="tabpanel" aria-labelledby="tab-${tab}-button"
      tabindex="-1" hidden>
      ${LED.includes(tab) ? leadHtml(tab, text) : ""}
      <div class="lx-panel-body">${views
        .map((view) => place(view, text.regions[/** @type {keyof typeof text.regions} */ (view)]))
        .join("")}</div>
    </section>`,
    )
    .join("")}</div>
  <div class="lx-embedded-bar" data-ref="bar" hidden></div>`;

/**
 * What to try, above each panel; it names how many numbers the chosen model has.
 *
 * @param {Record<string, any>} refs
 * @param {Page} page
 */
function showLeads(refs, { session, text }) {
  const { reconstruct, map, sliders } = text.tabs;
  setText(refs.slidersLead, sliders.lead);
  onChange(
    session,
    ({ intent: { model } }) => [model],
    ({ intent: { model } }) => {
      const { latent_dim: d, dataset } = session.catalogue.models[model];
      const { take, real } = namesOf(text, session.catalogue.datasets[dataset]).says;
      const lead = fill(plural(text, d, reconstruct.lead), { d: number(text, d, 0), take });
      setText(refs.reconstructLead, lead);
      setText(refs.mapLead, fill(map.lead, { real }));
    },
  );
}

/**
 * Lay the page out; answers with the places of the views, by name.
 *
 * @param {HTMLElement} element
 * @param {Page} page
 * @returns {Record<string, HTMLElement>}
 */
export function mountShell(element, page) {
  const { isEmbedded } = page.host;
  const refs = build(element, html(page.text, isEmbedded));
  /** @param {string} selector @returns {HTMLElement} */
  const find = (selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const panels = TABS.map((tab) => [tab, find(`#tab-${tab}`)]);
  mountTabs(refs.tabs, Object.fromEntries(panels), page);
  if (isEmbedded) mountEmbeddedBar(refs.bar, page);
  showLeads(refs, page);
  refs.tour.classList.toggle("lx-new", !page.preferences.tourSeen);
  const places = /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-view]"));
  return Object.fromEntries([...places].map((node) => [node.dataset.view, node]));
}
