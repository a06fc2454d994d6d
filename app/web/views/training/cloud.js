/** The held-out codes on the prior's rings, which glide from one snapshot to the next. */

import { LATTICE } from "../../models/training/looks.js";
import { classColours } from "../colours.js";
import { onSize } from "../svg.js";
import { onTheme } from "../view.js";

const LEAST = 3.4; // σ of the prior that are always in sight
const RINGS = [1, 2, 3];
const SHARE = 0.98; // of the codes that are in sight
const GLIDE = 0.22; // of the way to go, a frame
const STILL = 2e-3; // less of it is no movement that is seen
const DOT = 2.2; // CSS pixels, a dot's radius
const SHORT = 2; // letters of a class's name that has room among the dots

/** @typedef {{names: string[], labels: ArrayLike<number>}} Classes */

/** How far from the middle most codes lie. @param {Float32Array} codes (n, 2) */
export function reachOf(codes) {
  const sizes = codes.map(Math.abs).sort();
  const most = sizes[Math.floor(SHARE * (sizes.length - 1))] ?? 0;
  return Math.max(LEAST, 1.15 * (Number.isFinite(most) ? most : 0));
}

/**
 * Where each class's codes lie on average; null for one without codes.
 *
 * @param {Float32Array} codes (n, 2)
 * @param {Classes} classes
 * @returns {Array<[number, number] | null>}
 */
export function middlesOf(codes, { names, labels }) {
  const sums = names.map(() => [0, 0, 0]);
  for (let i = 0; i < codes.length / 2; i++) {
    const sum = sums[labels[i]];
    if (!sum) continue;
    sum[0] += codes[2 * i];
    sum[1] += codes[2 * i + 1];
    sum[2] += 1;
  }
  return sums.map(([x, y, n]) => (n ? [x / n, y / n] : null));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} gone
 * @returns {(codes: Float32Array, classes: Classes) => void} shows codes (n, 2)
 */
export function mountCloud(canvas, gone) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Classes} */
  let classes = { names: [], labels: [] };
  /** @type {Float32Array} */
  let wanted = new Float32Array();
  /** @type {Float32Array} */
  let shown = new Float32Array();
  let reach = LEAST;
  let size = 0;
  let isGliding = false;
  let look = lookOf(canvas, 0);

  const draw = () => {
    if (!size) return;
    const scale = size / 2 / reach;
    const place = (/** @type {number} */ value) => size / 2 + value * scale;
    context.clearRect(0, 0, size, size);
    drawRings(context, look, { size, scale, reach });
    for (let c = 0; c < classes.names.length; c++) {
      context.fillStyle = look.classes[c];
      context.beginPath();
      for (let i = 0; i < shown.length / 2; i++) {
        if (classes.labels[i] !== c) continue;
        const [x, y] = [place(shown[2 * i]), place(-shown[2 * i + 1])];
        context.moveTo(x + DOT * look.dense, y);
        context.arc(x, y, DOT * look.dense, 0, 2 * Math.PI);
      }
      context.fill();
    }
    drawNames(context, look, classes, middlesOf(shown, classes), place);
  };

  /** Nearer to what is wanted. @param {number} share of the way */
  const move = (share) => {
    let far = Math.abs(reachOf(wanted) - reach) / reach;
    reach += share * (reachOf(wanted) - reach);
    for (let i = 0; i < shown.length; i++) {
      const way = wanted[i] - shown[i];
      shown[i] += share * way;
      far = Math.max(far, Math.abs(way) / reach);
    }
    return far > STILL;
  };
  const glide = () => {
    isGliding = !gone.aborted && move(GLIDE);
    draw();
    canvas.dataset.frames = String(Number(canvas.dataset.frames ?? 0) + 1);
    if (isGliding) requestAnimationFrame(glide);
  };
  onSize(/** @type {HTMLElement} */ (canvas.parentElement), gone, (width, height) => {
    const dense = window.devicePixelRatio || 1;
    size = Math.round(Math.min(width, height) * dense);
    Object.assign(canvas, { width: size, height: size });
    look = lookOf(canvas, classes.names.length);
    draw();
  });
  onTheme(gone, () => {
    look = lookOf(canvas, classes.names.length);
    draw();
  });

  return (codes, of) => {
    const isOther = of.names.length !== classes.names.length || shown.length !== codes.length;
    if (isOther) look = lookOf(canvas, of.names.length);
    classes = of;
    wanted = codes;
    if (isOther) shown = codes.slice();
    if (isOther || calm.matches) {
      move(1);
      draw();
    } else if (!isGliding) {
      isGliding = true;
      requestAnimationFrame(glide);
    }
  };
}

/** The colours and letters of now. @param {HTMLCanvasElement} canvas @param {number} n classes */
function lookOf(canvas, n) {
  const style = getComputedStyle(canvas);
  const dense = window.devicePixelRatio || 1;
  const letters = dense * Number.parseFloat(style.fontSize);
  return {
    dense,
    line: style.getPropertyValue("--lx-line").trim(),
    soft: style.getPropertyValue("--lx-soft").trim(),
    ground: style.getPropertyValue("--lx-ground").trim(),
    decoder: style.getPropertyValue("--lx-decoder").trim(),
    font: `${letters}px ${style.fontFamily}`,
    bold: `700 ${1.25 * letters}px ${style.fontFamily}`,
    classes: classColours(canvas, n),
  };
}
/** @typedef {ReturnType<typeof lookOf>} Look */

/**
 * The prior's rings, and the square that is decoded.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {{size: number, scale: number, reach: number}} frame
 */
function drawRings(context, look, { size, scale, reach }) {
  Object.assign(context, { strokeStyle: look.line, lineWidth: look.dense, font: look.font });
  context.beginPath();
  context.moveTo(size / 2, 0);
  context.lineTo(size / 2, size);
  context.moveTo(0, size / 2);
  context.lineTo(size, size / 2);
  context.stroke();
  context.strokeStyle = look.soft;
  for (const ring of RINGS) {
    context.beginPath();
    context.arc(size / 2, size / 2, ring * scale, 0, 2 * Math.PI);
    context.stroke();
  }
  // What the lattice beside it shows.
  const side = 2 * LATTICE.half * scale;
  context.strokeStyle = look.decoder;
  context.strokeRect((size - side) / 2, (size - side) / 2, side, side);
  if (reach > 3 * LEAST) return; // rings this small have no room for their numbers
  Object.assign(context, { fillStyle: look.soft, textAlign: "center", textBaseline: "bottom" });
  for (const ring of RINGS) context.fillText(`${ring}`, size / 2, size / 2 - ring * scale);
}

/**
 * Short names of classes, with a halo to stand on dots.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Look} look
 * @param {Classes} classes
 * @param {Array<[number, number] | null>} middles
 * @param {(value: number) => number} place
 */
function drawNames(context, look, { names }, middles, place) {
  if (names.some((name) => name.length > SHORT)) return;
  Object.assign(context, { font: look.bold, textAlign: "center", textBaseline: "middle" });
  Object.assign(context, { strokeStyle: look.ground, lineWidth: 4 * look.dense });
  names.forEach((name, c) => {
    const at = middles[c];
    if (!at) return;
    context.strokeText(name, place(at[0]), place(-at[1]));
    context.fillStyle = look.classes[c];
    context.fillText(name, place(at[0]), place(-at[1]));
  });
}
