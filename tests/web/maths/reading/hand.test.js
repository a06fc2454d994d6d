/** A hand on the square: what it holds stays under it, whatever it does. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { uniforms } from "../../../../app/web/maths/random.js";
import { moved, pinched, sized, turned, viewOf } from "../../../../app/web/maths/reading/hand.js";
import { pulled } from "../../../../app/web/views/photoHand.js";

/** @import { Frame } from "../../../../app/web/maths/reading/frame.js" */
/** @typedef {[number, number]} At */

const CLOSE = 1e-6;
/** Squares well within reach, and places around them. */
const CASES = Array.from({ length: 200 }, (_, i) => {
  const next = uniforms(i + 1);
  const u = Array.from({ length: 12 }, next);
  /** @param {number} k @returns {At} */
  const at = (k) => [u[k], u[k + 1]];
  const frame = { x: 0.3 + 0.4 * u[0], y: 0.3 + 0.4 * u[1], side: 0.2 + u[2], angle: 6 * u[3] - 3 };
  return { frame, a: at(4), b: at(6), c: at(8), d: at(10) };
});

/** Where a place of the photo lies in the square, in its own sides. @param {Frame} frame @param {At} at */
function inside({ x, y, side, angle }, [px, py]) {
  const [dx, dy] = [(px - x) / side, (py - y) / side];
  return [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)];
}

/** @param {number[]} a @param {number[]} b @param {number} within */
function near(a, b, within = CLOSE) {
  const isNear = a.every((value, i) => Math.abs(value - b[i]) < within);
  assert.ok(isNear, `${a} is not ${b}`);
}

/** @param {Frame} a @param {Frame} b */
function same(a, b) {
  near([a.x, a.y, a.side], [b.x, b.y, b.side]);
  near([Math.cos(a.angle), Math.sin(a.angle)], [Math.cos(b.angle), Math.sin(b.angle)]);
}

test("what a hand moves by, the square moves by, and back", () => {
  for (const { frame, a } of CASES) {
    const [dx, dy] = [a[0] - 0.5, a[1] - 0.5];
    const there = moved(frame, dx, dy);
    near([there.x - frame.x, there.y - frame.y], [dx, dy]);
    same(moved(there, -dx, -dy), frame);
    same(sized(sized(frame, 1.7), 1 / 1.7), frame);
    same(turned(turned(frame, 5), -5), frame);
  }
});

test("a pinched square has under each finger what was there", () => {
  let n = 0;
  for (const { frame, a, b, c, d } of CASES) {
    if (Math.hypot(a[0] - b[0], a[1] - b[1]) < 0.2) continue;
    const pinch = pinched(frame, [a, b], [c, d]);
    if (pinch.side > 3.9 || pinch.side < 0.02 || Math.abs(pinch.x) > 1.9) continue; // at its bounds
    if (Math.abs(pinch.y) > 1.9) continue;
    near(inside(pinch, c), inside(frame, a), 1e-4);
    near(inside(pinch, d), inside(frame, b), 1e-4);
    n++;
  }
  assert.ok(n > 50, `${n}`);
});

test("one finger in its middle moves it, on a corner resizes it, on the knob turns it", () => {
  for (const { frame, a, b } of CASES) {
    const move = pulled("move", frame, a, b);
    near(inside(move, b), inside(frame, a));
    const size = pulled("size", frame, a, b);
    const isAtItsBound = size.side > 3.9 || size.side < 0.02;
    if (!isAtItsBound)
      near([Math.hypot(...inside(size, b))], [Math.hypot(...inside(frame, a))], 1e-3);
    near([size.x, size.y, size.angle], [frame.x, frame.y, frame.angle]);
    const turn = pulled("turn", frame, a, b);
    near(direction(inside(turn, b)), direction(inside(frame, a)), 1e-4);
    near([turn.x, turn.y, turn.side], [frame.x, frame.y, frame.side]);
  }
});

/** @param {number[]} at */
const direction = ([x, y]) => [x / Math.hypot(x, y), y / Math.hypot(x, y)];

test("no hand loses the square, or makes it nothing", () => {
  for (const { frame } of CASES) {
    let held = frame;
    for (let i = 0; i < 50; i++) held = sized(moved(held, 0.4, -0.3), 0.7);
    assert.ok(held.side > 0.001 && Math.abs(held.x) <= 2 && Math.abs(held.y) <= 2);
    for (let i = 0; i < 50; i++) held = sized(held, 1.5);
    assert.ok(held.side <= 4);
  }
});

test("all of the photo and of the square is shown, and a view stays while it does", () => {
  for (const { frame, a } of CASES) {
    const photo = { width: 100 + Math.round(300 * a[0]), height: 100 + Math.round(300 * a[1]) };
    const longer = Math.max(photo.width, photo.height);
    const { left, top, span } = viewOf(photo, frame);
    const corners = [-0.5, 0.5].flatMap((u) =>
      [-0.5, 0.5].map((v) => {
        const [cos, sin] = [Math.cos(frame.angle), Math.sin(frame.angle)];
        return [
          frame.x + frame.side * (u * cos - v * sin),
          frame.y + frame.side * (u * sin + v * cos),
        ];
      }),
    );
    for (const [x, y] of [...corners, [0, 0], [photo.width / longer, photo.height / longer]]) {
      assert.ok(x >= left && x <= left + span && y >= top && y <= top + span);
    }
    const view = { left, top, span };
    assert.equal(viewOf(photo, sized(frame, 0.99), view), view);
    const far = moved(frame, 1, 0);
    assert.notEqual(viewOf(photo, far, view), view);
  }
});
