/** The walk: what the classifier reads along it, a film of what is decoded, and a place on it. */

import { bands, likeliest } from "../../maths/reading.js";
import { classColours } from "../colours.js";
import { fixed } from "../format.js";
import { paint } from "../paint.js";
import { NARROW } from "../strips.js";
import { add, onSize, set } from "../svg.js";
import { build, countFrame, onTheme } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/**
 * @typedef {object} Way
 * @property {Float32Array} pixels (PLACES, 784)
 * @property {number[][] | null} read probabilities, PLACES rows; null without a classifier
 * @property {string[]} classes their names
 * @property {string} says in place of what is read, where nothing reads
 */

export const PLACES = 33;
const NAMED = 0.3; // the share of the height from which on a band has room for its class's name
const TOP = 1.3; // letters above the areas for what is up, and below for the numbers of t
const UNDER = 1.5;
const STEP = 1 / (PLACES - 1);
const KEYS = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP };

/** How many pictures of the film there are, evenly from the first place to the last. */
const filmLength = () => (matchMedia(NARROW).matches ? 9 : 17);

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => `
  <div class="lx-between-plot" dir="ltr" role="slider" tabindex="0" data-ref="plot"
    aria-label="${of.between.plot}" aria-valuemin="0" aria-valuemax="1" aria-valuenow="0">
    <div class="lx-between-areas" data-ref="areas"><svg data-ref="svg" aria-hidden="true"></svg></div>
    <canvas class="lx-picture lx-between-film" data-ref="film" aria-hidden="true"></canvas>
    <i class="lx-between-cursor" data-ref="cursor" aria-hidden="true"></i>
  </div>`;

/** @param {[number, number][]} band @param {(t: number) => number} x @param {(p: number) => number} y */
function area(band, x, y) {
  const point = (/** @type {number} */ i, /** @type {0 | 1} */ edge) =>
    `${x(i / (band.length - 1)).toFixed(1)} ${y(band[i][edge]).toFixed(1)}`;
  const upper = band.map((_, i) => point(i, 1));
  const lower = band.map((_, i) => point(i, 0)).reverse();
  return `M${[...upper, ...lower].join("L")}Z`;
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {(t: number) => void} move
 */
export function mountWalk(element, { text, gone }, move) {
  const { between: t } = text.rooms.of;
  const refs = build(element, html(text));
  const narrow = matchMedia(NARROW);
  let size = { width: 0, height: 0, em: 1 };
  /** @type {Way | null} */
  let way = null;
  let at = 0.5;

  /** Within the first half picture and the last, as the film's middles lie. @param {number} share */
  const left = (share) => {
    const n = filmLength();
    return (0.5 + share * (n - 1)) / n;
  };

  const drawAreas = () => {
    const { width, height, em } = size;
    if (!width) return;
    refs.svg.replaceChildren();
    const [top, floor] = [TOP * em, height - UNDER * em];
    const x = (/** @type {number} */ share) => left(share) * width;
    const y = (/** @type {number} */ p) => floor - p * (floor - top);
    if (way?.read) drawBands(way.read, way.classes, x, y);
    const frame = `M${x(0)} ${top}V${floor}H${x(1)}V${top}`;
    add("path", refs.svg, { d: frame, class: "lx-between-axis" });
    for (const [p, words] of /** @type {const} */ ([
      [0, "0"],
      [0.5, "½"],
      [1, "1"],
    ])) {
      const where = { x: x(0) - 0.35 * em, y: y(p) + 0.35 * em, "text-anchor": "end" };
      add("text", refs.svg, where).textContent = words;
    }
    add("text", refs.svg, { x: x(0), y: 0.9 * em }).textContent = t.up;
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const where = { x: x(share), y: floor + 1.15 * em, "text-anchor": "middle" };
      add("text", refs.svg, where).textContent = share ? String(share) : "t = 0";
    }
    if (way && !way.read) {
      const where = { x: width / 2, y: (top + floor) / 2, "text-anchor": "middle" };
      add("text", refs.svg, where).textContent = way.says;
    }
  };

  /** @param {number[][]} read @param {string[]} classes @param {(t: number) => number} x @param {(p: number) => number} y */
  const drawBands = (read, classes, x, y) => {
    const colours = classColours(element, classes.length);
    bands(read).forEach((band, c) => {
      add("path", refs.svg, { d: area(band, x, y), fill: colours[c], class: "lx-between-area" });
    });
    bands(read).forEach((band, c) => {
      const heights = band.map(([from, to]) => to - from);
      const most = Math.max(...heights);
      if (most < NAMED) return;
      // In the first half of where it is high: in the middle the cursor stands more often than not.
      const high = heights.flatMap((height, i) => (height > 0.9 * most ? [i] : []));
      const i = Math.min(PLACES - 2, Math.max(1, high[high.length >> 2]));
      const where = { x: x(i * STEP), y: y((band[i][0] + band[i][1]) / 2) };
      const name = add("text", refs.svg, { ...where, class: "lx-between-class" });
      name.textContent = classes[c];
    });
  };

  const drawFilm = () => {
    if (!way) return;
    const n = filmLength();
    const step = (PLACES - 1) / (n - 1);
    const side = way.pixels.length / PLACES;
    const some = new Float32Array(n * side);
    for (let i = 0; i < n; i++) {
      some.set(way.pixels.subarray(i * step * side, (i * step + 1) * side), i * side);
    }
    paint(refs.film, some, { columns: n });
    refs.film.style.aspectRatio = `${n}`;
  };

  const drawAll = () => {
    element.style.setProperty("--lx-across", String(filmLength()));
    drawAreas();
    drawFilm();
    showPlace(at, refs.plot.ariaValueText ?? "");
  };

  /** @param {number} share @param {string} said */
  const showPlace = (share, said) => {
    at = share;
    refs.cursor.style.left = `${100 * left(share)}%`;
    refs.plot.ariaValueNow = fixed(share);
    refs.plot.ariaValueText = said;
  };

  listen(refs.plot, (share) => {
    const n = filmLength();
    move(Math.min(1, Math.max(0, (share * n - 0.5) / (n - 1))));
  });
  refs.plot.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = /** @type {Record<string, number>} */ (KEYS)[event.key];
    const to = { Home: 0, End: 1 }[event.key] ?? (step ? at + step : undefined);
    if (to === undefined) return;
    event.preventDefault();
    move(Math.min(1, Math.max(0, to)));
  });
  onSize(refs.areas, gone, (width, height) => {
    size = { width, height, em: Number.parseFloat(getComputedStyle(refs.svg).fontSize) };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    drawAll();
  });
  onTheme(gone, drawAreas);
  narrow.addEventListener("change", drawAll, { signal: gone });

  return {
    showPlace,
    /** @param {Way | null} next */
    showWay(next) {
      way = next;
      refs.plot.toggleAttribute("data-stale", !way);
      if (!way) return;
      drawAll();
      element.dataset.read = JSON.stringify(way.read?.map((row) => likeliest(row).label) ?? []);
      countFrame(element);
    },
  };
}

/**
 * A pointer that is pressed anywhere takes the place along.
 *
 * @param {HTMLElement} plot
 * @param {(share: number) => void} move with the share of the width from the left
 */
function listen(plot, move) {
  /** @type {number | null} */
  let pointer = null;
  const go = (/** @type {PointerEvent} */ { clientX }) => {
    const { left, width } = plot.getBoundingClientRect();
    move((clientX - left) / width);
  };
  plot.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button) return;
    pointer = event.pointerId;
    plot.setPointerCapture(pointer);
    go(event);
  });
  plot.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) go(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    plot.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
}
