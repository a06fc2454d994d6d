/** The codes of a model, the pictures and the classifier of a data set: fetched once, failures remembered. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { deflateSync } from "node:zlib";
import { PIXELS } from "../../../app/web/maths/pictures.js";
import { ClassifierStore } from "../../../app/web/models/classifiers.js";
import { CodeStore } from "../../../app/web/models/codes.js";
import { PictureSet } from "../../../app/web/models/pictures.js";
import { config, layer } from "../tools/models.js";
import { bytes, float32, halves, safetensors } from "../tools/safetensors.js";

/** @import { TestContext } from "node:test" */
/** @import { DatasetConfig, Server } from "../../../app/web/models/types" */

const CODES = safetensors({
  mu: halves([3, 2], [0, 0x3c00, 0xc000, 0x3800, 0, 0]),
  labels: bytes([3], [2, 0, 1]),
  components: float32([2, 2], [0, 1, 1, 0]),
  component_variance: float32([2], [4, 1]),
});

const INK = Uint8Array.from({ length: 3 * PIXELS }, (_, i) => (7 * i) % 256);
const PICTURES = safetensors({
  images: bytes([3, 28, 28], INK),
  labels: bytes([3], [5, 0, 9]),
});

/** @type {DatasetConfig} */
const DATASET = {
  ...{ id: "toy", title: "Toy", classes: ["a", "b"], n: 3, examples: [2], placing: "mass" },
  offered: {
    pixels: deflateSync(INK.subarray(2 * PIXELS)).toString("base64"),
    labels: [9],
  },
  pictures: "data/toy/pictures.safetensors.gz",
  classifier: "data/toy/classifier.safetensors",
};

/**
 * A line that gives a file, or fails while it is down, on a clock that the test turns.
 *
 * @param {TestContext} t
 * @param {ArrayBuffer} file
 */
function line(t, file) {
  const state = {
    isDown: false,
    now: 5000,
    /** @type {string[]} */
    fetched: [],
    /** @param {string} url */
    fetch: async (url) => {
      state.fetched.push(url);
      if (state.isDown) throw new Error(`${url} is not there.`);
      return file;
    },
  };
  t.mock.method(performance, "now", () => state.now);
  return state;
}

/** Each kind, as: one question that may fail, its address, and what forgets failures. */
const KINDS = {
  codes: {
    file: CODES,
    url: "a/codes",
    /** @param {(url: string) => Promise<ArrayBuffer>} fetch */
    make(fetch) {
      const store = new CodeStore(fetch);
      return { get: () => store.get(config("a")), forget: () => store.forget() };
    },
  },
  classifiers: {
    file: layer(PIXELS, DATASET.classes.length),
    url: DATASET.classifier,
    /** @param {(url: string) => Promise<ArrayBuffer>} fetch */
    make(fetch) {
      const store = new ClassifierStore([DATASET], fetch);
      return { get: () => store.get("toy"), forget: () => store.forget() };
    },
  },
  pictures: {
    file: PICTURES,
    url: DATASET.pictures,
    /** @param {(url: string) => Promise<ArrayBuffer>} fetch */
    make(fetch) {
      const set = new PictureSet(DATASET, null, fetch);
      return { get: () => set.get(0), forget: () => set.forget() };
    },
  },
};

for (const [kind, { file, url, make }] of Object.entries(KINDS)) {
  test(`${kind}: a file is fetched when it is asked for, and once`, async (t) => {
    const from = line(t, file);
    const { get } = make(from.fetch);
    assert.deepEqual(from.fetched, []);
    await Promise.all([get(), get()]);
    from.now += 1e9;
    await get();
    assert.deepEqual(from.fetched, [url]);
  });

  test(`${kind}: a failure is told again without asking, for 30 s`, async (t) => {
    const from = line(t, file);
    const { get } = make(from.fetch);
    from.isDown = true;
    await Promise.all([assert.rejects(get()), assert.rejects(get())]);
    from.now += 29_999;
    await assert.rejects(get(), { message: `${url} is not there.` });
    assert.equal(from.fetched.length, 1);
    from.isDown = false;
    from.now += 2;
    await get();
    assert.equal(from.fetched.length, 2);
  });

  test(`${kind}: a second failure is remembered as the first was`, async (t) => {
    const from = line(t, file);
    const { get } = make(from.fetch);
    from.isDown = true;
    await assert.rejects(get());
    from.now += 30_001;
    await assert.rejects(get());
    await assert.rejects(get());
    assert.equal(from.fetched.length, 2);
  });

  test(`${kind}: what failed can be forgotten, what came stays`, async (t) => {
    const from = line(t, file);
    const { get, forget } = make(from.fetch);
    from.isDown = true;
    await assert.rejects(get());
    from.isDown = false;
    forget();
    await get();
    forget();
    await get();
    assert.equal(from.fetched.length, 2);
  });

  test(`${kind}: a damaged file is a failure`, async (t) => {
    const { get } = make(line(t, file.slice(0, 50)).fetch);
    await assert.rejects(get(), { code: "cutShort" });
  });
}

