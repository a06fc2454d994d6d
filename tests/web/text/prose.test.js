/** No prose in code, and Persian as it is written. */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { en } from "../../../app/web/text/en.js";
import { fa } from "../../../app/web/text/fa.js";
import { literalsOf } from "./literals.js";

const WEB = new URL("../../../app/web/", import.meta.url).pathname;

// Keys of a keyboard, and the name of an error.
const NO_PROSE =
  /^(Arrow\w+|Backspace|Ctrl|Delete|End|Enter|Esc|Escape|Home|Page(Up|Down)|Tab|KeyZ|Ctrl\+Z|Fault)$/;
// A mistake of a programmer, which no visitor can make.
const MISTAKE = /new RangeError\($/;
const ATTRIBUTES =
  /\b(?:alt|aria-(?:label|description|valuetext|roledescription)|placeholder|title)="([^"]*)"/g;

/** What a visitor could read of a literal: of HTML all that is no tag, and attributes that speak. */
function readable(/** @type {string} */ text) {
  if (!/<[a-z]/.test(text))
    return /^[A-Z][a-z]|[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(text) ? [text] : [];
  const spoken = [...text.matchAll(ATTRIBUTES)].map(([, value]) => value);
  const words = [...spoken, ...text.replace(/<[^>]*>?/g, "\n").split("\n")];
  return words.map((word) => word.trim()).filter((word) => /[a-z]{2}/i.test(word));
}

test("literals are read, whatever is around and in them", () => {
  const code = `f("a", \`b \${g(\`c \${1}\`, "d")} e\`); // "no"
    /* "no" */ x = /["\`]/.test('f') / 2;`;
  const texts = literalsOf(code).map(({ text }) => text);
  assert.deepEqual(texts.sort(), ["a", "b … e", "c …", "d", "f"]);
});

test("what a visitor could read is found in a literal", () => {
  assert.deepEqual(readable("Close"), ["Close"]);
  assert.deepEqual(readable("it is closed now"), ["it is closed now"]);
  assert.deepEqual(readable('<b title="Shut">… x</b><i>Close it'), ["Shut", "Close it"]);
  assert.deepEqual(readable("lx-chip lx-class"), []);
  assert.deepEqual(readable('<b class="lx-a" title="…">…</b>'), []);
});

test("no prose stands in code", () => {
  const paths = globSync(`${WEB}**/*.js`).filter(
    (path) => !/^(text|vendor)\//.test(path.slice(WEB.length)),
  );
  assert.ok(paths.length > 30);
  const found = paths.flatMap((path) =>
    literalsOf(readFileSync(path, "utf8"))
      .filter(({ before }) => !MISTAKE.test(before.trimEnd()))
      .flatMap(({ text }) => readable(text))
      .filter((words) => !NO_PROSE.test(words))
      .map((words) => `${path.slice(WEB.length)}: ${words}`),
  );
  assert.deepEqual(found, []);
});

// Names, and signs that Persian has none of its own for.
const NAMES =
  /Latent Explorer|Apache 2\.0|CC BY-SA 3\.0|SIL OFL 1\.1|\b(VAE|Fashion-MNIST|MNIST|PyTorch|Plotly|Gradio|Vazirmatn|BSD|MIT|safetensors|DecompressionStream|weights\/|HTTP|PNG|GIF|JPEG|JSON|MSE|BCE|KL|ELBO|PC|Ctrl|Shift|Backspace|F16|F32|U8)(?![A-Za-z])/g;

/** @param {any} text @param {string} path @returns {Array<[string, string]>} */
const texts = (text, path = "") =>
  Object.entries(text).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : texts(value, `${path}${key}.`),
  );

/** A text as it is read: formulas and what is filled in are left out, a term's mark is its words. */
const read = (/** @type {string} */ text) =>
  text.replace(/`[^`]*`|\{\w+\}/g, "…").replace(/\{term:[\w…]+\|([^{}]*)\}/g, "$1");

const PROSE = texts(fa)
  .filter(([path]) => path !== "locale")
  .map(([path, text]) => ({ path, text: read(text) }));

/** @param {RegExp} wrong @param {(text: string) => string} [of] */
const without = (wrong, of = (text) => text) =>
  PROSE.map(({ path, text }) => `${path}: ${of(text).match(wrong)?.[0] ?? ""}`).filter(
    (line) => !line.endsWith(": "),
  );

test("Persian has no word in Latin letters but names and symbols", () => {
  assert.deepEqual(
    without(/[A-Za-z]{2,}/, (text) => text.replace(NAMES, "")),
    [],
  );
});

test("Persian has its own digits but in formulas", () => {
  const formulas = /[0-9.]+\s?[σμεz×]|[σμεz×]\s?[0-9.]+/g;
  assert.deepEqual(
    without(/[0-9٠-٩]+/, (text) => text.replace(NAMES, "").replace(formulas, "")),
    [],
  );
});

test("Persian has its own letters and signs", () => {
  assert.deepEqual(without(/[يكةى]/), []);
  assert.deepEqual(without(/[؀-ۿ][,;?]/), []); // ، ؛ ؟
});

// A name that runs from left to right draws the number after it to its wrong side.
test("Persian isolates a name in Latin letters that a number follows", () => {
  const names = "VAE|KL|MSE|BCE|ELBO|MNIST|Fashion-MNIST";
  const beside = new RegExp(`(?<![\\w\u2068\`])(${names})[ :،؛(]*(\\{\\w+\\}|[۰-۹])`);
  const found = texts(fa).filter(([, text]) => beside.test(text.replace(/`[^`]*`/g, "`")));
  assert.deepEqual(found, []);
});

test("a line never tears a percent sign from its number", () => {
  for (const text of [fa, en]) {
    const torn = texts(text).filter(([, words]) => /[}\d۰-۹]\s[%٪]/.test(words));
    assert.deepEqual(torn, []);
  }
});

test("Persian has half-spaces where words are of two parts", () => {
  const [start, end] = ["(?<![\\u0600-\\u06ff\\u200c])", "(?![\\u0600-\\u06ff])"];
  assert.deepEqual(without(new RegExp(`${start}ن?می +[\\u0600-\\u06ff]+`)), []);
  assert.deepEqual(without(new RegExp(`[\\u0600-\\u06ff]+ +(ها|های|هایی|هایش|ترین|تر)${end}`)), []);
  assert.deepEqual(without(/ {2}| [،؛.؟:!](?=\s|$)|\u200c(?=\s|$)|\s\u200c/), []);
});

test("in Persian no number stands where it would be read as a part of a Latin name", () => {
  assert.deepEqual(without(/[A-Za-zμσεβ][^\p{L}\p{N}…]*[۰-۹]+/u), []);
});
