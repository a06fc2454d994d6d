/**
 * `npm run kernel`: each kernel.wat assembled, and written to kernelBytes.js beside it.
 */

import { readFile, rename, writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import wabt from "wabt";

const MODELS = new URL("../../../app/web/models/", import.meta.url);
/** Of the forward pass, and of training. */
export const KERNELS = ["./", "training/"];

/**
 * @param {string} folder one of KERNELS
 * @returns {Promise<Uint8Array>} the WebAssembly module that its kernel.wat says
 * @throws {Error} with line and column, when the text is not WebAssembly
 */
export async function assemble(folder) {
  const { parseWat } = await wabt();
  const source = new URL(`${folder}kernel.wat`, MODELS);
  const module = parseWat("kernel.wat", await readFile(source, "utf8"), { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return buffer;
}

/** @param {string} folder */
async function write(folder) {
  const bytes = await assemble(folder);
  const text =
    "/** kernel.wat, assembled by `npm run kernel`; tests hold the two together. */\n" +
    `export const KERNEL = Uint8Array.from([${bytes.join(", ")}]);\n`;
  const target = new URL(`${folder}kernelBytes.js`, MODELS);
  const temporary = new URL("kernelBytes.js.tmp", target);
  await writeFile(temporary, text);
  await rename(temporary, target);
}

if (argv[1] === fileURLToPath(import.meta.url)) await Promise.all(KERNELS.map(write));
