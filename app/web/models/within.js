/** An answer that must come in time. */

/**
 * @template T
 * @param {Promise<T>} answer
 * @param {number} ms
 * @param {string} what did not answer, for the error
 * @returns {Promise<T>} rejects when the time is over
 */
export function within(answer, ms, what) {
  return new Promise((done, failed) => {
    const late = () => failed(new Error(`${what} did not answer within ${ms / 1000} s.`));
    const timer = setTimeout(late, ms);
    answer.then(done, failed).finally(() => clearTimeout(timer));
  });
}
