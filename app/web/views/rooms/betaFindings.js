/** What the β ladder says: findings from the figures, and from nothing else. */

/**
 * @typedef {object} Rung a net, as `model/experiments/beta.py` measures it; nats are a picture's
 * @property {string} id
 * @property {number} beta
 * @property {number} reconstruction_nats
 * @property {number} kl_nats
 * @property {number[]} kl_per_dim
 * @property {number[]} sigma
 * @property {number[]} mu_std
 * @property {number} information
 * @property {number} aggregate
 * @property {number[][]} frame
 */

const USED = 0.1; // nats above which a dimension is in use
const NOISE = 0.05; // nats by which the measured distance to the prior may be off
const REACHED = 0.5; // nats below the cap from which on the information is no more than a bound

/** @param {Rung} rung */
export const negElbo = (rung) => rung.reconstruction_nats + rung.kl_nats;

/** Whether a dimension with so much KL is in use. @param {number} nats */
export const isUsed = (nats) => nats > USED;

/** How many dimensions a net uses. @param {Rung} rung */
export const inUse = ({ kl_per_dim: nats }) => nats.filter(isUsed).length;

/**
 * Whether the information is at its cap: what was found is then the least that it may be, and what
 * remains of the KL the most.
 *
 * @param {{information: number}} net
 * @param {number} cap
 */
export const isCapped = ({ information }, cap) => information > cap - REACHED;

/** The rung whose β is nearest. @param {Rung[]} rungs @param {number} beta */
export const nearest = (rungs, beta) =>
  rungs.reduce(
    (best, rung, i) => (Math.abs(rung.beta - beta) < Math.abs(rungs[best].beta - beta) ? i : best),
    0,
  );

/** The least −ELBO of a ladder. @param {Rung[]} rungs */
export const best = (rungs) => rungs.reduce((a, b) => (negElbo(b) < negElbo(a) ? b : a));

/**
 * Where fewer dimensions are in use than on the rung before, β rising from 1.
 *
 * @param {Rung[]} rungs
 */
export function drops(rungs) {
  const upward = rungs.slice(nearest(rungs, 1));
  return upward.filter((rung, i) => i > 0 && inUse(rung) < inUse(upward[i - 1]));
}

/**
 * What becomes of the code from β = 1 to the last rung, as a guess says it; null where it is none
 * of these.
 *
 * @param {Rung[]} rungs
 * @returns {"more" | "spread" | "off" | null}
 */
export function fate(rungs) {
  const [one, last] = [rungs[nearest(rungs, 1)], rungs[rungs.length - 1]];
  if (one === last) return null;
  const [before, left] = [inUse(one), inUse(last)];
  if (left > before) return "more";
  if (left === 0) return "off";
  const spread = (/** @type {Rung} */ { mu_std }) => Math.hypot(...mu_std);
  return left === before && spread(last) > spread(one) ? "spread" : null;
}

/**
 * Whether the cloud of all codes comes nearer to the prior as β rises: at each rung, on the whole,
 * or not. Rungs whose distance is a mere bound say nothing of it: `from` is the first of the others,
 * and `against` the first pair of them where the cloud goes away instead.
 *
 * @param {Rung[]} rungs
 * @param {number} cap of the information
 */
export function pull(rungs, cap) {
  const known = rungs.filter((rung) => !isCapped(rung, cap));
  const i = known.findIndex(
    (rung, at) => at > 0 && rung.aggregate > known[at - 1].aggregate + NOISE,
  );
  const isNearer = known.length > 1 && known[known.length - 1].aggregate < known[0].aggregate;
  return {
    says: /** @type {"each" | "whole" | "no"} */ (!isNearer ? "no" : i < 0 ? "each" : "whole"),
    from: known[0] ?? rungs[0],
    against: i < 0 ? null : /** @type {[Rung, Rung]} */ ([known[i - 1], known[i]]),
  };
}

/**
 * What a nat less of KL costs in nats of reconstruction, between two neighbouring rungs above
 * β = 1: where training has found the best net at each β, a price between the two β.
 *
 * @param {Rung[]} rungs
 */
export function price(rungs) {
  const one = nearest(rungs, 1);
  const pairs = rungs.slice(one, -1).map((rung, i) => [rung, rungs[one + i + 1]]);
  const same = pairs.filter(([a, b]) => inUse(b) === inUse(a) && inUse(b) > 0);
  const [from, to] = same[same.length - 1] ?? pairs[0] ?? [];
  if (!from) return null;
  const saved = from.kl_nats - to.kl_nats;
  if (!(saved > 0)) return null;
  const more = to.reconstruction_nats - from.reconstruction_nats;
  const each = more / saved;
  return { from, to, saved, more, each, isBetween: each >= from.beta && each <= to.beta };
}
