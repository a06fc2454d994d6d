/** ZIP archives of a few files, stored as they are (PKWARE's APPNOTE, 4.3): written and read. */

import { Fault } from "../fault.js";

/** @typedef {Record<string, Uint8Array<ArrayBuffer>>} Files contents by name */

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50]; // how each record begins
const [LOCAL_BYTES, CENTRAL_BYTES, END_BYTES] = [30, 46, 22];
const VERSION = 20; // that is needed to read it
const NEW_YEAR = 0x21; // 1980-01-01: the same files are the same archive
const STORED = 0;
const DEFLATED = 8;

/** CRC-32, as ZIP and PNG have it. @param {Uint8Array} bytes */
export function crcOf(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/**
 * @param {number} length
 * @param {Array<[at: number, bytes: 2 | 4, value: number]>} fields
 */
function record(length, fields) {
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return new Uint8Array(view.buffer);
}

/** @param {Files} files @returns {Blob} */
export function archiveOf(files) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const directory = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const title = new TextEncoder().encode(name);
    const [size, crc] = [bytes.length, crcOf(bytes)];
    /** Of both records, from their field "version needed" on. @param {number} from @returns {Array<[number, 2 | 4, number]>} */
    const common = (from) => [
      [from, 2, VERSION],
      [from + 8, 2, NEW_YEAR],
      [from + 10, 4, crc],
      [from + 14, 4, size],
      [from + 18, 4, size],
      [from + 22, 2, title.length],
    ];
    parts.push(record(LOCAL_BYTES, [[0, 4, LOCAL], ...common(4)]), title, bytes);
    directory.push(record(CENTRAL_BYTES, [[0, 4, CENTRAL], ...common(6), [42, 4, at]]), title);
    at += LOCAL_BYTES + title.length + size;
  }
  const count = Object.keys(files).length;
  const size = directory.reduce((total, { length }) => total + length, 0);
  const end = record(END_BYTES, [
    [0, 4, END],
    [8, 2, count],
    [10, 2, count],
    [12, 4, size],
    [16, 4, at],
  ]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/**
 * The files of an archive by their names without folders; whoever made it, stored or deflated.
 *
 * @param {ArrayBuffer} buffer
 * @returns {Promise<Files>}
 * @throws {Fault} notArchive
 */
export async function filesIn(buffer) {
  const view = new DataView(buffer);
  /** @type {Files} */
  const files = {};
  try {
    let end = buffer.byteLength - END_BYTES;
    while (view.getUint32(end, true) !== END) end -= 1;
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left--) {
      const long = view.getUint16(at + 28, true);
      const name = new TextDecoder().decode(new Uint8Array(buffer, at + CENTRAL_BYTES, long));
      const short = name.slice(name.lastIndexOf("/") + 1);
      if (short) files[short] = await contentAt(view, at);
      at += CENTRAL_BYTES + long + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  } catch {
    throw new Fault("notArchive");
  }
  return files;
}

/** @param {DataView<ArrayBuffer>} view @param {number} at of its record in the directory */
async function contentAt(view, at) {
  const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
  const local = view.getUint32(at + 42, true);
  const names = view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const bytes = new Uint8Array(view.buffer, local + LOCAL_BYTES + names, size);
  if (method === STORED) return bytes.slice();
  if (method !== DEFLATED) throw new RangeError(`ZIP method ${method}`);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
