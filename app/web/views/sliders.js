/** One slider and one number a latent dimension, the most telling first. */

import { dimensions, keyStep } from "../models/dimensions.js";
import { zOf } from "../session/state.js";
import { decimals, fill, fixed, zName } from "./format.js";
import { build, live } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../models/dimensions.js").Dimension} Dimension */
/** @typedef {import("../text/en.js").Text} Text */
/**
 * @typedef {object} Row
 * @property {number} dim
 * @property {Dimension} dimension
 * @property {HTMLInputElement} range
 * @property {HTMLInputElement} number
 */

const MOST = 10_000; // the server refuses a code beyond this
const STEPS = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/** @param {Text} text */
const html = ({ sliders: t }) => `
  <div class="lx-buttons">
    <button type="button" data-ref="prior">${t.prior}</button>
    <button type="button" data-ref="zero">${t.zero}</button>
    <button type="button" data-ref="picture">${t.picture}</button>
  </div>
  <div class="lx-sliders" data-ref="rows"></div>
  <div class="lx-hint">${t.hint}</div>`;

/** @param {Dimension} dimension @param {"vae" | "ae"} kind @param {Text} text */
function rowHtml({ dim, weight, active }, kind, { sliders: t }) {
  const name = zName(dim);
  const carries =
    kind === "vae"
      ? fill(t.carries, { nats: fixed(weight) })
      : fill(t.spread, { spread: fixed(weight, weight < 10 ? 1 : 0) });
  return `
    <label for="lx-z${dim}"><b>${name}</b> <span>${active ? carries : t.inactive}</span></label>
    <input type="number" step="any" min="${-MOST}" max="${MOST}"
      aria-label="${fill(t.number, { name })}">
    <input type="range" step="any" id="lx-z${dim}" data-dim="${dim}">`;
}

/**
 * A value on the grid of steps that the arrow keys walk.
 *
 * @param {number} value
 * @param {number} step
 */
const snapped = (value, step) => Math.round(value / step) * step;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  const refs = build(element, html(text));
  /** @type {Row[]} */
  let rows = [];
  let model = "";

  /** @param {number} dim */
  const sigmaOf = (dim) => {
    const logvar = session.state.frame?.logvar;
    return logvar ? Math.exp(0.5 * logvar[dim]) : null;
  };
  /** @param {Row} row */
  const stepOf = ({ dim, dimension }) => keyStep(dimension, sigmaOf(dim));

  /** @param {Row} row @param {number} value */
  const move = (row, value) => {
    const within = Math.min(MOST, Math.max(-MOST, value));
    session.dispatch({ type: "zMoved", model, dim: row.dim, value: within });
  };

  /** @param {Row} row @param {KeyboardEvent} event */
  const press = (row, event) => {
    if (event.key === "Backspace" || event.key === "Delete") {
      event.preventDefault();
      session.dispatch({ type: "zReturnedIn", model, dim: row.dim });
      return;
    }
    const steps = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
    const z = zOf(session.state);
    if (!steps || !z) return;
    event.preventDefault();
    const step = stepOf(row) * steps * (event.shiftKey ? 10 : 1);
    move(row, z[row.dim] + step);
  };

  /** @param {Row} row */
  const listen = (row) => {
    const { range, number } = row;
    range.addEventListener("input", () => move(row, snapped(range.valueAsNumber, stepOf(row))));
    range.addEventListener("keydown", (event) => press(row, event));
    range.addEventListener("dblclick", () =>
      session.dispatch({ type: "zReturnedIn", model, dim: row.dim }),
    );
    number.addEventListener("input", () => {
      if (Number.isFinite(number.valueAsNumber)) move(row, number.valueAsNumber);
    });
    number.addEventListener("blur", () => showRow(row, session.state));
    number.addEventListener("keydown", (event) => {
      if (event.key === "Enter") number.blur();
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        press(row, event);
        number.value = range.ariaValueText ?? "";
      }
    });
  };

  /** @param {import("../models/types").ModelConfig} config */
  const rebuild = (config) => {
    if (model === config.id) return;
    model = config.id;
    rows = dimensions(config).map((dimension) => {
      const row = document.createElement("div");
      row.className = "lx-slider";
      row.classList.toggle("lx-inactive", !dimension.active);
      row.innerHTML = rowHtml(dimension, config.kind, text);
      const [number, range] = row.querySelectorAll("input");
      return { dim: dimension.dim, dimension, range, number };
    });
    refs.rows.replaceChildren(...rows.map(({ range }) => range.parentElement));
    refs.rows.classList.toggle("lx-many", rows.length > 4);
    refs.prior.hidden = config.kind === "ae";
    rows.forEach(listen);
  };

  /** @param {Row} row @param {State} state */
  const showRow = (row, state) => {
    const z = zOf(state);
    if (!z || !state.ranges) return;
    const { dim, range, number } = row;
    const step = stepOf(row);
    const [low, high] = state.ranges.ends[dim];
    if (+range.min !== low) range.min = String(low);
    if (+range.max !== high) range.max = String(high);
    // A thumb under a hand is where it should be, but for less than a step.
    if (!(Math.abs(range.valueAsNumber - z[dim]) <= step)) range.value = String(z[dim]);
    const shown = z[dim].toFixed(decimals(step)).replace(/^-(?=[0.]+$)/, "");
    if (+number.step !== step) number.step = String(step); // what the wheel moves
    if (range.ariaValueText !== shown) range.ariaValueText = shown;
    if (number !== document.activeElement && number.value !== shown) number.value = shown;
  };

  const render = (/** @type {State} */ state) => {
    if (!state.frame) return false;
    rebuild(state.frame.model.config);
    refs.picture.disabled = !state.frame.mu;
    for (const row of rows) showRow(row, state);
    return undefined;
  };

  refs.prior.addEventListener("click", () => session.dispatch({ type: "priorDrawn" }));
  refs.zero.addEventListener("click", () => session.dispatch({ type: "zCleared" }));
  refs.picture.addEventListener("click", () => session.dispatch({ type: "zReturned" }));
  live(element, session, render);
}
