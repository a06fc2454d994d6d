/**
 * Numbers and sentences as the page writes them.
 *
 * A number in a sentence or beside a word has the digits of the page's language (`number`). In
 * formulas, tables, number boxes, on axes and in the names of z it has mathematics' own, 0 to 9,
 * and is read from left to right (`fixed`). Both group digits by thousands from 10,000 on.
 *
 * What is filled into a text is kept together with its percent sign. Where the text runs from right
 * to left it is isolated as well, or names and numbers beside it would change places.
 */

/** @typedef {import("../text/en.js").Text} Text */
/** A text for each way to count, as Intl.PluralRules names them. @typedef {import("../text/en.js").Forms} Forms */

const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
const [OWN_WAY, FROM_RIGHT, END] = ["\u2068", "\u2067", "\u2069"]; // isolates, and where they end
// A name made of several values has no letter outside their isolates to tell its way by.
const LETTERS = /[\u0590-\u065f\u066e-\u06ef\u06fa-\u08ff]/;
// A term's id is no text; a percent sign belongs to its number.
const BRACES = /(?<!\{term:)\{(\w+)\}([%٪])?|\{(\w+)\}/g;

/**
 * A text with what its braces name, each value isolated where the text runs from right to left.
 *
 * @param {string} text
 * @param {Record<string, string>} says numbers as `number` or `fixed` writes them
 */
export function fill(text, says) {
  const isFromRight = RIGHT_TO_LEFT.test(text);
  return text.replace(BRACES, (whole, name, sign = "", id = "") => {
    const value = says[name ?? id];
    if (value === undefined) return whole;
    if (id) return value;
    if (!isFromRight) return value + sign;
    return (LETTERS.test(value) ? FROM_RIGHT : OWN_WAY) + value + sign + END;
  });
}

/** @type {Map<string, Intl.NumberFormat>} making one takes far longer than using it */
const formats = new Map();

/** @param {string} locale @param {number} decimals @param {"decimal" | "percent"} style */
function formatOf(locale, decimals, style) {
  const key = `${locale} ${decimals} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const format = new Intl.NumberFormat(locale, { ...digits, style, useGrouping: "min2" });
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
 * @param {"decimal" | "percent"} style
 */
function write(locale, value, decimals, style = "decimal") {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const least = 0.5 * 10 ** -(style === "percent" ? decimals + 2 : decimals);
  const shown = Math.abs(value) < least ? 0 : value;
  return formatOf(locale, decimals, style).format(shown).replace("-", "−");
}

/**
 * A number of a formula, a table or an axis.
 *
 * @param {number | null | undefined} value
 */
export const fixed = (value, decimals = 2) => write("en", value, decimals);

/**
 * A number of a sentence.
 *
 * @param {Text} text
 * @param {number | null | undefined} value
 */
export const number = ({ locale }, value, decimals = 2) => write(locale, value, decimals);

/**
 * A share as a percentage of a sentence, with the language's digits and sign.
 *
 * @param {Text} text
 * @param {number | null | undefined} share 0 to 1
 */
export const percent = ({ locale }, share, decimals = 0) =>
  write(locale, share, decimals, "percent");

/**
 * A share as a percentage of a table.
 *
 * @param {number | null | undefined} share 0 to 1
 */
export const fixedPercent = (share, decimals = 0) => write("en", share, decimals, "percent");

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
