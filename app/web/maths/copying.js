/** What the copying test says, in plain numbers. */

/**
 * The share of pairs, a sample and a held-out picture each, in which the sample is the nearer to
 * its training picture: what the z-score of the Mann-Whitney U is of.
 *
 * @param {number} z below 0 where samples are nearer
 * @param {number} n samples
 * @param {number} m held-out pictures
 */
export const shareNearer = (z, n, m) => 0.5 - z * Math.sqrt((n + m + 1) / (12 * n * m));

/** @typedef {"copies" | "nearer" | "alike" | "farther"} Finding */

export const TELLS = 3; // standard errors, from which on it is no chance
const COPY = 0.5; // of the held-out pictures' median distance, and less

/** What a z-score says, whatever the distances. @param {number} z */
export function sideOf(z) {
  if (z < -TELLS) return "nearer";
  return z > TELLS ? "farther" : "alike";
}

/**
 * All cells together as one z-score: their mean by what chance makes of such a mean, which varies
 * less than the z of a single cell.
 *
 * @param {{z_in_cells: number, z_in_cells_error: number}} samples
 */
export const inCells = ({ z_in_cells, z_in_cells_error }) => z_in_cells / z_in_cells_error;

/**
 * What the distances to the nearest training picture say of samples, each compared with new pictures
 * of its own cell, as the test has it: which cells a model draws from is another question.
 *
 * @param {{median: number, z_in_cells: number, z_in_cells_error: number}} samples
 * @param {{median: number}} heldOut pictures
 * @returns {Finding}
 */
export function findingOf(samples, heldOut) {
  if (samples.median < COPY * heldOut.median) return "copies";
  return sideOf(inCells(samples));
}
