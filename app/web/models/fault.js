/** What went wrong, as a code and not as a sentence: the page says it in the visitor's language. */

/** @typedef {Record<string, string | number>} Says */

export class Fault extends Error {
  /**
   * @param {string} code of a text in `errors`
   * @param {Says} says what its braces name
   * @param {string} message for a code that the text does not know; a server says it in English
   */
  constructor(code, says = {}, message = [code, ...Object.values(says)].join(" ")) {
    super(message);
    this.name = "Fault";
    this.code = code;
    this.says = says;
  }
}

/** Whatever was thrown, as an error. @param {unknown} reason */
export const errorOf = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));
