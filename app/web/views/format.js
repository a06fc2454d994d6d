/**
 * Numbers and sentences as the page writes them.
 *
 * A number in a sentence or beside a word has the digits of the page's language (`number`). In
 * formulas, tables, number boxes, on axes and in the names of z it has mathematics' own, 0 to 9,
 * and is read from left to right (`fixed`).
 */

/** @typedef {import("../text/en.js").Text} Text */
/** A text for each way to count, as Intl.PluralRules names them. @typedef {import("../text/en.js").Forms} Forms */

/**
 * A text with what its braces name.
 *
 * @param {string} text
 * @param {Record<string, string>} says numbers as `number` or `fixed` writes them
 */
export const fill = (text, says) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => says[name] ?? whole);

/** @type {Map<string, Intl.NumberFormat>} making one takes far longer than using it */
const formats = new Map();

/** @typedef {"min2" | false} Grouping of digits by three, from five of them on; or not */

/** @param {string} locale @param {number} decimals @param {Grouping} useGrouping */
function formatOf(locale, decimals, useGrouping) {
  const key = `${locale} ${decimals} ${useGrouping}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat(locale, { ...digits, useGrouping });
  formats.set(key, format);
  return format;
}

/**
 * A fixed count of decimals and a real minus sign, which what rounds to zero has not; a dash where
 * there is no number.
 *
 * @param {string} locale
 * @param {number | null | undefined} value
 * @param {number} decimals
 * @param {Grouping} grouping
 */
function write(locale, value, decimals, grouping) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const shown = Math.abs(value) < 0.5 * 10 ** -decimals ? 0 : value;
  return formatOf(locale, decimals, grouping).format(shown).replace("-", "−");
}

/**
 * A number of a formula, a table or an axis.
 *
 * @param {number | null | undefined} value
 */
export const fixed = (value, decimals = 2) => write("en", value, decimals, false);

/**
 * A number of a sentence, its digits grouped from 10,000 on.
 *
 * @param {Text} text
 * @param {number | null | undefined} value
 */
export const number = ({ locale }, value, decimals = 2) => write(locale, value, decimals, "min2");

/** @type {Map<string, Intl.PluralRules>} */
const rules = new Map();

/**
 * The form of a text that goes with n of something.
 *
 * @param {Text} text
 * @param {number} n
 * @param {Forms} forms
 */
export function plural({ locale }, n, forms) {
  const rule = rules.get(locale) ?? new Intl.PluralRules(locale);
  rules.set(locale, rule);
  return forms[rule.select(n)] ?? forms.other;
}

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** z₁, z₂, … for dimension 0, 1, … @param {number} k */
export const zName = (k) => `z${[...String(k + 1)].map((digit) => SUBSCRIPTS[+digit]).join("")}`;

/** How many decimals a number needs whose least step is `step`. @param {number} step */
export const decimals = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

/** More of them where a spread is small. @param {number} sigma */
export const sigmaDecimals = (sigma) => (sigma < 0.1 ? 3 : 2);
