/** What links hold, from app/web to app/link_fields.json, which Python reads: `npm run link`. */

import { writeFileSync } from "node:fs";

import { firstIntent } from "../../../app/web/session/intent.js";
import { FIELDS } from "../../../app/web/session/linkFields.js";
import { languages } from "../../../app/web/text/languages.js";

export const FILE = new URL("../../../app/link_fields.json", import.meta.url);

/** The fields, what a page opens with but for its model and pictures, and the languages. */
export function linkFields() {
  const model = { id: "", family: "main", dataset: "" };
  const dataset = { id: "", examples: [0], n: 2 };
  const catalogue = /** @type {any} */ ({ models: { "": model }, datasets: { "": dataset } });
  const { engine: _, ...first } = firstIntent(catalogue);
  return { languages: languages.map(({ id }) => id), first, fields: FIELDS };
}

/** As the file holds it: a line a field. */
export function written() {
  const { fields, ...rest } = linkFields();
  const lines = fields.map((field) => `    ${JSON.stringify(field)}`).join(",\n");
  const head = Object.entries(rest).map(
    ([key, value]) => `  "${key}": ${JSON.stringify(value)},\n`,
  );
  return `{\n${head.join("")}  "fields": [\n${lines}\n  ]\n}\n`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(FILE, written());
