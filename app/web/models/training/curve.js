/** How both terms went while a net learnt: means over steps, thinned out where they are many. */

/** @typedef {import("./vae.js").Terms} Terms */
/**
 * @typedef {object} Point
 * @property {number} step
 * @property {Terms} learnt of the batches since the last point, in nats a picture
 * @property {Terms} held of the pictures that are held out
 */

const MOST = 240; // points

export class Curve {
  /** @param {Point[]} points to go on from */
  constructor(points = []) {
    this.points = points;
    this.sum = { reconstruction: 0, kl: 0 };
    this.steps = 0;
  }

  forget() {
    this.sum = { reconstruction: 0, kl: 0 };
    this.steps = 0;
  }

  /** A step's terms. @param {Terms} terms */
  add({ reconstruction, kl }) {
    this.sum.reconstruction += reconstruction;
    this.sum.kl += kl;
    this.steps += 1;
  }

  /** The means since the last point; null without a step. @returns {Terms | null} */
  get mean() {
    const { sum, steps } = this;
    return steps ? { reconstruction: sum.reconstruction / steps, kl: sum.kl / steps } : null;
  }

  /**
   * End a point; of too many every other one is dropped.
   *
   * @param {number} step
   * @param {Terms} held
   */
  mark(step, held) {
    const learnt = this.mean;
    if (!learnt) return;
    this.points.push({ step, learnt, held });
    if (this.points.length > MOST) this.points = this.points.filter((_, i) => i % 2 === 1);
    this.forget();
  }
}
