/** Links: the cases that Python is held to as well, what is written, and what is never thrown. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { HALF_LEVEL, unpack } from "../../../app/web/maths/packing.js";
import { PIXELS } from "../../../app/web/maths/pictures.js";
import { gaussians } from "../../../app/web/maths/random.js";
import { firstIntent } from "../../../app/web/session/intent.js";
import { read, write } from "../../../app/web/session/link.js";
import { TABS } from "../../../app/web/session/linkFields.js";
import { en } from "../../../app/web/text/en.js";
import { FILE, written } from "../tools/linkFields.js";
import { CASES, CATALOGUE, LANGUAGES } from "../tools/links.js";

for (const { name, link, opened, written: kept } of CASES) {
  test(`opened: ${name}`, () => {
    assert.deepEqual(read(link, CATALOGUE, LANGUAGES), opened);
  });

  test(`written: ${name}`, () => {
    const { intent, language } = read(link, CATALOGUE, LANGUAGES);
    assert.equal(write(intent, CATALOGUE, { language }), kept);
  });
}

test("Python reads what is declared here: npm run link", () => {
  assert.equal(readFileSync(FILE, "utf8"), written());
});

test("a link knows the tabs that there are", () => {
  assert.deepEqual([...TABS].sort(), Object.keys(en.tabs).sort());
});

test("a drawing is written as it is seen, and opens within half a level of it", () => {
  const pixels = gaussians(3, PIXELS).map((value) => Math.min(1, Math.max(0, value)));
  const source = { from: /** @type {const} */ ("drawing"), drawing: 1, stroke: 7 };
  const intent = { ...firstIntent(CATALOGUE), picture: source };
  const link = write(intent, CATALOGUE, { pixels: { main: pixels } });
  const { picture } = read(link, CATALOGUE, LANGUAGES).intent;
  assert.ok(picture?.from === "link");
  unpack(picture.pixels)?.forEach((value, i) => {
    assert.ok(Math.abs(value - pixels[i]) <= HALF_LEVEL + 1e-6);
  });
});

test("a drawing whose pixels are not there is left out", () => {
  const source = { from: /** @type {const} */ ("drawing"), drawing: 1, stroke: 7 };
  const intent = { ...firstIntent(CATALOGUE), picture: source };
  assert.equal(write(intent, CATALOGUE), "");
});

test("what could not be read again is not written", () => {
  const intent = { ...firstIntent(CATALOGUE), z: [1e9, 0] };
  const walk = { ...intent.walk, t: 0.5 };
  assert.equal(write({ ...intent, walk, tab: "sliders" }, CATALOGUE), "tab=sliders");
});

test("a link of endless length opens the plain page, and says so", () => {
  const { problems } = read("z=1,".repeat(10_000), CATALOGUE, LANGUAGES);
  assert.deepEqual(problems, [{ code: "long", key: "", value: "" }]);
});
