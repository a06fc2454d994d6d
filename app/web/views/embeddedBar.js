/** What stands for the header where the page is embedded: the way to the whole page, and back. */

import { fill } from "./format.js";
import { build, onChange, setHidden } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * @param {HTMLElement} bar
 * @param {Page} page
 * @param {import("../session/types").Embedded} embedded
 */
export function mountEmbeddedBar(bar, { session, text }, { whole }) {
  const home = session.state.intent.tab;
  const { name } = text.tabs[home];
  const refs = build(
    bar,
    `<button type="button" data-ref="back">${fill(text.site.back, { tab: name })}</button>
    <a data-ref="whole" target="_blank" rel="noopener">${text.site.open}</a>`,
  );
  refs.whole.href = whole;
  setHidden(bar, false);
  refs.back.addEventListener("click", () => session.dispatch({ type: "tabShown", tab: home }));
  // An experiment can take a code to another tab.
  onChange(
    session,
    ({ intent }) => [intent.tab],
    ({ intent }) => setHidden(refs.back, intent.tab === home),
  );
}
