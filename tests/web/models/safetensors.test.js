/** Reading safetensors, against the format's definition and the engine's own half floats. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { uniforms } from "../../../app/web/maths/random.js";
import { Fault } from "../../../app/web/models/fault.js";
import { copyFloats, floats, parse } from "../../../app/web/models/safetensors.js";
import { bytes, fileWith, float32, halves, safetensors } from "../tools/safetensors.js";

/**
 * The fault that the reader finds in a file that it refuses, null where it reads it. A crash inside would be
 * a TypeError, a RangeError or a SyntaxError.
 *
 * @param {ArrayBuffer} file
 */
function refusal(file) {
  try {
    parse(file);
  } catch (error) {
    assert.ok(error instanceof Fault, String(error));
    return error.message;
  }
  return null;
}

const EXAMPLE = safetensors(
  {
    mu: float32([2, 2], [1.5, -2, 0.25, 1e-40]),
    labels: bytes([3], [0, 7, 255]),
    weight: halves([1, 2], [0x3c00, 0xc000]),
  },
  { metadata: { made: "by a test" } },
);

test("the tensors of a file, by name, without its metadata", () => {
  const tensors = parse(EXAMPLE);
  assert.deepEqual(Object.keys(tensors), ["mu", "labels", "weight"]);
  assert.deepEqual(tensors.mu.shape, [2, 2]);
  assert.equal(tensors.labels.dtype, "U8");
  assert.deepEqual([...floats(tensors.mu)], [1.5, -2, 0.25, Math.fround(1e-40)]);
  assert.deepEqual([...tensors.labels.raw], [0, 7, 255]);
  assert.deepEqual([...floats(tensors.labels)], [0, 7, 255]);
  assert.deepEqual([...floats(tensors.weight)], [1, -2]);
});

test("all 65,536 halves are what the engine reads of the same bits, also where it has no halves", () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
  const engine = /** @type {any} */ (globalThis);
  const { Float16Array } = engine;
  const wanted = Float32Array.from(new Float16Array(bits.buffer));
  const read = () => floats(parse(safetensors({ all: halves([256, 256], bits) })).all);
  const native = read();
  engine.Float16Array = undefined;
  const byTable = read();
  engine.Float16Array = Float16Array;
  for (const got of [native, byTable]) {
    const wrong = bits.filter((i) => !Object.is(got[i], wanted[i])); // tells −0 from 0
    assert.deepEqual([...wrong], []);
  }
});

test("tensors are read wherever they begin", () => {
  const values = [1, -2.5, 3e7];
  for (let pad = 0; pad < 8; pad++) {
    for (let shift = 0; shift < 4; shift++) {
      const file = safetensors(
        {
          first: bytes([shift], new Uint8Array(shift)),
          half: halves([2], [0x3c00, 0x4000]),
          single: float32([3], values),
        },
        { pad },
      );
      const { half, single } = parse(file);
      assert.deepEqual([...floats(half)], [1, 2]);
      assert.deepEqual([...floats(single)], values);
    }
  }
});

test("a scalar has one number, a tensor with an empty side none", () => {
  const tensors = parse(safetensors({ one: float32([], [4]), none: float32([0, 5], []) }));
  assert.deepEqual([...floats(tensors.one)], [4]);
  assert.equal(floats(tensors.none).length, 0);
});

test("a part of a tensor is copied to its place and nowhere else", () => {
  const tensors = parse(
    safetensors({
      single: float32([5], [1, 2, 3, 4, 5]),
      half: halves([5], [0x3c00, 0x4000, 0x4200, 0x4400, 0x4500]),
      byte: bytes([5], [1, 2, 3, 4, 5]),
    }),
  );
  for (const tensor of Object.values(tensors)) {
    const target = new Float32Array(6).fill(-1);
    copyFloats(tensor, 1, 3, target, 2);
    assert.deepEqual([...target], [-1, -1, 2, 3, 4, -1]);
  }
});

test("a file cut anywhere is called cut short", () => {
  for (let length = 0; length < EXAMPLE.byteLength; length++) {
    assert.match(refusal(EXAMPLE.slice(0, length)) ?? "read", /^cutShort$/, `at ${length}`);
  }
});

