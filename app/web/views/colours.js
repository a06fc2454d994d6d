/** The classes' colours, from the page's styles: ten in each theme; beyond ten they come again. */

const COLOURS = 10;

/**
 * @param {HTMLElement} element whose theme counts
 * @param {number} classes
 * @returns {string[]} one a class
 */
export function classColours(element, classes) {
  const style = getComputedStyle(element);
  return Array.from({ length: classes }, (_, c) =>
    style.getPropertyValue(`--lx-class-${c % COLOURS}`).trim(),
  );
}
