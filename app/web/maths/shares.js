/** Shares of so many, compared. */

const SURE = 2; // standard errors, from which on one share is above another

/**
 * Whether a share is above another by more than chance.
 *
 * @param {number} a in [0, 1]
 * @param {number} b in [0, 1]
 * @param {number} n of how many each is, at least 1
 * @returns {"more" | "fewer" | "same"}
 */
export function compared(a, b, n) {
  const mean = (a + b) / 2;
  const error = Math.sqrt((2 * mean * (1 - mean)) / n);
  if (Math.abs(a - b) <= SURE * error) return "same";
  return a > b ? "more" : "fewer";
}
