/** A row a dimension, the most telling first: its slider on the strip of what it changes. */

import { toPixels } from "../maths/pictures.js";
import { dimensions, keyStep } from "../models/dimensions.js";
import { zOf } from "../session/state.js";
import { decimals, fill, fixed, zName } from "./format.js";
import {
  FEW,
  layOut,
  NARROW,
  paintThumb,
  scale,
  stripHtml,
  stripLengths,
  stripPainter,
} from "./strips.js";
import { afterPaint, build, setText, whileShown } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Point} Point */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../models/dimensions.js").Dimension} Dimension */
/** @typedef {import("../text/en.js").Text} Text */
/**
 * @typedef {object} Row
 * @property {number} dim
 * @property {Dimension} dimension
 * @property {HTMLElement} element
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLCanvasElement} live the picture in the thumb
 * @property {HTMLInputElement} range
 * @property {HTMLInputElement} number
 * @property {HTMLElement | null} hill the prior's density; an autoencoder has none
 * @property {HTMLElement} mine the tick at my picture's μ
 * @property {HTMLElement} values what the strip's pictures stand for
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

const REACH = 4; // the hill is drawn from −4 to 4
const BELL = Array.from({ length: 65 }, (_, i) => {
  const z = REACH * (i / 32 - 1);
  return `${z},${(1 - Math.exp(-0.5 * z * z)).toFixed(4)}`;
}).join(" ");
const HILL = `<svg class="lx-hill" viewBox="${-REACH} 0 ${2 * REACH} 1" preserveAspectRatio="none"
  aria-hidden="true"><polygon points="${BELL}"/></svg>`;

/** @param {Text} text */
const html = ({ sliders: t }) => `
  <div class="lx-row lx-row-head">
    <h2 class="lx-stage-name lx-latent">${t.name}</h2>
    <span class="lx-soft" data-ref="carried" aria-hidden="true"></span>
  </div>
  <div class="lx-rows" data-ref="rows"></div>`;

/** @param {Dimension} dimension @param {"vae" | "ae"} kind @param {Text} text */
function weightHtml({ weight, active }, kind, { sliders: t }) {
  if (!active) return `<span class="lx-weight">${t.inactive}</span>`;
  const shown = fixed(weight, kind === "vae" || weight < 10 ? 2 : 1);
  const [before, after] = t.carries[kind].split("{weight}");
  return `<span class="lx-unseen">${fill(t.carries[kind], { weight: shown })}</span>
    <span class="lx-weight" aria-hidden="true"><i></i><span><span class="lx-words">${before}</span>
    <em>${shown}</em><span class="lx-words">${after}</span></span></span>`;
}

/** @param {Dimension} dimension @param {"vae" | "ae"} kind @param {Text} text */
function rowHtml(dimension, kind, text) {
  const { dim } = dimension;
  const { sliders: t } = text;
  const name = zName(dim);
  return `
    <label for="lx-z${dim}"><b>${name}</b> ${weightHtml(dimension, kind, text)}</label>
    ${stripHtml(
      fill(t.strip, { name }),
      `<input type="range" step="any" id="lx-z${dim}" data-dim="${dim}">`,
    )}
    <div class="lx-axis" dir="ltr" aria-hidden="true"><div>${kind === "vae" ? HILL : ""}<i></i></div></div>
    <div class="lx-scale" dir="ltr" aria-hidden="true"></div>
    <div class="lx-number-box"><input type="number" step="any" min="${-MOST}" max="${MOST}"
      aria-label="${fill(t.number, { name })}"></div>`;
}

/**
 * A value on the grid of steps that the arrow keys walk.
 *
 * @param {number} value
 * @param {number} step
 */
const snapped = (value, step) => Math.round(value / step) * step;

/** One decimal where steps are whole, none where the number is so long that nobody reads it. */
const placesOf = (/** @type {number} */ value, /** @type {number} */ step) =>
  Math.abs(value) < 1000 ? Math.max(1, decimals(step)) : 0;

