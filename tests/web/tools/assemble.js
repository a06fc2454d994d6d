/**
 * `npm run kernel`: app/web/models/kernel.wat assembled, and written to kernelBytes.js beside it.
 */

import { readFile, rename, writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import wabt from "wabt";

const SOURCE = new URL("../../../app/web/models/kernel.wat", import.meta.url);
const TARGET = new URL("kernelBytes.js", SOURCE);

/**
 * @returns {Promise<Uint8Array>} the WebAssembly module that kernel.wat says
 * @throws {Error} with line and column, when the text is not WebAssembly
 */
export async function assemble() {
  const { parseWat } = await wabt();
  const module = parseWat("kernel.wat", await readFile(SOURCE, "utf8"), { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}

async function write() {
  const bytes = await assemble();
  const text =
    "/** kernel.wat, assembled by `npm run kernel`; tests hold the two together. */\n" +
    `export const KERNEL = Uint8Array.from([${bytes.join(", ")}]);\n`;
  const temporary = new URL("kernelBytes.js.tmp", TARGET);
  await writeFile(temporary, text);
  await rename(temporary, TARGET);
}

if (argv[1] === fileURLToPath(import.meta.url)) await write();
