/** The page's half of a descent: asks its worker for the next step, one a frame. */

import { Fault } from "../fault.js";

/** @typedef {import("./descent.js").At} At */
/** @typedef {import("./worker.js").Order} Order */
/** @typedef {import("../types").Model} Model */

const CALM_STEPS = 32; // at once, for who wants nothing to move

const startWorker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

export class Descents {
  /**
   * @param {object} parts
   * @param {() => Worker} [parts.start]
   * @param {(act: () => void) => void} [parts.frame] calls when the next frame is due
   * @param {() => boolean} [parts.isCalm] whether the visitor wants less to move
   */
  constructor({
    start = startWorker,
    frame = (act) => void requestAnimationFrame(act),
    isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  } = {}) {
    this.start = start;
    this.frame = frame;
    this.isCalm = isCalm;
    /** @type {Worker | null} */
    this.worker = null;
    /** Whether this browser runs no worker. */
    this.hasFailed = false;
    /** Whose decoder the worker has. @type {Model | null} */
    this.model = null;
    /** Who waits for a step. @type {{done: (at: At) => void, failed: (fault: Fault) => void} | null} */
    this.waiting = null;
  }

  /**
   * The next step, not before the next frame is due.
   *
   * @param {Model} model this browser's own
   * @param {Float32Array} picture (784)
   * @param {At} at
   * @returns {Promise<At>} rejects with a Fault where this browser runs no worker
   */
  async next(model, picture, at) {
    const [next] = await Promise.all([
      this.ask(model, picture, at),
      new Promise((done) => this.frame(() => done(undefined))),
    ]);
    return next;
  }

  /** @param {Model} model @param {Float32Array} picture @param {At} at @returns {Promise<At>} */
  ask(model, picture, at) {
    return new Promise((done, failed) => {
      this.waiting = { done, failed };
      const worker = this.worker ?? this.begin();
      if (!worker) return;
      const order = (/** @type {Order} */ order) => worker.postMessage(order);
      if (model !== this.model) order({ decoder: /** @type {any} */ (model.decoder()) });
      this.model = model;
      order({ look: picture, at, steps: this.isCalm() && at.cost ? CALM_STEPS : 1 });
    });
  }

  begin() {
    try {
      this.worker = this.start();
    } catch {
      this.fail();
      return null;
    }
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail();
    };
    this.worker.onmessage = ({ data }) => this.waiting?.done(data);
    return this.worker;
  }

  fail() {
    this.hasFailed = true;
    this.worker?.terminate();
    this.worker = null;
    this.model = null;
    this.waiting?.failed(new Fault("noWorker"));
  }
}
