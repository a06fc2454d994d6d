/** Ink on 28×28, against the same recipe in float64 with weight matrices. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { centre, grid, squash } from "../../../app/web/maths/centre.js";
import { uniforms } from "../../../app/web/maths/random.js";

/** @import { Grid } from "../../../app/web/maths/centre.js" */
/** @typedef {number[][]} Matrix by rows */

/** @param {Matrix} rows @returns {Grid} */
function sheet(rows) {
  return { width: rows[0].length, height: rows.length, data: Float32Array.from(rows.flat()) };
}

/**
 * (target, source): row t holds the share of each source cell in target cell t.
 *
 * @param {number} target
 * @param {number} source
 * @returns {Matrix}
 */
const shares = (target, source) =>
  Array.from({ length: target }, (_, t) =>
    Array.from({ length: source }, (_, s) => {
      // In units of 1 / target of a source cell all borders are whole numbers.
      const overlap =
        Math.min((t + 1) * source, (s + 1) * target) - Math.max(t * source, s * target);
      return Math.max(0, overlap) / source;
    }),
  );

/** @param {Matrix} a @param {Matrix} b @returns {Matrix} */
const product = (a, b) =>
  a.map((row) => b[0].map((_, j) => row.reduce((total, value, k) => total + value * b[k][j], 0)));

/** @param {Matrix} a @returns {Matrix} */
const transposed = (a) => a[0].map((_, j) => a.map((row) => row[j]));

/** @param {Matrix} digit @param {number} height @param {number} width */
const resized = (digit, height, width) =>
  product(product(shares(height, digit.length), digit), transposed(shares(width, digit[0].length)));

/**
 * Where one axis of the digit starts.
 *
 * @param {number[]} mass along it
 * @param {"mass" | "box"} by
 */
function start(mass, by) {
  if (by === "box") return Math.floor((28 - mass.length) / 2);
  const total = mass.reduce((sum, value) => sum + value, 0);
  const mean = mass.reduce((sum, value, i) => sum + i * value, 0) / total;
  const quantised = Math.floor(mean * 256 + 0.5) / 256;
  return Math.min(Math.max(Math.floor(14 - quantised + 0.5), 0), 28 - mass.length);
}

/** @param {Matrix} rows @param {"mass" | "box"} by @returns {Matrix | null} */
function reference(rows, by) {
  const isInk = (/** @type {number} */ value) => value > 0.1;
  const ys = rows.flatMap((row, y) => (row.some(isInk) ? [y] : []));
  const xs = transposed(rows).flatMap((column, x) => (column.some(isInk) ? [x] : []));
  if (!ys.length) return null;
  const cut = rows.slice(ys[0], ys[ys.length - 1] + 1);
  const box = cut.map((row) => row.slice(xs[0], xs[xs.length - 1] + 1));
  const scale = 20 / Math.max(box.length, box[0].length);
  const [height, width] = [box.length, box[0].length].map((side) =>
    Math.max(1, Math.floor(side * scale + 0.5)),
  );
  const digit = resized(box, height, width);
  const total = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0);
  const top = start(digit.map(total), by);
  const left = start(transposed(digit).map(total), by);
  const out = Array.from({ length: 28 }, () => Array(28).fill(0));
  digit.forEach((row, y) => {
    row.forEach((value, x) => {
      out[top + y][left + x] = value;
    });
  });
  return out;
}

/** @param {Float32Array | null} got @param {Matrix | null} wanted @param {string} what */
function assertSame(got, wanted, what) {
  assert.equal(got === null, wanted === null, what);
  wanted?.flat().forEach((value, i) => {
    const own = /** @type {Float32Array} */ (got)[i];
    assert.ok(Math.abs(own - value) < 2e-6, `${what}: pixel ${i} is ${own}, not ${value}`);
  });
}

/**
 * A sheet with random strokes and specks of 8-bit ink, some of them too faint to count.
 *
 * @param {number} seed
 * @returns {Matrix}
 */
function scribble(seed) {
  const random = uniforms(seed);
  const whole = (/** @type {number} */ n) => Math.floor(n * random());
  const [height, width] = [1 + whole(60), 1 + whole(60)];
  const rows = Array.from({ length: height }, () => Array(width).fill(0));
  const strokes = whole(4);
  for (let stroke = 0; stroke < strokes; stroke++) {
    let [y, x] = [whole(height), whole(width)];
    const ink = Math.fround(whole(256) / 255);
    for (let step = whole(80); step >= 0; step--) {
      rows[y][x] = ink;
      y = Math.min(height - 1, Math.max(0, y + whole(3) - 1));
      x = Math.min(width - 1, Math.max(0, x + whole(3) - 1));
    }
  }
  return rows;
}

