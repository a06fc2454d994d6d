/** Marks in texts become buttons and formulas; nothing else becomes HTML. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fa } from "../../../app/web/text/fa.js";
import { fill, fixed, number } from "../../../app/web/views/format.js";
import { marked } from "../../../app/web/views/marked.js";
import { CARDS } from "../../../app/web/views/termCards.js";

/** HTML without white space that means nothing. @param {string} text */
const html = (text) => marked(text).replace(/\s+/g, " ");

/** @param {string} term @param {string} words */
const button = (term, words) =>
  `<button type="button" class="lx-term" data-term="${term}" aria-haspopup="dialog">${words}</button>`;

/** @param {string} formula */
const isolated = (formula) => `<bdi class="lx-formula" dir="ltr">${formula}</bdi>`;

/** @param {string} text */
const joined = (text) => `<span class="lx-joined">${text}</span>`;

test("a term is a button with its words", () => {
  assert.equal(html("{term:mu|a centre μ}"), button("mu", "a centre μ"));
  assert.equal(
    html("= {term:mu|μ} + {term:sigma|σ}."),
    `= ${button("mu", "μ")} + ${button("sigma", "σ")}.`,
  );
});

test("a formula stands by itself, from left to right", () => {
  assert.equal(html("z: `μ + σ · ε` or"), `z: ${isolated("μ + σ · ε")} or`);
  assert.equal(html("`a < b` and {term:z|z}"), `${isolated("a &lt; b")} and ${button("z", "z")}`);
});

test("a formula is not parted from the signs that touch it", () => {
  assert.equal(html("at `β = 32`."), `at ${joined(`${isolated("β = 32")}.`)}`);
  assert.equal(html("far (`z = 3`; or"), `far ${joined(`(${isolated("z = 3")};`)} or`);
  assert.equal(html("در `z`، و"), `در ${joined(`${isolated("z")}،`)} و`);
  assert.equal(html("`z`'s <b>"), `${isolated("z")}&#39;s &lt;b&gt;`);
});

test("a formula has mathematics' own digits, whatever it is filled with", () => {
  for (const value of [10, -667.25, 12345.5]) {
    const filled = fill("در `d = {d}` است", { d: number(fa, value) });
    assert.equal(html(filled), `در ${isolated(`d = ${fixed(value)}`)} است`);
  }
});

test("what is no mark is as it is written", () => {
  for (const text of [
    "",
    "plain",
    "a ` alone",
    "{n} of {term:mu}",
    "{term:mu|",
    "term:mu|μ}",
    "ف‌ا",
  ]) {
    assert.equal(marked(text), text);
  }
  assert.equal(html(`<b a="1">&'</b>`), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;&lt;/b&gt;");
});

test("a name that is no term's leaves the words", () => {
  for (const name of ["other", "toString", "__proto__", "MU"]) {
    assert.equal(html(`{term:${name}|words}`), "words");
  }
});

test("whatever is written, the only tags are those of marks, and the words are all there", () => {
  const pieces = [
    "{term:mu|",
    "{term:",
    "|",
    "}",
    "`",
    "<",
    ">",
    '"',
    "'",
    "&",
    "<script>",
    "é",
    " ",
  ];
  const names = Object.keys(CARDS);
  let seed = 1;
  const draw = (/** @type {number} */ n) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: draw(12) }, () => pieces[draw(pieces.length)]).join("");
    const rest = html(text)
      .replace(
        /<button type="button" class="lx-term" data-term="(\w+)" aria-haspopup="dialog">/g,
        (_, name) => {
          assert.ok(names.includes(name), text);
          return "";
        },
      )
      .replace(/<\/button>|<bdi class="lx-formula" dir="ltr">|<\/bdi>/g, "")
      .replace(/<span class="lx-joined">|<\/span>/g, "");
    assert.doesNotMatch(rest, /[<>"']|&(?!(amp|lt|gt|quot|#39);)/, text);
    const letters = (/** @type {string} */ of) => of.split("é").length;
    assert.equal(letters(rest), letters(text), text);
  }
});
