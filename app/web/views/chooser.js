/** Which model: its data set from a list, its kind and how many numbers its code has. */

import { ROOMS } from "../session/rooms.js";
import { number, plural } from "./format.js";
import { modelName, namesOf } from "./names.js";
import { build, countFrame, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {"dataset" | "kind" | "latent_dim"} Axis */

/** @type {Axis[]} the first weighs most when no model has all that is wanted */
const AXES = ["dataset", "kind", "latent_dim"];
/** @type {Axis[]} those of few values, all of them in sight */
const SEGMENTS = ["kind", "latent_dim"];

/** @param {import("../text/en.js").Text} text */
const html = ({ chooser }) => `
  <select data-ref="dataset" aria-label="${chooser.dataset}" hidden></select>
  ${SEGMENTS.map(
    (axis) => `<div class="lx-segments" role="radiogroup" data-ref="${axis}"
    aria-label="${chooser[axis]}"></div>`,
  ).join("")}
  <select data-ref="same" aria-label="${chooser.model}" hidden></select>
  <p class="lx-chooser-note" data-ref="note" hidden></p>`;

/**
 * Which choices count where the page is: on a tab of experiments, those that its room heeds.
 *
 * @param {import("../session/types").Intent} intent
 * @returns {Axis[]}
 */
export function heededOf({ tab, generate, loss }) {
  if (tab === "train") return ["dataset"]; // it makes its own model
  const room = { generate, loss }[/** @type {"loss"} */ (tab)]?.room;
  return (room !== undefined && Object.hasOwn(ROOMS, room) && ROOMS[room].heeds) || AXES;
}

/**
 * The model nearest to the one in use whose `axis` has another value.
 *
 * @param {ModelConfig[]} models
 * @param {ModelConfig} now
 * @param {Axis} axis
 * @param {string | number} value
 * @returns {ModelConfig}
 */
function nearestModel(models, now, axis, value) {
  const offered = models.filter((model) => model[axis] === value);
  /** @param {ModelConfig} model */
  const score = (model) =>
    AXES.reduce((sum, name, k) => sum + Number(model[name] === now[name]) * 2 ** (3 - k), 0);
  return offered.reduce((best, model) => (score(model) > score(best) ? model : best));
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  const refs = build(element, html(text));
  /** Those of the series that is offered, with what was trained here. */
  const mainNow = () =>
    Object.values(session.catalogue.models).filter(({ family }) => family === "main");

  /** @param {ModelConfig} model @param {Axis} axis @returns {(string | Node)[]} */
  const nameOf = (model, axis) => {
    if (axis === "kind") return [text.chooser.kinds[model.kind]];
    const unit = document.createElement("small"); // left out where there is no room
    unit.textContent = plural(text, model.latent_dim, text.chooser.numbers);
    return [number(text, model.latent_dim, 0), " ", unit];
  };

  /** What a choice is made of: the chooser's own models, and the one in use. @param {ModelConfig} now */
  const offeredBeside = (now) => {
    const main = mainNow();
    return main.some(({ id }) => id === now.id) ? main : [...main, now];
  };

  /** @param {Axis} axis @param {string | number} value */
  const choose = (axis, value) => {
    const here = session.catalogue.models[session.state.intent.model];
    const { id } = nearestModel(offeredBeside(here), here, axis, value);
    session.dispatch({ type: "modelChosen", id });
  };

  /** What the experiment that is shown would ignore is no choice there. @type {Axis[]} */
  let heeded = AXES;

  /** @param {ModelConfig} now */
  const showDatasets = (now) => {
    const ids = [...new Set(offeredBeside(now).map(({ dataset }) => dataset))];
    const titles = ids.map((id) => namesOf(text, session.catalogue.datasets[id]).title);
    refs.dataset.replaceChildren(...ids.map((id, k) => new Option(titles[k], id)));
    refs.dataset.value = now.dataset;
    refs.dataset.hidden = ids.length < 2 || !heeded.includes("dataset");
  };
  refs.dataset.addEventListener("change", () => choose("dataset", refs.dataset.value));

  /** @param {Axis} axis @param {ModelConfig} now */
  const showAxis = (axis, now) => {
    // What another data set's models have is no choice here: it would lead away from this one.
    const models = offeredBeside(now).filter(({ dataset }) => dataset === now.dataset);
    const values = [...new Set(models.map((model) => model[axis]))];
    const place = refs[axis];
    place.hidden = values.length < 2 || !heeded.includes(axis);
    const key = JSON.stringify(values);
    if (place.dataset.key !== key) {
      place.dataset.key = key;
      place.replaceChildren(
        ...values.map((value) => {
          const label = document.createElement("label");
          const input = label.appendChild(document.createElement("input"));
          Object.assign(input, { type: "radio", name: `lx-${axis}`, value: String(value) });
          input.addEventListener("change", () => choose(axis, value));
          const named = /** @type {ModelConfig} */ (models.find((model) => model[axis] === value));
          label.appendChild(document.createElement("span")).append(...nameOf(named, axis));
          return label;
        }),
      );
    }
    for (const input of place.querySelectorAll("input")) {
      input.checked = input.value === String(now[axis]);
    }
  };

  /** Models that differ in none of these. @param {ModelConfig} now */
  const showSame = (now) => {
    const alike = mainNow().filter((model) => AXES.every((axis) => model[axis] === now[axis]));
    const offered = alike.some(({ id }) => id === now.id) ? alike : [...alike, now];
    refs.same.replaceChildren(
      ...offered.map((model) => new Option(modelName(text, model, session.catalogue), model.id)),
    );
    refs.same.value = now.id;
    refs.same.hidden = offered.length < 2 || heeded.length < AXES.length;
  };

  refs.same.addEventListener("change", () =>
    session.dispatch({ type: "modelChosen", id: refs.same.value }),
  );
  onChange(
    session,
    ({ intent: { model, tab, generate, loss } }) => [model, tab, generate.room, loss.room],
    ({ intent }) => {
      const { model } = intent;
      const now = session.catalogue.models[model];
      heeded = heededOf(intent);
      const isWhole = heeded.length === AXES.length;
      setText(refs.note, isWhole ? "" : text.chooser.ownModels);
      refs.note.hidden = isWhole;
      showDatasets(now);
      for (const axis of SEGMENTS) showAxis(axis, now);
      showSame(now);
      element.dataset.model = model;
      countFrame(element);
    },
  );
}
