/**
 * What a hand does on the map: click, drag and arrow keys choose a point; two fingers, Ctrl with
 * the wheel, plus and minus zoom; Shift or the middle button drags the map; a mouse looks.
 */

import { ARROWS } from "./arrows.js";

const KEY_STEP = 0.05; // of half the axis, for each press of an arrow key
const ZOOM_STEP = 1.25; // for each press of a key
const WHEEL = 0.0022; // of a zoom, for each pixel of the wheel; pinching a trackpad sends the same
const SLOP = 8; // px that a finger moves before it drags rather than taps

/** @typedef {{clientX: number, clientY: number}} Place */
/**
 * @typedef {object} Hears
 * @property {(at: Place, isDragging: boolean) => boolean} choose answers whether it met the plot
 * @property {(event: PointerEvent) => void} look a mouse moved, and nothing is dragged
 * @property {() => void} away the mouse left, or a gesture begins
 * @property {(from: Place, to: Place) => void} pan
 * @property {(factor: number, at: Place | null) => void} zoom in by a factor, about a place
 * @property {() => void} fit
 * @property {(dx: number, dy: number) => void} move in shares of half the axis
 */

/** @param {Place[]} places */
const middle = ([a, b]) => ({
  clientX: (a.clientX + b.clientX) / 2,
  clientY: (a.clientY + b.clientY) / 2,
});
/** @param {Place[]} places */
const between = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;

/**
 * @param {HTMLElement} frame
 * @param {Hears} hears
 */
export function listenToPointers(frame, { choose, look, away, pan, zoom }) {
  /** @type {Map<number, Place>} */
  const down = new Map();
  /** @type {"none" | "wait" | "choose" | "pan" | "pinch"} */
  let gesture = "none";

  /** Where the page scrolls, a finger means the page until it moves sideways or taps. */
  const isTheirs = (/** @type {PointerEvent} */ { pointerType, target }) =>
    pointerType !== "touch" ||
    getComputedStyle(frame).touchAction === "none" ||
    Boolean(/** @type {Element} */ (target).closest(".lx-hand"));

  /** @param {PointerEvent} event */
  const first = (event) => {
    if (event.button === 1 || (event.button === 0 && event.shiftKey)) return "pan";
    if (event.button) return "none";
    if (!isTheirs(event)) return "wait";
    return choose(event, false) ? "choose" : "none";
  };

  frame.addEventListener("pointerdown", (event) => {
    if (down.size === 0) gesture = first(event);
    else if (down.size === 1 && event.pointerType === "touch") gesture = "pinch";
    else return; // a third finger or a palm is not heard
    if (gesture === "none") return;
    down.set(event.pointerId, event);
    if (gesture !== "wait") frame.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault(); // the page would scroll by itself
    away();
  });

  /** @param {PointerEvent} event @param {Place} before */
  const drag = (event, before) => {
    if (gesture === "wait" && Math.abs(event.clientX - before.clientX) > SLOP) {
      gesture = "choose";
      frame.setPointerCapture(event.pointerId);
    }
    if (gesture === "wait") return; // measured from where it began
    if (gesture === "choose") choose(event, true);
    if (gesture === "pan") pan(before, event);
    const old = [...down.values()];
    down.set(event.pointerId, event);
    if (gesture !== "pinch" || down.size < 2) return;
    const now = [...down.values()];
    const [from, to] = [middle(old), middle(now)];
    pan(from, to);
    zoom(between(now) / between(old), to);
  };
  frame.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (before) drag(event, before);
    // A finger hides what it points at, and drags instead.
    else if (down.size === 0 && event.pointerType !== "touch") look(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    frame.addEventListener(end, (event) => {
      if (!down.delete(event.pointerId)) return;
      if (gesture === "wait" && end === "pointerup") choose(event, false);
      if (down.size === 0) gesture = "none";
    });
  }
  frame.addEventListener("pointerleave", away);
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page's own
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      zoom(Math.exp(-WHEEL * pixels * event.deltaY), event);
    },
    { passive: false },
  );
}

/**
 * The arrow keys move by a share of the axis, with Shift by four times as much.
 *
 * @param {HTMLElement} frame
 * @param {Hears} hears
 */
export function listenToKeys(frame, { move, zoom, fit }) {
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own
    const arrow = ARROWS[event.key];
    if (arrow) {
      const size = KEY_STEP * (event.shiftKey ? 4 : 1);
      move(arrow[0] * size, arrow[1] * size);
    } else if (event.key === "+" || event.key === "=") zoom(ZOOM_STEP, null);
    else if (event.key === "-") zoom(1 / ZOOM_STEP, null);
    else if (event.key === "0") fit();
    else return;
    event.preventDefault();
  });
}
