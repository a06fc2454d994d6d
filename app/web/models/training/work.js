/**
 * What the worker does: trains at a pace, and tells what it has come to. Knows no worker: what it
 * posts to, the time and the shelf are given.
 */

import { fromBytes, PIXELS } from "../../maths/pictures.js";
import { errorOf, Fault } from "../fault.js";
import { batchOf } from "./batch.js";
import { Curve } from "./curve.js";
import { filesOf } from "./files.js";
import { centresOf, latticeOf, rebuiltOf } from "./looks.js";
import { measured } from "./measured.js";
import { Trainer } from "./trainer.js";

/** @typedef {import("./trainer.js").Run} Run */
/** @typedef {import("./trainer.js").Dials} Dials */
/** @typedef {import("./vae.js").Terms} Terms */
/** @typedef {import("./curve.js").Point} Point */
/** @typedef {"stopped" | "slow" | "full"} Pace */
/**
 * @typedef {object} Opened
 * @property {string} key says of which run it is: what was kept of another is not gone on with
 * @property {Run} run
 * @property {Dials} dials
 * @property {Uint8Array} learnt (n, 784) pictures to learn
 * @property {Uint8Array} held (m, 784) pictures that are never learnt
 * @property {Uint8Array} shown (SHOWN, 784) pictures that are shown with their reconstructions
 *
 * @typedef {object} Sought a net as a model of the page
 * @property {import("./archive.js").Files | null} files of a net; null for the one that is trained
 * @property {{dataset: string, beta: number, noise: boolean}} about that one
 * @property {Uint8Array} pictures (n, 784) of the whole data set
 * @property {Uint8Array} labels (n)
 *
 * @typedef {ReturnType<typeof measured> & {files: import("./archive.js").Files}} Found
 * @typedef {{found: Found} | {failed: {code: string, says: import("../fault.js").Says, message: string}}} Answer
 *
 * @typedef {{open: Opened, isFresh: boolean} | {dials: Dials} | {pace: Pace} | {once: true} | {find: Sought}} Order
 *
 * @typedef {object} Snapshot what is seen of a training
 * @property {string} key
 * @property {number} step
 * @property {number} rate pictures a second, while it goes at full pace; 0 before it is known
 * @property {Terms | null} last of the last steps
 * @property {Terms} held of the pictures held out, when they were last measured
 * @property {number} slope the length of the last gradient
 * @property {{mu: number, sigma: number}} spread of the codes of the pictures shown: the root of the
 *   mean of μ², and the mean of σ
 * @property {Point[]} points
 * @property {Float32Array} codes (m, 2), centres of some pictures that are held out
 * @property {import("./looks.js").Rgba} lattice
 * @property {import("./looks.js").Rgba} rebuilt
 * @property {import("./batch.js").Batch | null} batch of the last step, in slow motion
 * @property {boolean} isSound whether all is finite
 * @property {boolean} isAtRest whether no step follows by itself
 */

const SLICE_MS = 30; // between two looks for orders
const LOOK_MS = 100; // between two snapshots
const MEASURE_MS = 700; // between two measurements of what is held out
const KEEP_MS = 10_000;
const SLOW_MS = 2000; // a step of slow motion
export const SHOWN = 8; // pictures that are shown with their reconstructions
const DOTS = 400;

export class TrainingWork {
  /**
   * @param {object} parts
   * @param {(snapshot: Snapshot) => void} parts.post
   * @param {(answer: Answer) => void} [parts.answer]
   * @param {import("./shelf.js").Shelf} parts.shelf
   * @param {() => number} [parts.now] ms
   * @param {(act: () => void, ms: number) => void} [parts.later]
   */
  constructor({
    post,
    answer = () => {},
    shelf,
    now = () => performance.now(),
    later = (act, ms) => void setTimeout(act, ms),
  }) {
    this.post = post;
    this.answer = answer;
    this.shelf = shelf;
    this.now = now;
    this.later = later;
    /** @type {Pace} */
    this.pace = "stopped";
    /** @type {Opened | null} */
    this.opened = null;
    /** @type {Trainer | null} */
    this.trainer = null;
    this.turn = 0;
    this.curve = new Curve();
    this.heldOut = new Float32Array();
    this.shown = new Float32Array();
    this.last = { looked: 0, measured: 0, kept: 0 };
    /** @type {Terms | null} */
    this.terms = null;
    this.held = { reconstruction: Number.NaN, kl: Number.NaN };
    this.isSound = true;
    this.work = { pictures: 0, ms: 0 };
  }

  /** @param {Order} order */
  async hear(order) {
    if ("open" in order) await this.open(order.open, order.isFresh);
    else if ("dials" in order) {
      if (this.opened) this.opened.dials = order.dials;
    } else if ("once" in order) this.once();
    else if ("find" in order) this.find(order.find);
    else this.setPace(order.pace);
  }

