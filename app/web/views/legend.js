/** The map's own legend: which classes, which layers and which plane are shown. */

import { fill, number, plural, zName } from "./format.js";
import { namesOf } from "./names.js";
import { planeWith, wantedPlane } from "./plot.js";
import { build, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Layers} Layers */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./plot.js").Plot} Plot */

/** @type {Array<keyof Layers>} */
const LAYERS = ["dots", "contours", "lattice", "rings", "draws"];
const FOR_VAE = ["rings", "draws"]; // an autoencoder has no prior, and nothing to draw from

/** @param {import("../text/en.js").Text} text */
const html = ({ map: t }) => `
  <div class="lx-map-planes" data-ref="planes">
    <span class="lx-stage-name">${t.axes}</span>
    <label>${t.across} <select data-ref="across" aria-label="${t.across}"></select></label>
    <label>${t.up} <select data-ref="up" aria-label="${t.up}"></select></label>
    <span class="lx-soft" data-ref="held"></span>
  </div>
  <div role="group" aria-label="${t.layers}">
    <span class="lx-stage-name" aria-hidden="true">${t.layers}</span>
    <div class="lx-chips">${LAYERS.map(
      (layer) =>
        `<button type="button" class="lx-chip" data-layer="${layer}">${t.layer[layer]}</button>`,
    ).join("")}</div>
  </div>
  <div role="group" aria-label="${t.classes}">
    <span class="lx-stage-name" aria-hidden="true">${t.classes}</span>
    <span class="lx-hint">${t.classesHint}</span>
    <div class="lx-chips lx-classes" data-ref="classes"></div>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountLegend(element, { session, text }) {
  const { map: t } = text;
  const refs = build(element, html(text));
  /** @type {HTMLButtonElement[]} */
  const layers = [...element.querySelectorAll("button[data-layer]")].map(
    (button) => /** @type {HTMLButtonElement} */ (button),
  );
  /** @type {HTMLButtonElement[]} */
  let chips = [];
  let dataset = "";
  /** @type {Plot | null} */
  let planesOf = null;
  /** @type {unknown[]} */
  let shown = [];

  for (const button of layers) {
    button.addEventListener("click", () => {
      const layer = /** @type {keyof Layers} */ (button.dataset.layer);
      const isShown = !session.state.intent.map.layers[layer];
      session.dispatch({ type: "layerChosen", layer, isShown });
    });
  }

  const hidden = () => session.state.intent.map.hidden;
  /** @param {number} c */
  const toggle = (c) => {
    const others = hidden().filter((other) => other !== c);
    const isHidden = others.length < hidden().length;
    const isLast = !isHidden && others.length === chips.length - 1; // hiding it shows all again
    const wanted = isHidden ? others : [...others, c];
    session.dispatch({ type: "classesHidden", hidden: isLast ? [] : wanted });
  };
  /** Show one class alone, or all again. @param {number} c */
  const isolate = (c) => {
    const others = chips.map((_, other) => other).filter((other) => other !== c);
    const isAlone = hidden().join() === others.join();
    session.dispatch({ type: "classesHidden", hidden: isAlone ? [] : others });
  };

  /** @param {string} name @param {number} c */
  const chipOf = (name, c) => {
    const chip = Object.assign(document.createElement("button"), {
      type: "button",
      className: "lx-chip lx-class",
      title: t.isolate,
    });
    chip.style.setProperty("--lx-class", `var(--lx-class-${c % 10})`);
    chip.append(name);
    /** @type {number[]} What was hidden before the first of two clicks. */
    let before = [];
    chip.addEventListener("click", ({ detail, shiftKey }) => {
      if (shiftKey) return isolate(c);
      if (detail > 1) return undefined; // the second of a double click
      before = hidden();
      return toggle(c);
    });
    chip.addEventListener("dblclick", () => {
      session.dispatch({ type: "classesHidden", hidden: before });
      isolate(c);
    });
    return chip;
  };

  /** @param {ModelConfig} config */
  const showClasses = (config) => {
    if (dataset === config.dataset) return;
    dataset = config.dataset;
    chips = namesOf(text, session.catalogue.datasets[dataset]).classes.map(chipOf);
    refs.classes.replaceChildren(...chips);
  };

  /** @param {Plot} plot */
  const showPlanes = (plot) => {
    if (plot === planesOf) return;
    planesOf = plot;
    const { latent_dim: d } = plot.config;
    refs.planes.hidden = d <= 2;
    if (d <= 2) return;
    const wanted = wantedPlane(session.state.intent, d);
    /** @type {HTMLSelectElement[]} */
    const [across, up] = [refs.across, refs.up];
    for (const [axis, select] of [across, up].entries()) {
      const dims = Array.from({ length: d }, (_, k) => new Option(zName(k), String(k)));
      select.replaceChildren(new Option(plot.components[axis], "components"), ...dims);
      select.value = wanted === "components" ? wanted : String(wanted[axis]);
    }
    setText(refs.held, fill(plural(text, d - 2, t.held), { n: number(text, d - 2, 0) }));
  };
  for (const [axis, select] of [refs.across, refs.up].entries()) {
    select.addEventListener("change", () => {
      const { intent, frame } = session.state;
      if (!frame) return;
      const wanted = wantedPlane(intent, frame.model.config.latent_dim);
      const choice = select.value === "components" ? select.value : Number(select.value);
      const plane = planeWith(wanted, /** @type {0 | 1} */ (axis), choice);
      session.dispatch({ type: "planeChosen", plane });
    });
  }

  /** @param {State} state @param {ModelConfig} config @param {Plot | null} plot */
  return (state, config, plot) => {
    const { map } = state.intent;
    const now = [map, config, plot];
    if (now.every((value, i) => value === shown[i])) return;
    shown = now;
    showClasses(config);
    if (plot) showPlanes(plot);
    for (const button of layers) {
      const layer = /** @type {keyof Layers} */ (button.dataset.layer);
      button.hidden = config.kind !== "vae" && FOR_VAE.includes(layer);
      button.ariaPressed = String(map.layers[layer]);
    }
    chips.forEach((chip, c) => {
      chip.ariaPressed = String(!map.hidden.includes(c));
    });
  };
}
