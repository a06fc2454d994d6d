/** What is known of each latent dimension: its order, its range, and what it carries. */

const INACTIVE_NATS = 0.05; // a dimension that carries less changes nothing one can see
const FINEST = -6; // the power of ten: a stray dot's posterior can be of no width at all
const PRIOR_REACH = 4; // of N(0, 1), 1 draw in 16,000 lies further out

/**
 * @typedef {object} Dimension
 * @property {number} dim its index in z
 * @property {number} minimum where its axis begins
 * @property {number} maximum
 * @property {number} weight nats over the test set (VAE), or the spread of the codes (autoencoder)
 * @property {boolean} active
 */

/**
 * The dimensions of a model, the most telling first: a VAE's by the nats that each carries over
 * the test set, an autoencoder's, which has none, by the spread of its codes.
 *
 * @param {import("./types").ModelConfig} config
 * @returns {Dimension[]}
 */
export function dimensions({ latent_dim: d, metrics }) {
  const kl = metrics.kl_per_dim;
  const weights = kl ?? metrics.mu_std;
  const rows = Array.from({ length: d }, (_, dim) => {
    const [low, high] = [metrics.mu_min[dim], metrics.mu_max[dim]];
    const reach = Math.max(PRIOR_REACH, Math.ceil(Math.max(-low, high)));
    return {
      dim,
      minimum: kl ? -reach : Math.floor(low),
      maximum: kl ? reach : Math.max(Math.ceil(high), Math.floor(low) + 1),
      weight: weights[dim],
      active: !kl || kl[dim] >= INACTIVE_NATS,
    };
  });
  return rows.sort((a, b) => b.weight - a.weight);
}

/**
 * How far an arrow key moves a dimension: a thousandth of its axis as a power of ten, 0.01 on the
 * usual axes; finer where the posterior is so narrow that this would leave it in a few steps.
 *
 * @param {Dimension} dimension
 * @param {number | null} sigma of my picture's posterior
 */
export function keyStep({ minimum, maximum }, sigma) {
  const usual = Math.round(Math.log10((maximum - minimum) / 1000));
  const fine = sigma ? Math.max(FINEST, Math.floor(Math.log10(sigma / 5) + 1e-9)) : usual;
  return 10 ** Math.min(usual, fine);
}
