/** The terms' cards: whole in every language, and with code that is ours as it stands. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { languages } from "../../../app/web/text/languages.js";
import { CARDS, isTerm } from "../../../app/web/views/termCards.js";
import { DRAWINGS } from "../../../app/web/views/termDrawings.js";

const ROOT = new URL("../../../", import.meta.url);
const TERMS = "bce elbo epsilon kl latentSpace mse mu nat posterior prior sigma xHat z".split(" ");

/** @param {string} code its lines, without the space before them */
const lines = (code) => code.split("\n").map((line) => line.trim());

/** Whether lines stand in a file one after the other. @param {string[]} file @param {string[]} wanted */
const standsIn = (file, wanted) =>
  file.some((_, at) => wanted.every((line, k) => file[at + k] === line));

/** @param {any} text every string in it @returns {string[]} */
const strings = (text) =>
  typeof text === "string" ? [text] : Object.values(text).flatMap((value) => strings(value));

test("there is a card and a drawing for each term", () => {
  assert.deepEqual(Object.keys(CARDS).sort(), TERMS);
  assert.deepEqual(Object.keys(DRAWINGS).sort(), TERMS);
});

for (const [term, { file, code }] of Object.entries(CARDS)) {
  test(`the code of ${term} stands in ${file}`, () => {
    assert.ok(existsSync(new URL(file, ROOT)), file);
    const found = lines(readFileSync(new URL(file, ROOT), "utf8"));
    assert.ok(standsIn(found, lines(code)), code);
    assert.ok(!standsIn(found, lines(code).concat("no such line")));
  });
}

test("drawings are whole, and have numbers for places", () => {
  for (const [term, svg] of Object.entries(DRAWINGS)) {
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|false/, term);
    const open = [...svg.matchAll(/<(\w+)/g)].map(([, name]) => name);
    assert.ok(open.length > 5, term);
    for (const name of new Set(open)) {
      const closed = svg.match(new RegExp(`</${name}>|<${name}[^<]*/>`, "g")) ?? [];
      assert.equal(closed.length, open.filter((other) => other === name).length, `${term} ${name}`);
    }
  }
});

for (const { id, load } of languages) {
  test(`${id} says each term in three sentences`, async () => {
    const { of } = (await load()).terms;
    assert.deepEqual(Object.keys(of).sort(), TERMS);
    for (const [term, { name, says }] of Object.entries(of)) {
      assert.ok(name, term);
      assert.equal(says.length, 3, term);
      for (const sentence of says) {
        assert.equal(sentence.match(/[.?!؟](?=\s|$)/g)?.length, 1, `${term}: ${sentence}`);
        assert.match(sentence, /[.?!؟]$/, term);
        assert.ok(sentence.length < 280, `${term}: ${sentence.length} letters`);
      }
    }
  });

  test(`${id} marks only terms that there are, and none in its own card`, async () => {
    const text = await load();
    for (const words of strings(text)) {
      for (const [, name] of words.matchAll(/\{term:([^|]*)\|/g)) {
        assert.ok(isTerm(name) || name === "{error}", words);
      }
    }
    for (const [term, { says }] of Object.entries(text.terms.of)) {
      for (const sentence of says) assert.ok(!sentence.includes(`{term:${term}|`), sentence);
    }
  });

  test(`${id} has the same formulas as the first language`, async () => {
    const formulas = (/** @type {{says: string[]}} */ { says }) =>
      says.map((sentence) =>
        [...sentence.matchAll(/`([^`]*)`/g)].map(([, formula]) => formula).sort(),
      );
    const [mine, first] = await Promise.all([load(), languages[0].load()]);
    for (const term of Object.keys(CARDS)) {
      const key = /** @type {keyof typeof CARDS} */ (term);
      assert.deepEqual(formulas(mine.terms.of[key]), formulas(first.terms.of[key]), term);
    }
  });
}
