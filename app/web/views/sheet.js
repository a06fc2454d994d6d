/** What is drawn on: a canvas with white ink, the grid of ink that it shows, and what was before. */

import { grid } from "../maths/centre.js";
import { paint } from "./paint.js";

/** @typedef {[number, number]} At */
/** @typedef {import("../session/types").Picture} Picture */

export const PAD = 140; // five pad pixels to one of the model's, so that a test picture survives
const PEN = 11;
const HAIR = 1e-3; // added to a stroke: a line of no length would leave no ink, a dot does
const MOST_BEFORE = 50; // pictures that can be gone back to
const WHOLE = { left: 0, top: 0, right: PAD, bottom: PAD };

/**
 * The part of the pad that a stroke between two points can have touched.
 *
 * @param {At} from
 * @param {At} to
 */
function touched([ax, ay], [bx, by]) {
  /** @param {number} value */
  const inside = (value) => Math.min(PAD, Math.max(0, Math.round(value)));
  return {
    left: inside(Math.min(ax, bx) - PEN),
    top: inside(Math.min(ay, by) - PEN),
    right: inside(Math.max(ax, bx) + PEN),
    bottom: inside(Math.max(ay, by) + PEN),
  };
}

/** A sheet to draw on; it outlives the view that shows it. */
export function makeSheet() {
  const canvas = Object.assign(document.createElement("canvas"), { width: PAD, height: PAD });
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  Object.assign(context, { lineWidth: PEN, lineCap: "round", lineJoin: "round" });
  Object.assign(context, { strokeStyle: "#fff", fillStyle: "#000", imageSmoothingEnabled: false });
  const ink = grid(PAD, PAD);

  /** Read a part of the canvas: the red channel of white strokes on black. */
  const read = ({ left, top, right, bottom } = WHOLE) => {
    const [width, height] = [right - left, bottom - top];
    if (width <= 0 || height <= 0) return;
    const { data } = context.getImageData(left, top, width, height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 4) {
        ink.data[(top + y) * PAD + left + x] = data[i] / 255;
      }
    }
  };

  const sheet = {
    canvas,
    ink,
    /** Which picture it shows. */
    shown: "",
    /** Whether what it shows was drawn by this hand, and can be drawn on. */
    isMine: false,
    drawings: 0, // begun so far
    strokes: 0,
    /** Counts what a person does here: an upload that comes after something newer is dropped. */
    turn: 0,
    /** @type {(Picture | null)[]} the pictures before, the last one last; null is an empty pad */
    before: [],
    wipe() {
      context.fillRect(0, 0, PAD, PAD);
      ink.data.fill(0);
    },
    /** @param {Float32Array} picture (784) */
    show(picture) {
      const small = document.createElement("canvas");
      paint(small, picture);
      context.drawImage(small, 0, 0, PAD, PAD);
      read();
    },
    /** An earlier state of the ink, as it was. @param {Float32Array} data (PAD²) */
    restore(data) {
      const image = new ImageData(PAD, PAD);
      data.forEach((value, i) => {
        image.data.fill(Math.round(value * 255), 4 * i, 4 * i + 3);
        image.data[4 * i + 3] = 255;
      });
      context.putImageData(image, 0, 0);
      ink.data.set(data);
    },
    /** @param {At} from @param {At} to */
    stroke(from, to) {
      const [x, y] = to;
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(x + HAIR, y);
      context.stroke();
      read(touched(from, to));
    },
    /** Keep what can be gone back to. @param {Picture | null} picture */
    keep(picture) {
      sheet.before.push(picture);
      if (sheet.before.length > MOST_BEFORE) sheet.before.shift();
    },
  };
  sheet.wipe();
  return sheet;
}
