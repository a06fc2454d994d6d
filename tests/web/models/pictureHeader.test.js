/** The sizes that files of pictures state, which nobody has decoded yet. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { uniforms } from "../../../app/web/maths/random.js";
import { readHeader } from "../../../app/web/models/pictureHeader.js";

/** @param {string} hex @param {number} length filled up with zeros */
function file(hex, length = 64) {
  const bytes = Buffer.alloc(length);
  Buffer.from(hex.replaceAll(" ", ""), "hex").copy(bytes);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + length);
}

const PNG = "89504e470d0a1a0a 0000000d 49484452 00000140 000000f0";
// JFIF, then a start of frame of 240 rows and 320 columns.
const JPEG = "ffd8 ffe0 0004 0000 ffff c0 0011 08 00f0 0140";
const FILES = /** @type {const} */ ({
  PNG,
  JPEG: `${JPEG} 03`,
  GIF: "474946383961 4001 f000",
  BMP: "424d 00000000 0000 0000 36000000 28000000 40010000 10ffffff",
  WEBP: "52494646 00000000 57454250 56503858 0a000000 00000000 3f0100 ef0000",
  AVIF: "0000001c 66747970 61766966 00000000 69737065 00000000 00000140 000000f0",
});

for (const [format, hex] of Object.entries(FILES)) {
  test(`a ${format} states its size`, () => {
    assert.deepEqual(readHeader(file(hex)), { format, width: 320, height: 240, cmyk: false });
  });
}

test("the other kinds of WEBP state theirs", () => {
  const riff = "52494646 00000000 57454250";
  const lossy = file(`${riff} 56503820 00000000 000000 9d012a 4001 f000`);
  const lossless = file(`${riff} 5650384c 00000000 2f 3fc13b00`);
  assert.deepEqual(
    [lossy, lossless].map((bytes) => readHeader(bytes)?.width),
    [320, 320],
  );
  assert.deepEqual(
    [lossy, lossless].map((bytes) => readHeader(bytes)?.height),
    [240, 240],
  );
});

test("a JPEG of four inks is told", () => {
  assert.equal(readHeader(file(`${JPEG} 04`))?.cmyk, true);
});

test("what is no picture is told from what is one of another kind", () => {
  assert.equal(readHeader(file("3c737667")), null);
  assert.equal(readHeader(new ArrayBuffer(0)), null);
  assert.equal(readHeader(file("49492a00"))?.format, "TIFF");
});

test("a header cut anywhere, or followed by anything, raises nothing", () => {
  const next = uniforms(3);
  const noise = Uint8Array.from({ length: 64 }, () => Math.floor(256 * next()));
  for (const hex of Object.values(FILES)) {
    const whole = new Uint8Array(file(hex));
    for (let cut = 0; cut <= whole.length; cut++) {
      readHeader(whole.slice(0, cut).buffer);
      const odd = whole.slice();
      odd.set(noise.subarray(cut), cut);
      readHeader(odd.buffer);
    }
  }
});
