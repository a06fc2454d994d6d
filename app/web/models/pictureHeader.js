/** What the first bytes of a picture's file say of it, before anything is decoded. */

/**
 * @typedef {object} Header
 * @property {string} format
 * @property {number} width in pixels as stored, 0 where the header does not say
 * @property {number} height
 * @property {boolean} cmyk a JPEG of four inks
 */

/** @param {string} format @param {number} width @param {number} height @returns {Header} */
const header = (format, width = 0, height = 0, cmyk = false) => ({ format, width, height, cmyk });

/** @param {DataView} view @param {number} at @param {string} text */
const says = (view, at, text) =>
  at + text.length <= view.byteLength &&
  [...text].every((letter, i) => view.getUint8(at + i) === letter.charCodeAt(0));

/** Whether a JPEG's segment holds its size. @param {number} marker */
const isFrame = (marker) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** @param {DataView} view */
function jpeg(view) {
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) break;
    const marker = view.getUint8(at + 1);
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return header("JPEG", width, height, view.getUint8(at + 9) === 4);
    }
    const fills = marker === 0xff; // any number of them may stand before a marker
    at += fills ? 1 : 2 + view.getUint16(at + 2);
  }
  return header("JPEG");
}

/** @param {DataView} view */
function webp(view) {
  if (view.byteLength < 30) return header("WEBP");
  if (says(view, 12, "VP8X")) {
    const [width, height] = [24, 27].map((at) => 1 + (view.getUint32(at - 1, true) >>> 8));
    return header("WEBP", width, height);
  }
  if (says(view, 12, "VP8L")) {
    const bits = view.getUint32(21, true);
    return header("WEBP", 1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
  }
  return header("WEBP", view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
}

/** @param {DataView} view */
function bmp(view) {
  if (view.byteLength < 26) return header("BMP");
  if (view.getUint32(14, true) === 12) {
    return header("BMP", view.getUint16(18, true), view.getUint16(20, true));
  }
  return header("BMP", view.getInt32(18, true), Math.abs(view.getInt32(22, true)));
}

/** AVIF and HEIC keep the size in a box named ispe. @param {DataView} view @param {string} format */
function boxed(view, format) {
  const end = Math.min(view.byteLength - 16, 4096);
  for (let at = 8; at < end; at++) {
    if (says(view, at, "ispe"))
      return header(format, view.getUint32(at + 8), view.getUint32(at + 12));
  }
  return header(format);
}

/**
 * @param {ArrayBuffer} bytes of the whole file
 * @returns {Header | null} null for what is none of PNG, JPEG, WEBP, GIF, BMP, AVIF, HEIC and TIFF
 */
export function readHeader(bytes) {
  const view = new DataView(bytes);
  if (says(view, 0, "\x89PNG\r\n\x1a\n")) {
    return view.byteLength < 24
      ? header("PNG")
      : header("PNG", view.getUint32(16), view.getUint32(20));
  }
  if (says(view, 0, "\xff\xd8\xff")) return jpeg(view);
  if (says(view, 0, "RIFF") && says(view, 8, "WEBP")) return webp(view);
  if (says(view, 0, "GIF8")) {
    if (view.byteLength < 10) return header("GIF");
    return header("GIF", view.getUint16(6, true), view.getUint16(8, true));
  }
  if (says(view, 0, "BM")) return bmp(view);
  if (says(view, 0, "II*\0") || says(view, 0, "MM\0*")) return header("TIFF");
  if (says(view, 4, "ftyp")) return boxed(view, says(view, 8, "avi") ? "AVIF" : "HEIC");
  return null;
}
