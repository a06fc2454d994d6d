/** Answers that are asked for once: kept when they came, and a failure remembered for a while. */

const MEMORY_MS = 30_000; // how long what failed is not asked for again

/** @template T */
export class Remembered {
  constructor() {
    /** @type {Map<string, {answer: Promise<T>, failedAt: number}>} */
    this.entries = new Map();
  }

  /**
   * @param {string} key
   * @param {() => Promise<T>} ask
   * @returns {Promise<T>} rejects with what went wrong, for a while without asking again
   */
  get(key, ask) {
    const cached = this.entries.get(key);
    if (cached && !(performance.now() - cached.failedAt > MEMORY_MS)) return cached.answer;
    const entry = { answer: ask(), failedAt: Number.POSITIVE_INFINITY };
    entry.answer.catch(() => {
      entry.failedAt = performance.now();
    });
    this.entries.set(key, entry);
    return entry.answer;
  }

  /** Ask again for what failed. */
  forget() {
    for (const [key, { failedAt }] of this.entries) {
      if (Number.isFinite(failedAt)) this.entries.delete(key);
    }
  }
}
