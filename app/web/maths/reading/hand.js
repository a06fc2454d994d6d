/** How a hand moves the square that the model sees, and how much of the photo is shown around it. */

/** @import { Frame } from "./frame.js" */
/** @typedef {[number, number]} At in fractions of the photo's longer side */
/** @typedef {{left: number, top: number, span: number}} View a square, in the same fractions */

const LEAST = 0.01; // of the photo's longer side
const MOST = 4;
const REACH = 1.5; // how far from the photo the square's middle can go
const MARGIN = 0.06; // of the view, so that grips are whole
const ROOM = 1.3; // times as much as is needed is shown, at most, before a view is drawn in

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

/** @type {(frame: Frame) => Frame} */
const held = ({ x, y, side, angle }) => ({
  x: within(x, 0.5 - REACH, 0.5 + REACH),
  y: within(y, 0.5 - REACH, 0.5 + REACH),
  side: within(side, LEAST, MOST),
  angle: Math.atan2(Math.sin(angle), Math.cos(angle)),
});

/** @type {(frame: Frame, dx: number, dy: number) => Frame} */
export const moved = (frame, dx, dy) => held({ ...frame, x: frame.x + dx, y: frame.y + dy });

/** @type {(frame: Frame, factor: number) => Frame} */
export const sized = (frame, factor) => held({ ...frame, side: frame.side * factor });

/** @type {(frame: Frame, angle: number) => Frame} angle in radians, clockwise as seen */
export const turned = (frame, angle) => held({ ...frame, angle: frame.angle + angle });

/** @type {(from: At, to: At) => number} */
const distance = ([ax, ay], [bx, by]) => Math.hypot(ax - bx, ay - by) || 1e-9;
/** @type {(from: At, to: At) => number} */
const direction = ([ax, ay], [bx, by]) => Math.atan2(by - ay, bx - ax);

/**
 * Two fingers take the square along: each point of it stays under them.
 *
 * @param {Frame} frame as it was
 * @param {[At, At]} from where they were then
 * @param {[At, At]} to where they are
 * @returns {Frame}
 */
export function pinched(frame, from, to) {
  const factor = distance(...to) / distance(...from);
  const angle = direction(...to) - direction(...from);
  const [cos, sin] = [factor * Math.cos(angle), factor * Math.sin(angle)];
  const [dx, dy] = [frame.x - from[0][0], frame.y - from[0][1]];
  return held({
    x: to[0][0] + cos * dx - sin * dy,
    y: to[0][1] + sin * dx + cos * dy,
    side: frame.side * factor,
    angle: frame.angle + angle,
  });
}

/**
 * The square that shows all of the photo and all of the frame; the one of before where it does.
 *
 * @param {{width: number, height: number}} photo
 * @param {Frame} frame
 * @param {View | null} before
 * @returns {View}
 */
export function viewOf({ width, height }, { x, y, side, angle }, before = null) {
  const longer = Math.max(width, height);
  const reach = (side / 2) * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  const left = Math.min(0, x - reach);
  const top = Math.min(0, y - reach);
  const right = Math.max(width / longer, x + reach);
  const bottom = Math.max(height / longer, y + reach);
  const span = (1 + 2 * MARGIN) * Math.max(right - left, bottom - top);
  const isIn =
    before &&
    before.span <= ROOM * span &&
    left >= before.left &&
    top >= before.top &&
    right <= before.left + before.span &&
    bottom <= before.top + before.span;
  if (isIn) return before;
  return { left: (left + right - span) / 2, top: (top + bottom - span) / 2, span };
}
