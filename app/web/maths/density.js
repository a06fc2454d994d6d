/** How thick points lie in a plane, and the levels that hold a share of them. */

const CELLS = 96; // a side of the grid
const NARROWER = 0.6; // than Scott's rule, which takes a class for one hill

/**
 * @typedef {object} Density
 * @property {Float32Array[]} rows CELLS rows of CELLS, the lowest y first
 * @property {[number, number]} start the middle of the first cell
 * @property {number} step between the middles of two cells
 * @property {number[]} levels one for each share that was asked for
 */

/** @param {Float32Array} values */
function deviation(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(square / Math.max(1, values.length - 1));
}

/**
 * One row of the grid, or column, blurred in place by a normal kernel.
 *
 * @param {Float32Array} grid (CELLS · CELLS)
 * @param {number} from
 * @param {number} stride
 * @param {number[]} kernel its middle and one side
 */
function blur(grid, from, stride, kernel) {
  const line = Float32Array.from({ length: CELLS }, (_, i) => grid[from + i * stride]);
  for (let i = 0; i < CELLS; i++) {
    let sum = kernel[0] * line[i];
    for (let k = 1; k < kernel.length; k++) {
      sum += kernel[k] * ((line[i - k] ?? 0) + (line[i + k] ?? 0));
    }
    grid[from + i * stride] = sum;
  }
}

/** @param {number} sigma in cells @returns {number[]} */
function kernelOf(sigma) {
  const half = Array.from({ length: Math.ceil(3 * sigma) + 1 }, (_, k) =>
    Math.exp(-0.5 * (k / sigma) ** 2),
  );
  const sum = half[0] + 2 * half.slice(1).reduce((total, value) => total + value, 0);
  return half.map((value) => value / sum);
}

/**
 * The density of points by a normal kernel on a grid over a window, and for each share the level
 * above which that share of the points lies (Scott 1992, section 6; Hyndman 1996 on such regions).
 *
 * @param {Float32Array} x (n) of which those outside the window are left out
 * @param {Float32Array} y (n)
 * @param {{x: number, y: number, half: number}} window
 * @param {number[]} shares of the points, in (0, 1)
 * @returns {Density | null} null where there are too few points to have a shape
 */
export function densityOf(x, y, window, shares) {
  const step = (2 * window.half) / CELLS;
  const low = [window.x - window.half, window.y - window.half];
  const grid = new Float32Array(CELLS * CELLS);
  /** @type {number[]} */
  const cells = [];
  for (let i = 0; i < x.length; i++) {
    const column = Math.floor((x[i] - low[0]) / step);
    const row = Math.floor((y[i] - low[1]) / step);
    if (column < 0 || row < 0 || column >= CELLS || row >= CELLS) continue;
    cells.push(row * CELLS + column);
    grid[row * CELLS + column]++;
  }
  if (cells.length < 10) return null;
  const scott = NARROWER * x.length ** (-1 / 6);
  const [across, up] = [x, y].map((values) =>
    kernelOf(Math.max(0.8, (scott * Math.min(deviation(values), window.half)) / step)),
  );
  for (let i = 0; i < CELLS; i++) blur(grid, i * CELLS, 1, across);
  for (let i = 0; i < CELLS; i++) blur(grid, i, CELLS, up);
  const heights = cells.map((cell) => grid[cell]).sort((a, b) => b - a);
  return {
    rows: Array.from({ length: CELLS }, (_, row) => grid.subarray(row * CELLS, (row + 1) * CELLS)),
    start: [low[0] + step / 2, low[1] + step / 2],
    step,
    levels: shares.map((share) => heights[Math.floor(share * (heights.length - 1))]),
  };
}
