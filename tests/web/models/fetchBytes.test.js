/** Fetching files: what comes back, and what a person is told when nothing does. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { fetchBytes } from "../../../app/web/models/safetensors.js";

const BYTES = Uint8Array.from({ length: 3000 }, (_, i) => (i * i) % 251);

/**
 * @param {import("node:test").TestContext} t
 * @param {() => Promise<unknown>} answer
 */
const served = (t, answer) => t.mock.method(globalThis, "fetch", /** @type {any} */ (answer)).mock;

/** A body that breaks off, as when the connection does. @param {Uint8Array} start */
const broken = (start) => {
  let hasStarted = false;
  return new ReadableStream({
    pull(controller) {
      if (hasStarted) controller.error(new TypeError("terminated"));
      else controller.enqueue(start);
      hasStarted = true;
    },
  });
};

test("a file's bytes, asked for at its address", async (t) => {
  const asked = served(t, async () => new Response(BYTES));
  const got = await fetchBytes("/weights/toy/encoder.safetensors");
  assert.deepEqual(new Uint8Array(got), BYTES);
  assert.deepEqual(
    asked.calls.map((/** @type {{arguments: unknown[]}} */ call) => call.arguments[0]),
    ["/weights/toy/encoder.safetensors"],
  );
});

test("a file that ends in .gz is unpacked", async (t) => {
  served(t, async () => new Response(gzipSync(BYTES)));
  const got = await fetchBytes("data/toy/pictures.safetensors.gz");
  assert.deepEqual(new Uint8Array(got), BYTES);
});

test("a file that its host has unpacked on the way is taken as it is", async (t) => {
  for (const bytes of [BYTES, BYTES.subarray(0, 1), BYTES.subarray(0, 0)]) {
    served(t, async () => new Response(bytes));
    const got = await fetchBytes("data/toy/pictures.safetensors.gz");
    assert.deepEqual(new Uint8Array(got), bytes);
    t.mock.restoreAll();
  }
});

test("HTTP's refusals are told with the file's name, as a person wrote it", async (t) => {
  for (const status of [403, 404, 500, 503]) {
    served(t, async () => new Response("no", { status }));
    await assert.rejects(fetchBytes("/a/b/my%20model%23/decoder.safetensors"), {
      code: "httpStatus",
      says: { file: "my model#/decoder.safetensors", status },
    });
    t.mock.restoreAll();
  }
});

test("a server that does not answer is told of", async (t) => {
  served(t, async () => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(fetchBytes("/x/toy/codes.safetensors"), {
    code: "connection",
    says: { file: "toy/codes.safetensors" },
  });
});

/** @type {Record<string, [string, () => BodyInit]>} */
const BREAKS = {
  "a plain file that breaks off": ["toy/a.safetensors", () => broken(BYTES)],
  "a packed file that breaks off": ["toy/a.gz", () => broken(gzipSync(BYTES).subarray(0, 50))],
  "a packed file that was cut": ["toy/a.gz", () => gzipSync(BYTES).subarray(0, 100)],
};

for (const [what, [name, body]] of Object.entries(BREAKS)) {
  test(`${what} is named`, async (t) => {
    served(t, async () => new Response(body()));
    await assert.rejects(fetchBytes(`/weights/${name}`), {
      code: "brokenOff",
      says: { file: name },
    });
  });
}

test("a browser that cannot unpack is told so", async (t) => {
  served(t, async () => new Response(gzipSync(BYTES)));
  const { DecompressionStream: kept } = globalThis;
  t.after(() => {
    globalThis.DecompressionStream = kept;
  });
  Reflect.deleteProperty(globalThis, "DecompressionStream");
  await assert.rejects(fetchBytes("toy/pictures.safetensors.gz"), { code: "cannotUnpack" });
});
