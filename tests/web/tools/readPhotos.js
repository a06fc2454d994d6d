/**
 * Grey levels of photos -> what the model sees of each, for a test that compares with Python.
 *
 * node readPhotos.js IN OUT: IN holds a photo after the other, width and height as uint32 and its
 * levels as float32; OUT gets 785 float32 for each, the pixels and whether it is sure.
 */

import { readFileSync, writeFileSync } from "node:fs";

import { through } from "../../../app/web/maths/reading/frame.js";
import { read } from "../../../app/web/maths/reading/read.js";

const [from, to] = process.argv.slice(2);
const { buffer, byteOffset, length } = readFileSync(from);
const out = [];
for (let at = byteOffset; at < byteOffset + length; ) {
  const [width, height] = new Uint32Array(buffer.slice(at, at + 8));
  const end = at + 8 + 4 * width * height;
  const { ink, frame, sure } = read({
    width,
    height,
    data: new Float32Array(buffer.slice(at + 8, end)),
  });
  out.push(...through(ink, frame), Number(sure));
  at = end;
}
writeFileSync(to, new Uint8Array(Float32Array.from(out).buffer));
