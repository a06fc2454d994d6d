/** The language, what runs the model, Present mode, and help: choices that few change twice. */

import { languages } from "../text/languages.js";
import { mountHelp } from "./help.js";
import { build, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {import("../text/en.js").Text} text */
const html = ({ settings: t, engines }) => `
  <label class="lx-language"><span class="lx-unseen">${t.language}</span>
    <select data-ref="language"></select></label>
  <button type="button" class="lx-icon" data-ref="gear" aria-label="${t.gear}" title="${t.gear}"
    popovertarget="lx-gear">⚙</button>
  <div class="lx-popover" id="lx-gear" popover data-ref="panel">
    <fieldset data-ref="engines"><legend>${t.engine}</legend>
      <label><input type="radio" name="lx-engine" value="browser"> ${engines.browser}</label>
      <label><input type="radio" name="lx-engine" value="server"> ${engines.server}</label>
      <p class="lx-hint" data-ref="engineHint"></p>
    </fieldset>
    <button type="button" data-ref="present" aria-pressed="false">${t.present}</button>
    <p class="lx-hint">${t.presentHint}</p>
  </div>
  <button type="button" class="lx-icon" data-ref="help" aria-label="${t.help}"
    title="${t.help}">?</button>
  <dialog class="lx-help" data-ref="dialog"></dialog>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, text, language, host, preferences, prefer, gone } = page;
  const refs = build(element, html(text));
  for (const { id, name } of languages) refs.language.append(new Option(name, id));
  refs.language.value = language.id;
  refs.engines.hidden = !host.server;

  refs.language.addEventListener("change", () => prefer({ language: refs.language.value }));
  refs.help.addEventListener("click", () => refs.dialog.showModal());
  mountHelp(refs.dialog, text, host.server !== null);

  const showPresent = () => refs.present.setAttribute("aria-pressed", String(preferences.present));
  refs.present.addEventListener("click", async () => {
    const present = !preferences.present;
    prefer({ present });
    showPresent();
    // A browser that has no full screen, or forbids it, still shows everything larger.
    const root = document.documentElement;
    await (present ? root.requestFullscreen?.() : document.exitFullscreen?.())?.catch(() => {});
  });
  showPresent();
  // Escape leaves the full screen, and with it what it was for.
  document.addEventListener(
    "fullscreenchange",
    () => {
      if (document.fullscreenElement || !preferences.present) return;
      prefer({ present: false });
      showPresent();
    },
    { signal: gone },
  );

  /** @type {NodeListOf<HTMLInputElement>} */
  const engines = refs.engines.querySelectorAll("input");
  for (const input of engines) {
    input.addEventListener("change", () =>
      session.dispatch({ type: "engineChosen", engine: input.value }),
    );
  }
  onChange(
    session,
    ({ intent: { engine }, frame }) => [engine, frame?.model.engine],
    ({ intent: { engine }, frame }) => {
      for (const input of engines) input.checked = input.value === engine;
      const answers = frame?.model.engine ?? engine;
      const { engineHint, engineInstead } = text.settings;
      setText(refs.engineHint, answers === engine ? engineHint : engineInstead[answers]);
    },
  );
}
