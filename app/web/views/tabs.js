/** The tabs, by the pattern of the ARIA authoring guide: arrow keys, Home and End. */

import { onChange } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * @param {HTMLElement} list gets the buttons
 * @param {Record<string, HTMLElement>} panels by tab
 * @param {Page} page
 */
export function mountTabs(list, panels, { session, text }) {
  const names = Object.keys(panels);
  const buttons = names.map((name) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", id: `tab-${name}-button`, role: "tab" });
    button.textContent = text.tabs[/** @type {keyof typeof text.tabs} */ (name)].name;
    button.dataset.tab = name;
    button.setAttribute("aria-controls", `tab-${name}`);
    button.addEventListener("click", () => session.dispatch({ type: "tabShown", tab: name }));
    return button;
  });
  list.replaceChildren(...buttons);

  list.addEventListener("keydown", (event) => {
    const last = names.length - 1;
    const here = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const onward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const ways = { ArrowRight: here + onward, ArrowLeft: here - onward, Home: 0, End: last };
    const to = ways[/** @type {keyof typeof ways} */ (event.key)];
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    const button = buttons[(to + names.length) % names.length];
    button.focus();
    button.click();
  });

  onChange(
    session,
    ({ intent }) => [intent.tab],
    ({ intent }) => {
      names.forEach((name, k) => {
        const isShown = name === intent.tab;
        panels[name].hidden = !isShown;
        buttons[k].setAttribute("aria-selected", String(isShown));
        buttons[k].tabIndex = isShown ? 0 : -1;
      });
    },
  );
}
