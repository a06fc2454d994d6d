/** The whole map in a corner while a zoom shows a part of it. */

import { classColours } from "./colours.js";
import { build } from "./view.js";

/** @typedef {import("../session/types").Window} Window */
/** @typedef {import("./plot.js").Plot} Plot */

const SIDE = 240; // of its canvas
const ZOOMED = 0.7; // of the usual window: what is nearly whole needs no overview
const DOTS = 2500;

/** @param {HTMLElement} element */
export function mountOverview(element) {
  const { ground, part } = build(
    element,
    `<canvas data-ref="ground" width="${SIDE}" height="${SIDE}"></canvas><i data-ref="part"></i>`,
  );
  /** @type {unknown[]} */
  let painted = [];

  /** @param {Plot} plot @param {string} theme */
  const paintGround = (plot, theme) => {
    if (painted[0] === plot && painted[1] === theme) return;
    painted = [plot, theme];
    const { x, y, usual, codes } = plot;
    const colours = classColours(element, plot.points.length);
    const context = /** @type {CanvasRenderingContext2D} */ (ground.getContext("2d"));
    context.clearRect(0, 0, SIDE, SIDE);
    const scale = SIDE / 2 / usual.half;
    const step = Math.max(1, Math.ceil(codes.n / DOTS));
    for (let i = 0; i < codes.n; i += step) {
      context.fillStyle = colours[codes.labels[i]];
      const left = SIDE / 2 + (x[i] - usual.x) * scale;
      context.fillRect(left - 1, SIDE / 2 - (y[i] - usual.y) * scale - 1, 2, 2);
    }
  };

  /** @param {Plot} plot @param {Window | null} window */
  return (plot, window) => {
    const { usual } = plot;
    const isZoomed = window !== null && window.half < ZOOMED * usual.half;
    element.hidden = !isZoomed;
    if (!isZoomed) return;
    paintGround(plot, String(document.body.classList.contains("dark")));
    /** @param {number} value @param {number} centre */
    const percent = (value, centre) => 50 + (50 * (value - centre)) / usual.half;
    const size = Math.max(3, (100 * window.half) / usual.half);
    Object.assign(part.style, {
      width: `${size}%`,
      height: `${size}%`,
      left: `${percent(window.x, usual.x) - size / 2}%`,
      top: `${100 - percent(window.y, usual.y) - size / 2}%`,
    });
  };
}
