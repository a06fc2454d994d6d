/** Which model, and what runs it: the two choices that all tabs share. */

import { build, countFrame, onChange } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/** @param {import("../text/en.js").Text} text */
const html = ({ chooser, engines }) => `
  <label class="lx-choice"><span>${chooser.model}</span>
    <select data-ref="model" aria-label="${chooser.model}"></select></label>
  <fieldset class="lx-choice"><legend>${chooser.engine}</legend>
    <label><input type="radio" name="lx-engine" value="browser"> ${engines.browser}</label>
    <label><input type="radio" name="lx-engine" value="server"> ${engines.server}</label>
  </fieldset>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, config, text, hasServer }) {
  const refs = build(element, html(text));
  /** @type {NodeListOf<HTMLInputElement>} */
  const engines = element.querySelectorAll("[name=lx-engine]");
  const main = config.models.filter(({ family }) => family === "main");
  for (const { id, title } of main) refs.model.append(new Option(title, id));
  element.querySelector("fieldset")?.toggleAttribute("hidden", !hasServer);

  refs.model.addEventListener("change", () =>
    session.dispatch({ type: "modelChosen", id: refs.model.value }),
  );
  for (const input of engines) {
    input.addEventListener("change", () =>
      session.dispatch({ type: "engineChosen", engine: input.value }),
    );
  }

  const render = () => {
    const { model, engine } = session.state.intent;
    // A model of a series, come by a link, is offered while it is in use.
    if (![...refs.model.options].some((option) => option.value === model)) {
      refs.model.append(new Option(session.catalogue.models[model].title, model));
    }
    refs.model.value = model;
    for (const input of engines) input.checked = input.value === engine;
    countFrame(element);
  };
  onChange(session, ({ intent: { model, engine } }) => [model, engine], render);
}
