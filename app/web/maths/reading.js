/** What a classifier reads: its logits as probabilities, and those as bands that lie on another. */

/**
 * @param {ArrayLike<number>} logits (n, classes)
 * @param {number} classes
 * @returns {number[][]} n rows, each of sum 1
 */
export function probabilities(logits, classes) {
  const n = logits.length / classes;
  return Array.from({ length: n }, (_, i) => {
    const row = Array.from({ length: classes }, (_, c) => logits[i * classes + c]);
    const most = Math.max(...row);
    const parts = row.map((logit) => Math.exp(logit - most));
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  });
}

/** The likeliest class and its probability. @param {number[]} row */
export function likeliest(row) {
  const probability = Math.max(...row);
  return { label: row.indexOf(probability), probability };
}

/**
 * From where to where each class's band reaches, the first class lowest.
 *
 * @param {number[][]} rows n rows of probabilities
 * @returns {[number, number][][]} a list a class, of n pairs
 */
export function bands(rows) {
  const heights = rows.map(() => 0);
  return (rows[0] ?? []).map((_, c) =>
    rows.map((row, i) => {
      const from = heights[i];
      heights[i] += row[c];
      return [from, heights[i]];
    }),
  );
}
