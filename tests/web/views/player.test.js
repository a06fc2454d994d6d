import assert from "node:assert/strict";
import { test } from "node:test";

import { player } from "../../../app/web/views/player.js";

/** A session that plays, and frames that pass when told to. */
function stage() {
  /** @type {((now: number) => void)[]} */
  let waiting = [];
  globalThis.requestAnimationFrame = (act) => waiting.push(act);
  /** @type {number[]} */
  const places = [];
  const walk = { t: 0, bounce: true };
  const session = {
    state: { playing: true, intent: { walk } },
    /** @param {{t: number}} event */
    dispatch({ t }) {
      places.push(t);
      walk.t = Math.min(1, Math.max(0, t));
    },
  };
  let now = performance.now();
  const pass = (/** @type {number} */ n) => {
    for (let i = 0; i < n; i++) {
      now += 50;
      const due = waiting;
      waiting = [];
      for (const act of due) act(now);
    }
  };
  return { session: /** @type {any} */ (session), places, pass };
}

test("a walk goes on by one player when another takes over", () => {
  const { session, places, pass } = stage();
  const first = new AbortController();
  player(session, first.signal)();
  pass(20);
  first.abort();
  player(session, new AbortController().signal)();
  places.length = 0;
  pass(10);
  assert.ok(places.length <= 10, `${places.length} steps in 10 frames`);
  places.forEach((t, i) => {
    assert.ok(i === 0 || t > places[i - 1], "it goes one way");
  });
});

test("a walk that goes there and back turns at both ends", () => {
  const { session, places, pass } = stage();
  player(session, new AbortController().signal)();
  pass(150);
  const turns = places.filter((t, i) => {
    const [before, after] = [places[i - 1], places[i + 1]];
    return before !== undefined && after !== undefined && (t - before) * (after - t) < 0;
  });
  assert.ok(turns.length >= 2);
  assert.ok(Math.min(...turns) <= 0.01 && Math.max(...turns) >= 0.99);
});
