/** A card is near its word, in the window, and covers what it explains only where it must. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { placeClear } from "../../../app/web/views/placing.js";

const WINDOW = { width: 1280, height: 800 };
const CARD = { width: 375, height: 430 };

/** @type {(left: number, top: number, width?: number, height?: number) => import("../../../app/web/views/placing.js").Box} */
const at = (left, top, width = 20, height = 20) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

/** @type {(a: {left: number, top: number}, b: import("../../../app/web/views/placing.js").Box) => boolean} */
const covers = (a, b) =>
  a.left < b.right &&
  a.left + CARD.width > b.left &&
  a.top < b.bottom &&
  a.top + CARD.height > b.top;

test("a card is below its word, or above where there is more room", () => {
  assert.deepEqual(placeClear(at(600, 100), CARD, WINDOW), { left: 422.5, top: 130 });
  assert.deepEqual(placeClear(at(600, 700), CARD, WINDOW), { left: 422.5, top: 260 });
});

test("a card is in the window and never over its word", () => {
  for (let left = 0; left <= 1260; left += 60) {
    for (let top = 0; top <= 780; top += 60) {
      const place = placeClear(at(left, top), CARD, WINDOW);
      assert.ok(place.left >= 12 && place.left + CARD.width <= 1268, `${left} ${top}`);
      assert.ok(place.top >= 12 && place.top + CARD.height <= 788, `${left} ${top}`);
      assert.ok(!covers(place, at(left, top)), `${left} ${top}`);
    }
  }
});

test("a card stands beside what its word is said of, where there is room", () => {
  const map = at(490, 120, 310, 310);
  const word = at(600, 440);
  const place = placeClear(word, CARD, WINDOW, map);
  assert.ok(!covers(place, map));
  assert.ok(!covers(place, word));
});
