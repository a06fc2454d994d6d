/** Numbers, names and sentences as the page writes them. */

/**
 * A text with what its braces name.
 *
 * @param {string} text
 * @param {Record<string, string | number>} says
 */
export const fill = (text, says) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(says[name] ?? whole));

/**
 * A number with a fixed count of decimals and a real minus sign, which what rounds to zero has
 * not; a dash where there is no number.
 *
 * @param {number | null | undefined} value
 */
export const fixed = (value, decimals = 2) =>
  (Number.isNaN(value) ? "–" : (value?.toFixed(decimals) ?? "–"))
    .replace("Infinity", "∞")
    .replace(/^-(?=[0.]+$)/, "")
    .replace("-", "−");

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** z₁, z₂, … for dimension 0, 1, … @param {number} k */
export const zName = (k) => `z${[...String(k + 1)].map((digit) => SUBSCRIPTS[+digit]).join("")}`;

/** How many decimals a number needs whose least step is `step`. @param {number} step */
export const decimals = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

/** More of them where a spread is small. @param {number} sigma */
export const sigmaDecimals = (sigma) => (sigma < 0.1 ? 3 : 2);
