/** What is shipped of others is what they published, with its licence. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url);
const SHIPPED = {
  "uqr.js": "uqr/dist/index.mjs",
  "uqr.d.ts": "uqr/dist/index.d.mts",
  "uqr.LICENSE": "uqr/LICENSE",
};

const bytes = (/** @type {string} */ path) => readFileSync(new URL(path, ROOT));

for (const [file, published] of Object.entries(SHIPPED)) {
  test(`${file} is ${published} of the pinned version, byte for byte`, () => {
    assert.ok(bytes(`app/web/vendor/${file}`).equals(bytes(`node_modules/${published}`)));
  });
}
