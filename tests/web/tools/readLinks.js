/**
 * What the page makes of links and of pictures, for Python to compare with: JSON on the standard
 * input, {links: string[], pictures: number[][]}, and on the output.
 */

import { readFileSync } from "node:fs";

import { pack } from "../../../app/web/maths/packing.js";
import { read, write } from "../../../app/web/session/link.js";
import { CATALOGUE, LANGUAGES } from "./links.js";

const { links, pictures } = JSON.parse(readFileSync(0, "utf8"));
const opened = links.map((/** @type {string} */ link) => {
  const found = read(link, CATALOGUE, LANGUAGES);
  return { ...found, written: write(found.intent, CATALOGUE, { language: found.language }) };
});
process.stdout.write(JSON.stringify({ opened, packed: pictures.map(pack) }));
