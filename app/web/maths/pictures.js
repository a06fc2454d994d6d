/** Pictures as numbers: 28 × 28 values in [0, 1], row by row, 0 is paper and 1 is ink. */

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/**
 * Pixels in [0, 1] of the bytes that a file holds. A loop: training reads thousands a second.
 *
 * @param {ArrayLike<number>} bytes
 */
export function fromBytes(bytes) {
  const pixels = new Float32Array(bytes.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytes[i] / 255;
  return pixels;
}

/** @param {number} x */
export const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/**
 * x̂ = sigmoid(logits), the decoder's mean.
 *
 * @param {Float32Array} logits (n, 784)
 * @returns {Float32Array} (n, 784) in [0, 1]
 */
export function toPixels(logits) {
  const pixels = new Float32Array(logits.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = sigmoid(logits[i]);
  return pixels;
}

/**
 * The standard deviation of each pixel over n pictures.
 *
 * @param {Float32Array} pictures (n, 784)
 * @param {number} n
 * @returns {Float32Array} (784), at most ½ for pixels in [0, 1]
 */
export function pixelSpread(pictures, n) {
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    let total = 0;
    let squares = 0;
    for (let p = 0; p < n; p++) {
      const value = pictures[p * PIXELS + i];
      total += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / n - (total / n) ** 2));
  });
}
