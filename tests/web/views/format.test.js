/** Numbers, names and sentences as the page writes them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { uniforms } from "../../../app/web/maths/random.js";
import { en } from "../../../app/web/text/en.js";
import { fa } from "../../../app/web/text/fa.js";
import {
  decimals,
  fill,
  fixed,
  fixedPercent,
  number,
  percent,
  plural,
  sigmaDecimals,
  zName,
} from "../../../app/web/views/format.js";

test("a text is filled with what its braces name, each time", () => {
  assert.equal(fill("{a} and {b}, {a}", { a: "x", b: "0" }), "x and 0, x");
  assert.equal(fill("no braces", { a: "1" }), "no braces");
  assert.equal(fill("", {}), "");
});

test("braces that name nothing stay, and what is filled in is not filled again", () => {
  assert.equal(fill("{a} {other} { a } {}", { a: "1" }), "1 {other} { a } {}");
  assert.equal(fill("{a}", { a: "{b} $& $1", b: "no" }), "{b} $& $1");
});

/** What is isolated, in the order of the text. @param {string} text */
const isolates = (text) =>
  [...text.matchAll(/[\u2067\u2068]([^\u2069]*)\u2069/g)].map(([, words]) => words);

test("where a text runs from right to left each value stands apart from the words beside it", () => {
  const says = { kind: "VAE", dimensions: "۱۰ بُعد", dataset: "MNIST" };
  assert.deepEqual(isolates(fill(fa.chooser.title, says)), ["VAE", "۱۰ بُعد", "MNIST"]);
  assert.deepEqual(isolates(fill(en.chooser.title, says)), []);
  const marked = fill("{term:{error}|خطا} {error}", { error: "mse" });
  assert.equal(marked, "{term:mse|خطا} \u2068mse\u2069"); // a term's id is no text
});

test("a name made of several values runs from right to left in a sentence, whatever it begins with", () => {
  const name = fill(fa.chooser.title, { kind: "VAE", dimensions: "۱۰ بُعد", dataset: "MNIST" });
  assert.equal(fill("مدل {name} است", { name }), `مدل \u2067${name}\u2069 است`);
  assert.equal(fill("مدل {name} است", { name: "VAE" }), "مدل \u2068VAE\u2069 است");
  assert.equal(fill("مدل {n} است", { n: "−۵٫۴" }), "مدل \u2068−۵٫۴\u2069 است");
});

test("a number and its percent sign are one word", () => {
  assert.equal(fill("{a}% of {b}%", { a: "98", b: "2" }), "98% of 2%");
  assert.deepEqual(isolates(fill("با {a}٪ از {b}٪", { a: "۹۸", b: "۲" })), ["۹۸٪", "۲٪"]);
  assert.equal(fill("{no}%", {}), "{no}%");
});

test("a share has the percent sign of its language, and reads back", () => {
  assert.equal(percent(en, 0.984), "98%");
  assert.equal(percent(fa, 0.81).replace(/\u200e/g, ""), "۸۱٪");
  assert.equal(percent(en, 0.9925, 1), "99.3%");
  assert.equal(percent(en, -0.00001), "0%");
  assert.equal(percent(en, -0.05), "−5%");
  assert.deepEqual([fixedPercent(0.5), fixedPercent(null)], ["50%", "–"]);
});

test("digits are grouped where there are five or more", () => {
  assert.deepEqual(
    [fixed(1234, 0), fixed(10_000, 0), fixed(-1e6, 0)],
    ["1234", "10,000", "−1,000,000"],
  );
  assert.equal(number(fa, 10_000, 0), "۱۰٬۰۰۰");
});

test("a number has its decimals and a minus that is one", () => {
  assert.equal(fixed(1.005, 1), "1.0");
  assert.equal(fixed(-2.5), "−2.50");
  assert.equal(fixed(-1234.5678, 0), "−1235");
  assert.equal(fixed(0), "0.00");
});

test("where there is no number there is a dash", () => {
  assert.deepEqual([fixed(null), fixed(undefined), fixed(null, 4)], ["–", "–", "–"]);
});

test("what rounds to zero has no sign", () => {
  for (const value of [-0, -0.001, -0.0049, 0.001]) assert.equal(fixed(value), "0.00");
  assert.equal(fixed(-0.4, 0), "0");
  assert.equal(fixed(-0.005001), "−0.01");
  assert.equal(fixed(-0.1, 1), "−0.1");
});

test("any number reads back to half of its last decimal", () => {
  const random = uniforms(1);
  for (let trial = 0; trial < 500; trial++) {
    const value = (random() - 0.5) * 10 ** (8 * random() - 3);
    const places = Math.floor(5 * random());
    const text = fixed(value, places);
    const back = Number(text.replace("−", "-").replaceAll(",", ""));
    assert.ok(Math.abs(back - value) <= 0.5 * 10 ** -places + 1e-9, `${value} is ${text}`);
    assert.equal(text.split(".")[1]?.length ?? 0, places);
    assert.equal(text.startsWith("−"), back < 0);
  }
});

test("a number of a sentence has its language's digits and signs", () => {
  for (const value of [0, -2.5, 1234.5678, -0.001]) {
    assert.equal(number(en, value), fixed(value));
    const digits = [...number(fa, value).replace("\u200e", "")].map((sign) => {
      const place = "۰۱۲۳۴۵۶۷۸۹".indexOf(sign);
      return place < 0 ? sign.replace("٫", ".") : String(place);
    });
    assert.equal(digits.join(""), fixed(value));
  }
  assert.equal(number(fa, 28, 0), "۲۸");
  assert.equal(number(fa, null), "–");
});

test("what is counted has the form of its count, in a language that has but one, too", () => {
  const [one, two] = [1, 2].map((n) => plural(en, n, { one: "number", other: "numbers" }));
  assert.deepEqual([one, two], ["number", "numbers"]);
  assert.deepEqual(
    [0, 1, 2].map((n) => plural(fa, n, { other: "عدد" })),
    ["عدد", "عدد", "عدد"],
  );
});

test("dimensions are counted from 1, in subscripts", () => {
  assert.deepEqual([0, 1, 8, 9, 11, 99].map(zName), ["z₁", "z₂", "z₉", "z₁₀", "z₁₂", "z₁₀₀"]);
});

test("a number has the decimals that its least step needs", () => {
  assert.deepEqual([100, 10, 1, 0.1, 0.01, 0.001, 1e-4].map(decimals), [0, 0, 0, 1, 2, 3, 4]);
  for (let power = 0; power < 9; power++) {
    const step = 10 ** -power;
    const [here, next] = [7 * step, 8 * step].map((value) => value.toFixed(decimals(step)));
    assert.notEqual(here, next);
    assert.ok(Math.abs(Number(here) - 7 * step) < 1e-12);
  }
});

test("a small spread has a digit more", () => {
  assert.deepEqual([0.012, 0.0999, 0.1, 1].map(sigmaDecimals), [3, 3, 2, 2]);
});
