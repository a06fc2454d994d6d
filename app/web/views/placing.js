/** Where a card lies: near what it belongs to, and over as little as can be of what it explains. */

/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** @typedef {{width: number, height: number}} Size */

const GAP = 10; // pixels between a card and what it belongs to
const EDGE = 12; // pixels between a card and the window's edge

/** @param {Box} a @param {Box} b the area that they share */
const shared = (a, b) =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

/** @param {number} at @param {number} size @param {number} room */
const within = (at, size, room) => Math.max(EDGE, Math.min(at, room - EDGE - size));

/**
 * Below or above, else on a side; wholly in the window, and clear of the word before all.
 *
 * @param {Box} of a word, or whatever the card belongs to
 * @param {Size} card
 * @param {Size} window
 * @param {Box} kept what should stay in sight
 * @returns {{left: number, top: number}}
 */
export function placeClear(of, card, window, kept = of) {
  const across = (of.left + of.right - card.width) / 2;
  const places = [of, kept].flatMap((box) => [
    [across, box.bottom + GAP],
    [across, box.top - GAP - card.height],
    [box.right + GAP, box.top],
    [box.left - GAP - card.width, box.top],
  ]);
  const tried = places.map(([left, top]) => {
    const at = {
      left: within(left, card.width, window.width),
      top: within(top, card.height, window.height),
    };
    const box = { ...at, right: at.left + card.width, bottom: at.top + card.height };
    return { at, covers: 1000 * shared(box, of) + shared(box, kept) };
  });
  return tried.reduce((best, next) => (next.covers < best.covers ? next : best)).at;
}
