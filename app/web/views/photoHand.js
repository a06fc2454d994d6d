/** Fingers, a pen or the mouse on a photo: one moves the square or pulls a grip, two pinch it. */

import { moved, pinched, sized, turned } from "../maths/reading/hand.js";

/** @typedef {import("../maths/reading/frame.js").Frame} Frame */
/** @typedef {import("../maths/reading/hand.js").At} At */
/** @typedef {"move" | "size" | "turn"} Grip */
/**
 * @typedef {object} Hears
 * @property {(place: PointerEvent) => At} toPhoto a place on the page, in fractions of the photo
 * @property {() => Frame | null} begin a gesture begins; answers with the square as it is
 * @property {(square: Frame) => void} move
 * @property {() => void} end
 */

/** @param {EventTarget | null} target @returns {Grip} */
const gripOf = (target) => {
  const { grip } = /** @type {HTMLElement} */ (target).dataset;
  return grip === "size" || grip === "turn" ? grip : "move";
};

/**
 * The square after one hand has gone from one place to another.
 *
 * @param {Grip} grip
 * @param {Frame} square as it was
 * @param {At} from
 * @param {At} to
 * @returns {Frame}
 */
export function pulled(grip, square, from, to) {
  const [[ax, ay], [bx, by]] = [from, to].map(([x, y]) => [x - square.x, y - square.y]);
  if (grip === "move") return moved(square, bx - ax, by - ay);
  if (grip === "size") return sized(square, Math.hypot(bx, by) / (Math.hypot(ax, ay) || 1));
  return turned(square, Math.atan2(by, bx) - Math.atan2(ay, ax));
}

/**
 * @param {HTMLElement} stage
 * @param {Hears} hears
 * @returns {{isDown: () => boolean}}
 */
export function listenToHand(stage, { toPhoto, begin, move, end }) {
  /** @type {Map<number, At>} where each finger is */
  const down = new Map();
  /** @type {{grip: Grip, square: Frame, from: At[]} | null} */
  let gesture = null;

  /** From where the fingers are now. @param {Grip} grip @param {Frame} square */
  const start = (grip, square) => {
    gesture = { grip, square, from: [...down.values()] };
  };
  /** What the gesture has come to. */
  const now = () => {
    if (!gesture) return null;
    const { grip, square, from } = gesture;
    const to = [...down.values()];
    if (from.length > 1) {
      return pinched(square, [from[0], from[1]], [to[0], to[1]]);
    }
    return pulled(grip, square, from[0], to[0]);
  };

  stage.addEventListener("pointerdown", (event) => {
    if (event.button || down.size === 2) return; // a third finger or a palm is not heard
    const square = down.size ? now() : begin();
    if (!square) return;
    down.set(event.pointerId, toPhoto(event));
    stage.setPointerCapture(event.pointerId);
    start(gripOf(event.target), square);
  });
  stage.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return;
    down.set(event.pointerId, toPhoto(event));
    const square = now();
    if (square) move(square);
  });
  for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) {
    stage.addEventListener(type, (event) => {
      if (!down.has(event.pointerId)) return;
      const square = now();
      down.delete(event.pointerId);
      if (down.size && square) start("move", square);
      else gesture = null;
      if (!gesture) end();
    });
  }
  return { isDown: () => gesture !== null };
}