for (const by of /** @type {const} */ (["mass", "box"])) {
  test(`scribbles of any size, placed by ${by}, are the reference's`, () => {
    let blank = 0;
    let enlarged = 0;
    for (let seed = 0; seed < 400; seed++) {
      const rows = scribble(seed);
      const wanted = reference(rows, by);
      if (!wanted) blank++;
      if (rows.length < 20 && rows[0].length < 20) enlarged++;
      assertSame(centre(sheet(rows), by), wanted, `seed ${seed}`);
    }
    assert.ok(blank > 10 && blank < 200 && enlarged > 10, `${blank} blank, ${enlarged} enlarged`);
  });
}

test("large drawings are the reference's", () => {
  for (const [height, width] of [
    [280, 280],
    [131, 277],
    [300, 7],
  ]) {
    const random = uniforms(height);
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) =>
        (x * y) % 17 < 4 ? Math.fround(Math.floor(256 * random()) / 255) : 0,
      ),
    );
    for (const by of /** @type {const} */ (["mass", "box"])) {
      assertSame(centre(sheet(rows), by), reference(rows, by), `${height} × ${width}`);
    }
  }
});

test("one pixel becomes a full box, wherever it lies: at the middle by mass", () => {
  for (const [side, x, y] of [
    [1, 0, 0],
    [40, 0, 0],
    [40, 39, 39],
    [40, 0, 39],
    [40, 13, 22],
  ]) {
    const image = grid(side, side);
    image.data[y * side + x] = 0.5;
    const seen = /** @type {Float32Array} */ (centre(image, "box"));
    for (let i = 0; i < 784; i++) {
      const [row, column] = [Math.floor(i / 28), i % 28];
      const isBox = row >= 4 && row < 24 && column >= 4 && column < 24;
      assert.equal(seen[i], isBox ? 0.5 : 0, `pixel ${i}`);
    }
    const byMass = /** @type {Float32Array} */ (centre(image, "mass"));
    const first = byMass.findIndex((value) => value > 0);
    // Its mean index is 9.5, which goes to 14: it starts at 4.5, and halves go up.
    assert.deepEqual([Math.floor(first / 28), first % 28], [5, 5]);
  }
});

test("heavy ink at one end is kept on the canvas, as far as its box can go", () => {
  const rows = Array.from({ length: 30 }, (_, y) =>
    Array.from({ length: 30 }, (_, x) => (y < 8 ? 1 : Number(x === 15))),
  );
  for (const turn of [(/** @type {Matrix} */ m) => m, transposed]) {
    const wanted = reference(turn(rows), "mass");
    assertSame(centre(sheet(turn(rows))), wanted, "at the rim");
  }
  const seen = reference(rows, "mass");
  const filled = seen?.flatMap((row, y) => (row.some((value) => value > 0) ? [y] : []));
  assert.deepEqual(filled?.at(-1), 27);
});

test("where the ink lay on the sheet does not matter", () => {
  const rows = scribble(11);
  const width = rows[0].length + 12;
  const above = Array.from({ length: 9 }, () => Array(width).fill(0));
  const moved = [
    ...above,
    ...rows.map((row) => [...Array(5).fill(0), ...row, ...Array(7).fill(0)]),
  ];
  for (const by of /** @type {const} */ (["mass", "box"])) {
    assert.deepEqual(centre(sheet(moved), by), centre(sheet(rows), by));
  }
});

test("a sheet without ink is null, and so is ink of 0.1 at most, as in float32", () => {
  const image = grid(30, 20);
  for (const faint of [0, 0.05, 0.1]) {
    image.data.fill(faint);
    assert.equal(centre(image), null);
    assert.equal(squash({ ...image }), null);
  }
  image.data[0] = 0.11;
  assert.ok(centre(image));
  assert.ok(squash(image));
});

test("squash shrinks a square by area, faint ink and all, and moves nothing", () => {
  for (const side of [28, 56, 280, 100, 13, 1]) {
    const random = uniforms(side);
    const rows = Array.from({ length: side }, () =>
      Array.from({ length: side }, () => Math.fround(random() ** 3)),
    );
    rows[0][0] = 1;
    assertSame(squash(sheet(rows)), resized(rows, 28, 28), `${side}`);
  }
  const exact = Float32Array.from({ length: 784 }, (_, i) => (i % 256) / 255);
  assert.deepEqual(squash({ width: 28, height: 28, data: exact }), exact);
});

test("the sheet itself is left as it is", () => {
  const image = sheet(scribble(11));
  const kept = image.data.slice();
  centre(image);
  squash(image);
  assert.deepEqual(image.data, kept);
});