test("codes are read with their labels, axes and variances", async () => {
  const codes = await new CodeStore(async () => CODES).get(config("a"));
  assert.equal(codes.n, 3);
  assert.deepEqual([...codes.mu], [0, 1, -2, 0.5, 0, 0]);
  assert.deepEqual(Array.from(codes.labels), [2, 0, 1]);
  assert.deepEqual([...codes.components], [0, 1, 1, 0]);
  assert.deepEqual([...codes.variance], [4, 1]);
});

test("a classifier answers with a number a class", async () => {
  const store = new ClassifierStore([DATASET], async () => layer(PIXELS, 2, 3));
  const net = await store.get("toy");
  const x = Float32Array.from({ length: 2 * PIXELS }, (_, i) => i / 1000);
  const wanted = [0, 3 * 0.001 + 1, 3 * 0.784, 3 * 0.785 + 1];
  assert.deepEqual([...net.forward(x, 2)], [...Float32Array.from(wanted)].map(Math.fround));
});

test("a net of other classes is no classifier of a data set, and some have none", async () => {
  const store = new ClassifierStore(
    [DATASET, { ...DATASET, id: "bare", classifier: null }],
    async () => layer(PIXELS, 3),
  );
  await assert.rejects(store.get("toy"), { code: "otherNet", says: { file: "toy/classifier" } });
  assert.deepEqual(
    ["toy", "bare", "other"].map((id) => store.has(id)),
    [true, false, false],
  );
  for (const id of ["bare", "other"]) assert.throws(() => store.get(id), RangeError);
});

test("each model has its own codes", async () => {
  /** @type {string[]} */
  const fetched = [];
  const store = new CodeStore(async (url) => {
    fetched.push(url);
    return CODES;
  });
  for (const id of ["a", "b", "a"]) await store.get(config(id));
  assert.deepEqual(fetched, ["a/codes", "b/codes"]);
});

test("a picture's pixels are its bytes over 255, with its label", async () => {
  const set = new PictureSet(DATASET, null, async () => PICTURES);
  for (const [index, label] of [5, 0, 9].entries()) {
    const picture = await set.get(index);
    const own = INK.slice(index * PIXELS, (index + 1) * PIXELS);
    assert.deepEqual(
      picture.pixels,
      Float32Array.from(own, (byte) => byte / 255),
    );
    assert.equal(picture.label, label);
  }
});

test("a picture that the set does not hold is refused", async () => {
  const set = new PictureSet(DATASET, null, async () => PICTURES);
  for (const index of [3, -1, -3, 0.5, Number.NaN, 1e9]) {
    await assert.rejects(set.get(index), {
      code: "noPicture",
      says: { index, n: 3 },
    });
  }
});

test("an example needs no file, and is read from the file where it cannot be unpacked", async () => {
  let fetched = 0;
  const fetch = async () => {
    fetched++;
    return PICTURES;
  };
  const expected = {
    pixels: Float32Array.from(INK.subarray(2 * PIXELS), (byte) => byte / 255),
    label: 9,
  };
  assert.deepEqual(await new PictureSet(DATASET, null, fetch).get(2), expected);
  assert.equal(fetched, 0);
  const spoilt = { ...DATASET, offered: { pixels: "not deflated", labels: [1] } };
  assert.deepEqual(await new PictureSet(spoilt, null, fetch).get(2), expected);
  assert.equal(fetched, 1);
});

test("without the file the server is asked for each picture", async () => {
  /** @type {unknown[]} */
  const asked = [];
  const server = /** @type {Server} */ ({
    picture: async (dataset, index) => {
      asked.push([dataset, index]);
      return { pixels: [0, 0.5], label: index };
    },
  });
  const set = new PictureSet(DATASET, server, () => Promise.reject(new Error("no file")));
  for (const index of [1, 0]) {
    assert.deepEqual(await set.get(index), { pixels: Float32Array.of(0, 0.5), label: index });
  }
  assert.deepEqual(asked, [
    ["toy", 1],
    ["toy", 0],
  ]);
});

test("when the server fails too its words are told", async () => {
  const picture = () => Promise.reject(new Error("The server stopped."));
  const server = /** @type {any} */ ({ picture });
  const set = new PictureSet(DATASET, server, () => Promise.reject(new Error("no file")));
  await assert.rejects(set.get(0), /The server stopped/);
});
