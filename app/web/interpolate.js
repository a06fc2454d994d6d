/** Two ways from one code to another, t from 0 to 1. */

export const lerp = (a, b, t) => Float32Array.from(a, (value, k) => value + t * (b[k] - value));

/**
 * Along the great circle between the directions of a and b, the length changing evenly: a draw
 * from N(0, I) lies near a sphere, and the straight line cuts through its inside.
 */
export function slerp(a, b, t) {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)];
  if (lengthA < 1e-6 || lengthB < 1e-6) return lerp(a, b, t);
  const [unitA, unitB] = [a.map((v) => v / lengthA), b.map((v) => v / lengthB)];
  const cosine = unitA.reduce((total, value, k) => total + value * unitB[k], 0);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const length = lengthA + t * (lengthB - lengthA);
  const sine = Math.sin(angle);
  if (sine < 1e-4) return lerp(a, b, t); // parallel, or opposite: no one great circle
  const [shareA, shareB] = [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
  return Float32Array.from(unitA, (value, k) => length * (shareA * value + shareB * unitB[k]));
}
