/** A sheet of pictures to choose from: a grid as the ARIA guide has it, over one canvas. */

import { paint } from "./paint.js";
import { countFrame } from "./view.js";

/**
 * @typedef {object} Listeners
 * @property {(index: number) => void} press a picture that was pressed, or on which Enter was
 */

/** @param {number} rows @param {number} columns @param {string} label */
const html = (rows, columns, label) => `
  <canvas class="lx-picture" aria-hidden="true" data-blank="true"></canvas>
  <div role="grid" aria-label="${label}">${Array.from(
    { length: rows },
    () =>
      `<div role="row">${'<div role="gridcell" tabindex="-1" aria-selected="false"></div>'.repeat(columns)}</div>`,
  ).join("")}</div>`;

/** Where a key leads from a cell; null for another key. @param {KeyboardEvent} event @param {number} at @param {number} columns @param {number} n */
export function keyed({ key, ctrlKey }, at, columns, n) {
  const column = at % columns;
  /** @type {Record<string, number>} */
  const next = {
    ArrowRight: column < columns - 1 ? at + 1 : at,
    ArrowLeft: column ? at - 1 : at,
    ArrowDown: at + columns < n ? at + columns : at,
    ArrowUp: at >= columns ? at - columns : at,
    Home: ctrlKey ? 0 : at - column,
    End: ctrlKey ? n - 1 : at - column + columns - 1,
  };
  return next[key] ?? null;
}

/**
 * @param {HTMLElement} element
 * @param {{rows: number, columns: number, label: string}} shape
 * @param {Listeners} listeners
 */
export function mountSamples(element, { rows, columns, label }, { press }) {
  element.classList.add("lx-samples");
  element.dir = "ltr";
  element.style.setProperty("--lx-columns", String(columns));
  element.innerHTML = html(rows, columns, label);
  const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
  const grid = /** @type {HTMLElement} */ (element.querySelector("[role=grid]"));
  const cells = /** @type {HTMLElement[]} */ ([...grid.querySelectorAll("[role=gridcell]")]);
  cells[0].tabIndex = 0;

  /** @param {Event} event */
  const cellOf = ({ target }) => {
    const index = cells.indexOf(/** @type {HTMLElement} */ (target));
    return index < 0 ? null : index;
  };
  /** @param {number} index */
  const stop = (index) => {
    cells.forEach((cell, i) => {
      cell.tabIndex = i === index ? 0 : -1;
    });
  };
  grid.addEventListener("click", (event) => {
    const index = cellOf(event);
    if (index === null) return;
    stop(index);
    cells[index].focus();
    press(index);
  });
  grid.addEventListener("keydown", (event) => {
    const at = cellOf(event);
    if (at === null || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      press(at);
      return;
    }
    const next = keyed(event, at, columns, cells.length);
    if (next === null) return;
    event.preventDefault();
    stop(next);
    cells[next].focus();
  });

  return {
    /** Pictures (n, 784) in [0, 1]. @param {Float32Array} pixels */
    show(pixels) {
      paint(canvas, pixels, { columns });
      element.classList.remove("lx-stale");
      countFrame(element);
    },
    /** What each is called for who hears the page. @param {string[]} names */
    name(names) {
      cells.forEach((cell, i) => {
        cell.ariaLabel = names[i] ?? "";
      });
    },
    /** @param {number} index of the chosen one, −1 for none */
    choose(index) {
      cells.forEach((cell, i) => {
        cell.ariaSelected = String(i === index);
      });
      if (index >= 0) stop(index);
    },
    /** They are of a question before this one. */
    age: () => element.classList.add("lx-stale"),
  };
}
