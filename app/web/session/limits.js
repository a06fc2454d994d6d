/** What a value may be, as data: it is held against it here, and read from a link by it. */

/** @typedef {import("./types").Limit} Limit */

/** @param {number} low @param {number} high @returns {Limit} */
export const whole = (low, high) => ({ kind: "whole", low, high });

/** @param {number} low @param {number} high @returns {Limit} */
export const number = (low, high) => ({ kind: "number", low, high });

/** @param {(string | number)[]} of @returns {Limit} */
export const choice = (...of) => ({ kind: "choice", of });

/** @param {number} n @param {Limit} each @returns {Limit} */
export const list = (n, each) => ({ kind: "list", n, each });

/** @type {Limit} */
export const flag = { kind: "flag" };

/** A data set's id, or an empty text for the chosen model's. @type {Limit} */
export const dataset = { kind: "dataset" };

/**
 * Whether a value keeps within a limit.
 *
 * @param {Limit} limit
 * @param {unknown} value
 * @returns {boolean}
 */
export function accepts(limit, value) {
  switch (limit.kind) {
    case "flag":
      return typeof value === "boolean";
    case "dataset":
      return typeof value === "string";
    case "choice":
      return limit.of.some((one) => one === value);
    case "list":
      return (
        Array.isArray(value) &&
        value.length === limit.n &&
        value.every((item) => accepts(limit.each, item))
      );
    case "whole":
      return Number.isInteger(value) && isWithin(limit, value);
    case "number":
      return Number.isFinite(value) && isWithin(limit, value);
  }
}

/** @param {{low: number, high: number}} limit @param {unknown} value */
const isWithin = ({ low, high }, value) => Number(value) >= low && Number(value) <= high;
