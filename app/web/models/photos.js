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

/**
 * A worker a job: none is left over, and what one took is freed with it.
 *
 * @param {Job} job
 * @returns {Promise<Opened>}
 */
function elsewhere(job) {
  const worker = new Worker(new URL("./photoWorker.js", import.meta.url), { type: "module" });
  const answer = new Promise((opened, failed) => {
    worker.onmessage = (/** @type {MessageEvent<Answer>} */ { data }) => {
      if ("opened" in data) return opened(data.opened);
      const { code, says, message } = data.failed;
      return failed(new Fault(code, says, message));
    };
    // Its modules did not come, or this browser has workers without modules.
    worker.onerror = (event) => {
      event.preventDefault();
      opened(here(job));
    };
    worker.postMessage(job);
  });
  return answer.finally(() => worker.terminate());
}

/** @param {Job} job @returns {Promise<Opened>} */
const work = (job) => (typeof Worker === "undefined" ? here(job) : elsewhere(job));

/** @param {Opened} opened @param {boolean} isSwapped @returns {Photo} */
function photo({ grey, preview, reading }, isSwapped) {
  /** @param {number} quarters @param {boolean} swap */
  const anew = async (quarters, swap) =>
    photo(await work({ again: { grey, preview }, quarters, swap }), swap);
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

/**
 * @param {Blob} file
 * @returns {Promise<Photo>} rejects with a Fault: emptyFile, largeFile, manyPixels, notPicture,
 *   damagedPicture, blankPicture; or cannotOpenHere for what a server may be able to open
 */
export const openPhoto = async (file) => photo(await work({ open: file }), false);
