/** The literals of a JavaScript file: what stands between quotes, with … for what is filled in. */

/**
 * @param {string} code
 * @returns {Array<{text: string, before: string}>} `before` is the code in front of it on its line
 */
export function literalsOf(code) {
  /** @type {Array<{text: string, before: string}>} */
  const found = [];
  let at = 0;

  const line = (/** @type {number} */ from) => code.slice(code.lastIndexOf("\n", from) + 1, from);

  /** A literal that begins at `at`; templates go down into what they fill in. */
  const literal = () => {
    const [start, quote] = [at, code[at]];
    let text = "";
    for (at++; at < code.length && code[at] !== quote; at++) {
      if (code[at] === "\\") at++;
      else if (quote === "`" && code.startsWith("${", at)) {
        at += 2;
        plain("}");
        text += "…";
        continue;
      }
      text += code[at];
    }
    found.push({ text, before: line(start) });
  };

  /** Code up to its end, or to the brace that closes it. @param {string} [end] */
  const plain = (end) => {
    let depth = 0;
    for (; at < code.length; at++) {
      if (code.startsWith("//", at)) at = code.indexOf("\n", at);
      else if (code.startsWith("/*", at)) at = code.indexOf("*/", at) + 1;
      else if (code[at] === "/" && /[(,=:[!&|?{};]\s*$/.test(line(at))) regex();
      else if (`"'\``.includes(code[at])) literal();
      else if (code[at] === "{") depth++;
      else if (code[at] === "}" && depth-- === 0 && end) return;
      if (at < 0) return;
    }
  };

  const regex = () => {
    let isClass = false;
    for (at++; isClass || code[at] !== "/"; at++) {
      if (code[at] === "\\") at++;
      else if (code[at] === "[") isClass = true;
      else if (code[at] === "]") isClass = false;
    }
  };

  plain();
  return found;
}
