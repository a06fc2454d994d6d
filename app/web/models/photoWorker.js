/** The work on one photo, off the main thread: one message in, one answer out. */

import { errorOf, Fault } from "./fault.js";
import { again, open } from "./photoWork.js";

/** @typedef {import("./photoWork.js").Opened} Opened */
/**
 * @typedef {{open: Blob} | {again: {grey: Opened["grey"], preview: ImageBitmap}, quarters: number, swap: boolean}} Job
 */
/** @typedef {{code: string, says: import("./fault.js").Says, message: string}} Failure */
/** @typedef {{opened: Opened} | {failed: Failure}} Answer */

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

self.addEventListener("message", ({ data }) => {
  done(data).then(
    (opened) => post({ opened }, [opened.preview]),
    (reason) => post({ failed: failure(reason) }),
  );
});
