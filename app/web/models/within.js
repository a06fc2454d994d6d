/** An answer that must come in time. */

import { Fault } from "./fault.js";

/**
 * @template T
 * @param {Promise<T>} answer of the server
 * @param {number} ms
 * @returns {Promise<T>} rejects when the time is over
 */
export function within(answer, ms) {
  return new Promise((done, failed) => {
    const late = () => failed(new Fault("serverLate", { s: ms / 1000 }));
    const timer = setTimeout(late, ms);
    answer.then(done, failed).finally(() => clearTimeout(timer));
  });
}
