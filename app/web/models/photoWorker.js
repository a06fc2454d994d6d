/** The work on photos, off the main thread: an answer to each message, by its number. */

import { errorOf, Fault } from "./fault.js";
import { again, open } from "./photoWork.js";

/** @typedef {import("./photoWork.js").Opened} Opened */
/**
 * @typedef {{open: Blob} | {again: {grey: Opened["grey"], preview: ImageBitmap}, quarters: number, swap: boolean}} Job
 */
/** @typedef {{code: string, says: import("./fault.js").Says, message: string}} Failure */
/** @typedef {{id: number} & ({opened: Opened} | {failed: Failure})} Answer */

/** @param {Job} job @returns {Promise<Opened>} */
const done = async (job) =>
  "open" in job ? open(job.open) : again(job.again, job.quarters, job.swap);

/** @param {unknown} reason @returns {Failure} */
function failure(reason) {
  const { message } = errorOf(reason);
  return reason instanceof Fault
    ? { code: reason.code, says: reason.says, message }
    : { code: "unknown", says: { message }, message };
}

/** @param {Answer} answer @param {Transferable[]} transfer */
const post = (answer, transfer = []) => self.postMessage(answer, { transfer });

self.addEventListener("message", (/** @type {MessageEvent<{id: number, job: Job}>} */ { data }) => {
  const { id, job } = data;
  done(job).then(
    (opened) => post({ id, opened }, [opened.preview]),
    (reason) => post({ id, failed: failure(reason) }),
  );
});
