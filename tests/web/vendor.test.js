/** Libraries that the page ships are those that package.json pins, byte for byte. */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

const ROOT = new URL("../../", import.meta.url).pathname;
const VENDOR = `${ROOT}app/web/vendor/`;
/** The file of each package that is shipped, and its licence. @type {Record<string, [string, string]>} */
const SHIPPED = {
  gifenc: ["dist/gifenc.esm.js", "LICENSE.md"],
  "modern-screenshot": ["dist/index.mjs", "LICENSE"],
  uqr: ["dist/index.mjs", "LICENSE"],
};

test("each shipped library is known", () => {
  const names = globSync(`${VENDOR}*.js`).map((path) => basename(path, ".js"));
  assert.deepEqual(names.sort(), Object.keys(SHIPPED).sort());
});

for (const [name, [file, licence]] of Object.entries(SHIPPED)) {
  test(`${name} is what its authors published, with its licence`, () => {
    const packed = `${ROOT}node_modules/${name}/`;
    assert.deepEqual(readFileSync(`${VENDOR}${name}.js`), readFileSync(packed + file));
    assert.deepEqual(readFileSync(`${VENDOR}${name}.LICENSE`), readFileSync(packed + licence));
  });

  test(`${name} is pinned, and its types name the version`, () => {
    const { devDependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
    assert.match(devDependencies[name], /^\d+\.\d+\.\d+$/);
    const types = readFileSync(`${VENDOR}${name}.d.ts`, "utf8");
    assert.ok(types.includes(`${name} ${devDependencies[name]}`), types);
  });
}