test("a header's length beyond the file is called cut short", () => {
  for (const length of [100, 2 ** 31, 2 ** 53]) {
    assert.match(refusal(fileWith({}, new Uint8Array(4), length)) ?? "read", /^cutShort$/);
  }
});

const FOUR = new Uint8Array(4);

/** @type {Record<string, unknown>} */
const DAMAGED = {
  "no JSON": "{not json",
  "JSON that breaks off": '{"a": {"dtype": "U8"',
  null: null,
  "a list": [1, 2],
  "a number": 7,
  "a tensor that is null": { a: null },
  "a tensor that is a number": { a: 7 },
  "no shape": { a: { dtype: "U8", data_offsets: [0, 4] } },
  "a shape that is a text": { a: { dtype: "U8", shape: "4", data_offsets: [0, 4] } },
  "a shape of texts": { a: { dtype: "U8", shape: ["4"], data_offsets: [0, 4] } },
  "no offsets": { a: { dtype: "U8", shape: [4] } },
  "offsets that are null": { a: { dtype: "U8", shape: [4], data_offsets: null } },
  "one offset": { a: { dtype: "U8", shape: [4], data_offsets: [0] } },
  "three offsets": { a: { dtype: "U8", shape: [4], data_offsets: [0, 4, 8] } },
};

for (const [what, header] of Object.entries(DAMAGED)) {
  test(`a damaged header is refused: ${what}`, () => {
    assert.match(
      refusal(fileWith(header, FOUR)) ?? "read",
      /^(cutShort|damagedHeader|tensorShape|tensorType .*)$/,
    );
  });
}

/** @type {Record<string, {shape: number[], data_offsets: number[]}>} */
const CONTRADICTIONS = {
  "fewer bytes than the shape": { shape: [5], data_offsets: [0, 4] },
  "more bytes than the shape": { shape: [3], data_offsets: [0, 4] },
  "offsets backwards": { shape: [4], data_offsets: [4, 0] },
  "offsets before the tensors": { shape: [4], data_offsets: [-4, 0] },
  "a negative shape": { shape: [-4], data_offsets: [4, 0] },
  "two negative sides": { shape: [-2, -2], data_offsets: [0, 4] },
  "half a side": { shape: [0.5, 8], data_offsets: [0, 4] },
  "half an offset": { shape: [3], data_offsets: [0.5, 3.5] },
};

for (const [what, entry] of Object.entries(CONTRADICTIONS)) {
  test(`a tensor that contradicts itself is refused: ${what}`, () => {
    const file = fileWith({ a: { dtype: "U8", ...entry } }, FOUR);
    assert.match(refusal(file) ?? "read", /^tensorShape$/);
  });
}

test("a tensor that ends beyond the file is called cut short", () => {
  const file = fileWith({ a: { dtype: "U8", shape: [5], data_offsets: [0, 5] } }, FOUR);
  assert.match(refusal(file) ?? "read", /^cutShort$/);
});

test("an unknown type is named with its tensor, also one that any object has", () => {
  for (const dtype of ["BF16", "F64", "I64", "", "toString", "__proto__"]) {
    const file = fileWith({ mu: { dtype, shape: [1], data_offsets: [0, 4] } }, FOUR);
    assert.equal(refusal(file), `tensorType mu ${dtype}`);
  }
});

test("damage to any byte of length and header is read or refused, never a crash", () => {
  const headerEnd = 8 + Number(new DataView(EXAMPLE).getBigUint64(0, true));
  let refused = 0;
  for (let at = 0; at < headerEnd; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const damaged = new Uint8Array(EXAMPLE.slice(0));
      damaged[at] ^= 1 << bit;
      if (refusal(damaged.buffer)) refused++;
    }
  }
  assert.ok(refused > headerEnd, `${refused} of ${8 * headerEnd}`);
});

test("noise is refused", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = uniforms(seed);
    const noise = Uint8Array.from({ length: 60 }, () => 256 * random());
    new DataView(noise.buffer).setBigUint64(0, BigInt(Math.floor(60 * random())), true);
    assert.match(refusal(noise.buffer) ?? "read", /^(cutShort|damagedHeader)$/);
  }
});
