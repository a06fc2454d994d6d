/** The languages beside one another: the same keys, what they fill in, and that each is used. */

import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { en } from "../../../app/web/text/en.js";
import { chooseLanguage, languages } from "../../../app/web/text/languages.js";

const WEB = new URL("../../../app/web/", import.meta.url).pathname;
const PYTHON = new URL("../../../app/", import.meta.url).pathname;
const SOURCES = globSync(`${WEB}**/*.js`)
  .filter((path) => !path.startsWith(`${WEB}text/`))
  .map((path) => readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ""));

/** What one key says: a text, a list, or a text for each way to count. @typedef {string | string[] | Record<string, string>} Leaf */

/** @param {any} text @param {string} path @returns {Array<[string, Leaf]>} */
const leaves = (text, path = "") =>
  Object.entries(text).flatMap(([key, value]) =>
    typeof value === "string" || Array.isArray(value) || "other" in value
      ? [[path + key, value]]
      : leaves(value, `${path}${key}.`),
  );

/** @param {Leaf} leaf @returns {string[]} */
const textsOf = (leaf) => (typeof leaf === "string" ? [leaf] : Object.values(leaf));

/** @param {Leaf} leaf what its braces name, sorted */
const named = (leaf) => {
  const names = textsOf(leaf).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, n]) => n));
  return [...new Set(names)].sort();
};

for (const { id, load } of languages) {
  test(`${id} has the keys of the first language, and no others`, async () => {
    const [mine, first] = [await load(), en].map((text) => leaves(text).map(([path]) => path));
    assert.deepEqual(mine.sort(), first.sort());
  });

  test(`${id} says something by each key, and as much as the first language`, async () => {
    const first = Object.fromEntries(leaves(en));
    for (const [path, leaf] of leaves(await load())) {
      assert.ok(textsOf(leaf).length, path);
      for (const text of textsOf(leaf)) assert.match(text, /\S/, path);
      if (Array.isArray(leaf)) assert.equal(leaf.length, first[path].length, path);
    }
  });

  test(`${id} fills in what the first language does`, async () => {
    const first = Object.fromEntries(leaves(en));
    for (const [path, leaf] of leaves(await load())) {
      assert.deepEqual(named(leaf), named(first[path]), path);
    }
  });

  test(`${id} counts and writes numbers by its own rules`, async () => {
    const { locale } = await load();
    assert.equal(locale, id);
    assert.deepEqual(Intl.NumberFormat.supportedLocalesOf([locale]), [locale]);
    const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
    for (const [path, leaf] of leaves(await load())) {
      if (typeof leaf === "string" || Array.isArray(leaf)) continue;
      const extra = Object.keys(leaf).filter(
        (form) => !(/** @type {string[]} */ (pluralCategories).includes(form)),
      );
      assert.deepEqual(extra, [], path);
    }
  });
}

/** Keys that a value chooses: an engine, an error's code, a data set's id, a protocol's key. */
const CHOSEN =
  /^(errors|datasets|rooms\.protocol)\.(?!unknown)|^notices\.waiting\.|^notices\.otherEngine\./;

test("each key is used", () => {
  const isUsed = (/** @type {string} */ key) =>
    SOURCES.some((code) => new RegExp(`[.?]${key}\\b|"${key}"|\\b${key}\\s*[,:}]`).test(code));
  const unused = leaves(en)
    .map(([path]) => path)
    .filter((path) => !CHOSEN.test(path) && !path.split(".").every(isUsed));
  assert.deepEqual(unused, []);
});

/** The codes of errors, and what is said with each: `new Fault("code", { … })`. */
function faults() {
  const found = SOURCES.flatMap((code) => [
    ...code.matchAll(/new Fault\(\s*"(\w+)"(?:,\s*\{([^}]*)\})?/g),
  ]);
  return found.map(([, code, says = ""]) => ({
    code,
    names: [...says.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name]) => name),
  }));
}

/** The same of Python: `raise …Error("…", "code", name=…)`. */
function toldErrors() {
  const sources = globSync(`${PYTHON}**/*.py`).map((path) => readFileSync(path, "utf8"));
  const raised = sources.flatMap((code) => [
    ...code.matchAll(/raise (?:Argument|Image)Error\(([\s\S]*?)\)(?: from \w+)?\n/g),
  ]);
  return raised.flatMap(([, call]) => {
    const found = call.match(/,\s*"(\w+)"\s*(?:,([\s\S]*))?$/);
    if (!found) return [];
    const names = [...(found[2] ?? "").matchAll(/(?:^|[\s,])(\w+)=/g)].map(([, name]) => name);
    return [{ code: found[1], names }];
  });
}

test("each error has its text, which names what the error says; each text has its error", () => {
  const raised = [...faults(), ...toldErrors()];
  assert.ok(faults().length > 15 && toldErrors().length > 10);
  const { unknown, ...errors } = en.errors;
  assert.deepEqual(named(unknown), ["message"]);
  assert.deepEqual([...new Set(raised.map(({ code }) => code))].sort(), Object.keys(errors).sort());
  for (const { code, names } of raised) {
    const text = errors[/** @type {keyof typeof errors} */ (code)];
    assert.deepEqual(names.sort(), named(text), code);
  }
});

test("the first language calls a data set and its classes what its file does", () => {
  for (const [id, { title, classes }] of Object.entries(en.datasets)) {
    const file = new URL(`../../../weights/data/${id}/dataset.json`, import.meta.url);
    const written = JSON.parse(readFileSync(file, "utf8"));
    assert.deepEqual({ title, classes }, { title: written.title, classes: written.classes });
  }
});

test("a visitor has the first of their languages that there is, else the first of all", () => {
  /** @type {Array<[string[], string]>} */
  const cases = [
    [["fa-IR", "en"], "fa"],
    [["de", "FA", "en"], "fa"],
    [["en-GB", "fa"], "en"],
    [["de"], "en"],
    [[], "en"],
    [["fab"], "en"],
  ];
  for (const [wanted, id] of cases) assert.equal(chooseLanguage(wanted).id, id);
});
