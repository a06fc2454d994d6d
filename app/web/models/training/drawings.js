/** Pictures that a visitor drew to train on: few, kept in the browser, and shifted to be some more. */

import { PIXELS, SIDE } from "../../maths/pictures.js";
import { crcOf } from "./archive.js";

/** @typedef {import("./shelf.js").Shelf} Shelf */

export const LEAST = 5; // fewer teach nothing but themselves
export const MOST = 100;
const SHIFTS = [-1, 0, 1]; // pixels, down and across

/** How many pictures to learn come of one drawing. */
export const EACH = SHIFTS.length ** 2;

/**
 * Each drawing where it is and one pixel away in all eight directions.
 *
 * @param {Uint8Array[]} drawings (784) each
 * @returns {Uint8Array} (n, 784)
 */
export function shifted(drawings) {
  const all = new Uint8Array(drawings.length * EACH * PIXELS);
  let to = 0;
  for (const drawing of drawings) {
    for (const down of SHIFTS) {
      for (const across of SHIFTS) {
        for (let i = 0; i < PIXELS; i++) {
          const [row, column] = [Math.floor(i / SIDE) - down, (i % SIDE) - across];
          const isInside = Math.min(row, column) >= 0 && Math.max(row, column) < SIDE;
          all[to++] = isInside ? drawing[row * SIDE + column] : 0;
        }
      }
    }
  }
  return all;
}

export class Drawings {
  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.shelf = shelf;
    /** @type {Uint8Array[]} */
    this.list = [];
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.isLoaded = false;
  }

  /** @param {() => void} listener @returns {() => void} stop hearing */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Those that were kept, once; what was drawn meanwhile stays. */
  async load() {
    if (this.isLoaded) return;
    this.isLoaded = true;
    const kept = await this.shelf.take();
    const isWell = (/** @type {unknown} */ each) =>
      each instanceof Uint8Array && each.length === PIXELS;
    const before = Array.isArray(kept) ? kept.filter(isWell) : [];
    if (!before.length) return;
    this.list = [...before, ...this.list].slice(0, MOST);
    this.tell();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  /** @param {Uint8Array[]} list */
  set(list) {
    this.list = list.slice(0, MOST);
    this.shelf.put(this.list);
    this.tell();
  }

  /** @param {Float32Array} picture (784) in [0, 1] */
  add(picture) {
    this.set([...this.list, Uint8Array.from(picture, (ink) => Math.round(255 * ink))]);
  }

  /** Take the last one away. */
  undo() {
    this.set(this.list.slice(0, -1));
  }

  /** Which drawings they are: another number for others. */
  get stamp() {
    return crcOf(Uint8Array.from(this.list.flatMap((drawing) => [...drawing])));
  }

  get isEnough() {
    return this.list.length >= LEAST;
  }
}
