/** Draws from N(0, 1), by Box and Muller. */
export function gaussians(n) {
  return Float32Array.from({ length: n }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    return radius * Math.cos(2 * Math.PI * Math.random());
  });
}

/** z = μ + σ ε, n draws in one (n, d) array; an autoencoder's code is a point, so z = μ. */
export function drawPosterior(mu, logvar, epsilon, n = 1) {
  const d = mu.length;
  return Float32Array.from({ length: n * d }, (_, i) => {
    const k = i % d;
    return logvar ? mu[k] + Math.exp(0.5 * logvar[k]) * epsilon[i] : mu[k];
  });
}

/** A whole number from 0 to n - 1. */
export const randomInteger = (n) => Math.floor(Math.random() * n);