/** @param {Dimension} dimension @param {ModelConfig} config @param {Text} text @returns {Row} */
function makeRow(dimension, config, text) {
  const element = document.createElement("div");
  element.className = "lx-row";
  element.classList.toggle("lx-inactive", !dimension.active);
  element.innerHTML = rowHtml(dimension, config.kind, text);
  /** @param {string} selector @returns {any} */
  const find = (selector) => element.querySelector(selector);
  return {
    dim: dimension.dim,
    dimension,
    element,
    canvas: find("canvas"),
    live: find(".lx-live"),
    range: find("input[type=range]"),
    number: find("input[type=number]"),
    hill: find(".lx-hill"),
    mine: find(".lx-axis i"),
    values: find(".lx-scale"),
  };
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text, gone }) {
  const refs = build(element, html(text));
  const soon = afterPaint();
  const paintStrips = stripPainter(session, refs.rows);
  const narrow = matchMedia(NARROW);
  /** @type {Row[]} */
  let rows = [];
  let model = "";
  /** @type {Point | null} */
  let drawn = null;
  /** @type {WeakMap<Row, unknown[]>} what each row's axis was placed by */
  let placed = new WeakMap();

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
        showRow(row, session.state);
        number.value = range.ariaValueText ?? "";
      }
    });
  };

  /** How many pictures a strip has now. @param {ModelConfig} config */
  const lengthOf = ({ latent_dim: d }) => stripLengths(d, narrow.matches).dimension;

  /** @param {ModelConfig} config */
  const layOutStrips = (config) => {
    element.style.setProperty("--lx-across", String(lengthOf(config)));
    for (const { canvas, values } of rows) {
      layOut(canvas, lengthOf(config));
      const spans = Array.from({ length: lengthOf(config) }, () => document.createElement("span"));
      values.replaceChildren(...spans);
    }
    placed = new WeakMap();
  };

  /** @param {ModelConfig} config */
  const rebuild = (config) => {
    model = config.id;
    const ordered = dimensions(config);
    rows = ordered.map((dimension) => makeRow(dimension, config, text));
    const most = Math.max(...ordered.map(({ weight }) => weight)) || 1;
    for (const { element: row, dimension } of rows) {
      row.style.setProperty("--lx-share", String(dimension.weight / most));
    }
    refs.rows.replaceChildren(...rows.map((row) => row.element));
    refs.carried.textContent = text.sliders.carried[config.kind];
    element.style.setProperty("--lx-dims", String(rows.length));
    element.classList.toggle("lx-many", rows.length > FEW);
    element.classList.toggle("lx-points", config.kind === "ae");
    layOutStrips(config);
    rows.forEach(listen);
  };

  /**
   * Where on its strip a row has its hill and my picture.
   *
   * @param {Row} row
   * @param {[number, number]} ends
   * @param {number | undefined} mu
   */
  const showAxis = ({ hill, mine, values }, [low, high], mu) => {
    const percent = (/** @type {number} */ value) => `${(100 * (value - low)) / (high - low)}%`;
    if (hill) {
      hill.style.left = percent(-REACH);
      hill.style.width = percent(low + 2 * REACH);
    }
    const isOnIt = mu !== undefined && mu >= low && mu <= high;
    mine.hidden = !isOnIt;
    if (isOnIt) mine.style.left = percent(mu);
    scale([low, high], values.children.length).forEach((value, s) => {
      setText(values.children[s], value);
    });
  };

  /** @param {Row} row @param {State} state */
  const showRow = (row, state) => {
    const z = zOf(state);
    if (!z || state.ranges?.model !== model) return; // meanwhile another model was chosen
    const { dim, range, number } = row;
    const step = stepOf(row);
    const ends = state.ranges.ends[dim];
    const mu = state.frame?.mu?.[dim];
    if (placed.get(row)?.[0] !== ends || placed.get(row)?.[1] !== mu) {
      placed.set(row, [ends, mu]);
      [range.min, range.max] = ends.map(String);
      showAxis(row, ends, mu);
    }
    // A thumb under a hand is where it should be, but for less than a step.
    if (!(Math.abs(range.valueAsNumber - z[dim]) <= step)) range.value = String(z[dim]);
    const shown = z[dim].toFixed(placesOf(z[dim], step)).replace(/^-(?=[0.]+$)/, "");
    if (+number.step !== step) number.step = String(step); // what the wheel moves
    if (range.ariaValueText !== shown) range.ariaValueText = shown;
    if (number !== document.activeElement && number.value !== shown) number.value = shown;
  };
  const showRows = () => {
    for (const row of rows) showRow(row, session.state);
    showThumbs(session.state);
  };

  /** What z decodes to, in each thumb. @param {State} state */
  const showThumbs = ({ point, ranges }) => {
    const isOwn = point?.model.config.id === model && ranges?.model === model;
    const pixels = isOwn ? toPixels(point.logits) : null;
    for (const { dim, live } of rows) {
      const [low, high] = ranges?.ends[dim] ?? [0, 1];
      paintThumb(live, pixels, point ? (point.z[dim] - low) / (high - low) : 0);
    }
  };

  const redraw = () => {
    const { point } = session.state;
    if (!point || point.model.config.id !== model) return;
    drawn = point;
    paintStrips(rows, point, lengthOf(point.model.config));
  };

  whileShown(session, "sliders", ({ frame, point }) => {
    if (!frame) return;
    if (frame.model.config.id !== model) {
      rebuild(frame.model.config);
      showRows();
    } else soon(showRows);
    if (point !== drawn) redraw();
  });

  const relay = () => {
    if (!session.state.frame) return;
    layOutStrips(session.state.frame.model.config);
    showRows();
    redraw();
  };
  narrow.addEventListener("change", relay, { signal: gone });
}