  /**
   * Begin a run, or go on with it where it was kept.
   *
   * @param {Opened} opened
   * @param {boolean} isFresh begin it anew, whatever was kept
   */
  async open(opened, isFresh) {
    const turn = ++this.turn;
    this.opened = opened;
    this.trainer = null;
    const kept = isFresh ? undefined : await this.shelf.take();
    if (turn !== this.turn) return;
    this.trainer = new Trainer(opened.run, opened.learnt);
    this.heldOut = fromBytes(opened.held);
    this.shown = fromBytes(opened.shown);
    this.curve = new Curve();
    this.terms = null;
    this.isSound = true;
    this.work = { pictures: 0, ms: 0 };
    if (kept?.key === opened.key) {
      this.trainer.resume(kept);
      this.curve = new Curve(kept.points);
    }
    this.measure();
    this.look();
    this.last.kept = this.now();
    if (isFresh) this.keep(); // what was kept of it before is over
    this.go(turn);
  }

  /** @param {Pace} pace */
  setPace(pace) {
    if (pace === this.pace) return;
    this.pace = pace;
    if (pace === "stopped") {
      this.measure(); // what is seen at rest is of this very step
      this.look();
      this.keep();
    } else this.go(++this.turn);
  }

  /** @param {Sought} sought */
  find({ files, about, pictures, labels }) {
    try {
      const found = files ?? (this.trainer && filesOf(this.trainer.vae, about));
      if (!found) throw new Fault("notModel");
      this.answer({ found: { files: found, ...measured(found, pictures, labels) } });
    } catch (reason) {
      const { message } = errorOf(reason);
      const { code, says } = reason instanceof Fault ? reason : { code: "unknown", says: {} };
      this.answer({ failed: { code, says, message } });
    }
  }

  /** One step, and a look at it. */
  once() {
    this.take();
    const { trainer, isSound } = this;
    const n = Math.min(SHOWN, trainer?.batch ?? 0);
    const batch = trainer && isSound && n % 2 === 0 ? batchOf(trainer.vae, n) : null;
    this.measure();
    this.look(batch);
  }

  take() {
    const { trainer, opened } = this;
    if (!trainer || !opened || !this.isSound) return;
    const { isSound, ...terms } = trainer.take(opened.dials);
    this.isSound = isSound;
    if (isSound) {
      this.terms = terms;
      this.curve.add(terms);
    }
  }

  /** Train as long as the pace says so and nothing else was opened. @param {number} turn */
  go(turn) {
    if (turn !== this.turn || this.pace === "stopped" || !this.trainer || !this.isSound) return;
    if (this.pace === "slow") {
      this.once();
      this.later(() => this.go(turn), SLOW_MS);
      return;
    }
    const started = this.now();
    const { batch, step } = this.trainer;
    while (this.now() - started < SLICE_MS && this.isSound) this.take();
    this.tend();
    // With what looking and measuring took; of the last second or so: an old pace is forgotten.
    this.work.pictures = 0.97 * this.work.pictures + (this.trainer.step - step) * batch;
    this.work.ms = 0.97 * this.work.ms + this.now() - started;
    this.later(() => this.go(turn), 0);
  }

  /** What is due from time to time. */
  tend() {
    const now = this.now();
    if (now - this.last.measured > MEASURE_MS || !this.isSound) this.measure();
    if (now - this.last.looked > LOOK_MS || !this.isSound) this.look();
    if (now - this.last.kept > KEEP_MS) this.keep();
  }

  measure() {
    const { trainer, opened, heldOut } = this;
    if (!trainer || !opened) return;
    this.held = trainer.measure(heldOut, opened.dials);
    this.curve.mark(trainer.step, this.held);
    this.last.measured = this.now();
  }

  /** @param {import("./batch.js").Batch | null} batch */
  look(batch = null) {
    const { trainer, opened, heldOut, work } = this;
    if (!trainer || !opened) return;
    const { vae } = trainer;
    this.last.looked = this.now();
    this.post({
      key: opened.key,
      step: trainer.step,
      rate: work.ms ? (1000 * work.pictures) / work.ms : 0,
      last: this.terms,
      held: this.held,
      slope: trainer.slope(),
      points: this.curve.points,
      codes: centresOf(vae, heldOut.subarray(0, DOTS * PIXELS)),
      lattice: latticeOf(vae),
      rebuilt: rebuiltOf(vae, this.shown),
      spread: trainer.codes(this.shown.length / PIXELS),
      batch,
      isSound: this.isSound,
      isAtRest: this.pace === "stopped" || !this.isSound,
    });
  }

  keep() {
    const { trainer, opened, curve } = this;
    if (!trainer || !opened || !this.isSound) return;
    this.last.kept = this.now();
    this.shelf.put({ key: opened.key, points: curve.points, ...trainer.keep() });
  }
}
