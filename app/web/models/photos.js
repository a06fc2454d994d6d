/** A picture that a visitor brings, opened and read in this browser and sent nowhere. */

import { Fault } from "./fault.js";

/** @import { Grid } from "../maths/centre.js" */
/** @import { Reading } from "../maths/reading/read.js" */
/** @import { Answer, Job } from "./photoWorker.js" */
/** @import { Opened } from "./photoWork.js" */

/**
 * @typedef {object} Photo
 * @property {number} width of grey and of reading.ink; at most 512, likewise height
 * @property {number} height
 * @property {ImageBitmap} preview in colour, at most 1024 a side
 * @property {Grid} grey in [0, 1], 1 is white: for `asIs`
 * @property {Reading} reading its ink for `through`, its frame, and whether it is sure
 * @property {boolean} isSwapped whether ink and paper were exchanged
 * @property {(quarters: number) => Promise<Photo>} turned clockwise, and read anew
 * @property {() => Promise<Photo>} swapped with ink and paper exchanged
 */

/** @param {Job} job @returns {Promise<Opened>} */
const here = async (job) => {
  const { again, open } = await import("./photoWork.js");
  return "open" in job ? open(job.open) : again(job.again, job.quarters, job.swap);
};

/** Opens photos off the main thread, in one worker that is started once. */
export class PhotoReader {
  constructor() {
    /** @type {Worker | null} */
    this.worker = null;
    this.canWork = typeof Worker !== "undefined";
    this.asked = 0;
    /** @type {Map<number, {job: Job, opened: (found: Opened | Promise<Opened>) => void, failed: (fault: Fault) => void}>} */
    this.waiting = new Map();
  }

  /** Start the worker, which takes longer than reading a photo: a file is about to come. */
  warm() {
    if (this.worker || !this.canWork) return;
    const url = new URL("./photoWorker.js", import.meta.url);
    this.worker = new Worker(url, { type: "module" });
    this.worker.onmessage = ({ data }) => this.hear(data);
    // Its modules did not come, or this browser has workers without modules.
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.giveUp();
    };
  }

  /** @param {Answer} answer */
  hear(answer) {
    const { opened, failed } = this.waiting.get(answer.id) ?? {};
    this.waiting.delete(answer.id);
    if ("opened" in answer) return opened?.(answer.opened);
    const { code, says, message } = answer.failed;
    return failed?.(new Fault(code, says, message));
  }

  /** Without a worker all is done here. */
  giveUp() {
    this.canWork = false;
    this.worker?.terminate();
    this.worker = null;
    for (const { job, opened } of this.waiting.values()) opened(here(job));
    this.waiting.clear();
  }

  /** @param {Job} job @returns {Promise<Opened>} */
  work(job) {
    this.warm();
    const { worker } = this;
    if (!worker) return here(job);
    return new Promise((opened, failed) => {
      const id = ++this.asked;
      this.waiting.set(id, { job, opened, failed });
      worker.postMessage({ id, job });
    });
  }

  /**
   * @param {Blob} file
   * @returns {Promise<Photo>} rejects with a Fault: emptyFile, largeFile, manyPixels, notPicture,
   *   damagedPicture, blankPicture; or cannotOpenHere for what a server may be able to open
   */
  async open(file) {
    return this.photo(await this.work({ open: file }), false);
  }

  /** @param {Opened} opened @param {boolean} isSwapped @returns {Photo} */
  photo({ grey, preview, reading }, isSwapped) {
    /** @param {number} quarters @param {boolean} swap */
    const anew = async (quarters, swap) =>
      this.photo(await this.work({ again: { grey, preview }, quarters, swap }), swap);
    return {
      width: grey.width,
      height: grey.height,
      preview,
      grey,
      reading,
      isSwapped,
      turned: (quarters) => anew(quarters, isSwapped),
      swapped: () => anew(0, !isSwapped),
    };
  }
}
