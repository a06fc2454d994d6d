/** What a link could not open, in the page's language. */

import { fill, number, plural } from "./format.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("../session/types").LinkProblem} LinkProblem */

const MOST = 3; // of which each is told of

/** What a stranger wrote, kept from turning the sentence around it. @param {string} words */
const isolated = (words) => `\u2068${words}\u2069`;

/**
 * @param {Text} text
 * @param {LinkProblem[]} problems at least one
 * @returns {string}
 */
export function explainLink(text, problems) {
  const { link: t } = text;
  const told = problems
    .slice(0, MOST)
    .map(({ code, key, value }) =>
      fill(t.problems[code], { key: isolated(key), value: isolated(value) }),
    );
  const n = problems.length - told.length;
  const more = n ? [fill(plural(text, n, t.more), { n: number(text, n, 0) })] : [];
  return [t.notAll, ...told, ...more].join(" ");
}
