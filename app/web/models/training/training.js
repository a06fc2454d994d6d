/** The page's half of a training: gives its worker orders, and has what it told last. */

import { Fault } from "../fault.js";

/** @typedef {import("./work.js").Order} Order */
/** @typedef {import("./work.js").Opened} Opened */
/** @typedef {import("./work.js").Snapshot} Snapshot */
/** @typedef {import("./work.js").Pace} Pace */
/** @typedef {import("./work.js").Found} Found */
/** @typedef {(training: Training) => void} Listener */

const startWorker = () => new Worker(new URL("./worker.js", import.meta.url), { type: "module" });

export class Training {
  /** @param {() => Worker} start */
  constructor(start = startWorker) {
    this.start = start;
    /** @type {Worker | null} */
    this.worker = null;
    /** @type {Opened | null} */
    this.opened = null;
    /** @type {Snapshot | null} */
    this.snapshot = null;
    /** What a person has chosen. @type {Pace} */
    this.pace = "stopped";
    /** Whether anybody can see it: else it rests. */
    this.isSeen = true;
    /** Whether the worker could not be started. */
    this.hasFailed = false;
    /** Who waits for a net that was sought. @type {{done: (found: Found) => void, failed: (fault: Fault) => void} | null} */
    this.waiting = null;
    /** @type {Set<Listener>} */
    this.listeners = new Set();
  }

  /** @param {Listener} listener @returns {() => void} stop hearing */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell() {
    for (const listener of this.listeners) listener(this);
  }

  /** @param {Order} order */
  order(order) {
    if (!this.worker && !this.hasFailed) this.begin();
    this.worker?.postMessage(order);
  }

  begin() {
    try {
      this.worker = this.start();
    } catch {
      this.fail();
      return;
    }
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.fail();
    };
    this.worker.onmessage = ({ data }) => {
      if ("found" in data || "failed" in data) {
        this.hear(data);
        return;
      }
      if (data.key !== this.opened?.key) return; // of a run that is not wanted any more
      this.snapshot = data;
      if (!data.isSound) this.pace = "stopped";
      this.tell();
    };
  }

  /** @param {import("./work.js").Answer} answer */
  hear(answer) {
    const { waiting } = this;
    this.waiting = null;
    if ("found" in answer) waiting?.done(answer.found);
    else {
      const { code, says, message } = answer.failed;
      waiting?.failed(new Fault(code, says, message));
    }
  }

  /**
   * A net with its codes and figures; one at a time.
   *
   * @param {import("./work.js").Sought} sought
   * @returns {Promise<Found>} rejects with a Fault: notModel where the files are none
   */
  find(sought) {
    return new Promise((done, failed) => {
      this.waiting = { done, failed };
      this.order({ find: sought });
    });
  }

  fail() {
    this.waiting?.failed(new Fault("notModel"));
    this.waiting = null;
    this.worker?.terminate();
    this.worker = null;
    this.hasFailed = true;
    this.pace = "stopped";
    this.tell();
  }

  /** @param {Opened} opened @param {boolean} isFresh begin anew, whatever was kept of it */
  open(opened, isFresh = false) {
    this.opened = opened;
    this.snapshot = null;
    this.order({ open: opened, isFresh });
    this.tell();
  }

  /** @param {import("./trainer.js").Dials} dials */
  turn(dials) {
    if (!this.opened) return;
    this.opened = { ...this.opened, dials };
    this.order({ dials });
  }

  /** @param {Pace} pace */
  setPace(pace) {
    this.pace = pace;
    this.settle();
    this.tell();
  }

  /** Whether it is looked at. @param {boolean} isSeen */
  see(isSeen) {
    if (isSeen === this.isSeen) return;
    this.isSeen = isSeen;
    if (this.pace !== "stopped") this.settle();
  }

  settle() {
    this.order({ pace: this.isSeen ? this.pace : "stopped" });
  }

  /** One step, at rest. */
  once() {
    this.setPace("stopped");
    this.order({ once: true });
  }
}
