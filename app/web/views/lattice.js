/** The plane decoded on a square grid, as one image to lie under the map's points. */

import { SIDE, toPixels } from "../maths/pictures.js";
import { paint } from "./paint.js";

const SIDES = 21; // pictures a side; 20 steps of the axis
const SAME = 1e-3; // off the plane less than this changes nothing one can see

/**
 * What of z lies off the plane: the lattice depends on no more of z than this.
 *
 * @param {import("../maths/plane.js").Plane} plane
 * @param {ArrayLike<number>} z (d)
 * @returns {number[]} (d)
 */
export const heldOff = (plane, z) => plane.moved(z, 0, 0);

/**
 * Whether two of them make the same lattice. A drag in the plane changes them by rounding errors,
 * which a tolerance forgives; rounded texts would differ on the border between two of them.
 *
 * @param {number[]} a
 * @param {number[]} b
 */
export const isSameOff = (a, b) =>
  a.length === b.length && a.every((value, k) => Math.abs(value - b[k]) < SAME);

/**
 * The steps that decode the lattice row by row, and last hand over the image.
 *
 * @param {import("../models/types").Model} model
 * @param {import("../maths/plane.js").Plane} plane
 * @param {ArrayLike<number>} z
 * @param {import("../session/types").Window} window that it fills
 * @param {(image: object) => void} done gets Plotly's layout image
 * @returns {import("./view.js").Step[]}
 */
export function latticeSteps(model, plane, z, window, done) {
  const side = SIDES * SIDE;
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const strip = document.createElement("canvas");
  const { x, y, half } = window;
  const step = (2 * half) / SIDES;
  const first = (step - 2 * half) / 2; // each picture is centred on its point
  const rows = Array.from({ length: SIDES }, (_, row) => async () => {
    const codes = Array.from({ length: SIDES }, (_, column) =>
      plane.moved(z, x + first + column * step, y - first - row * step),
    );
    const logits = await model.decode(Float32Array.from(codes.flat()), SIDES);
    return () => {
      paint(strip, toPixels(logits), { columns: SIDES });
      context.drawImage(strip, 0, row * SIDE);
    };
  });
  const place = {
    xref: "x",
    yref: "y",
    x: x - half,
    y: y + half,
    sizex: 2 * half,
    sizey: 2 * half,
  };
  const look = { sizing: "stretch", layer: "below", opacity: 1 };
  return [...rows, () => () => done({ source: canvas.toDataURL(), ...place, ...look })];
}
