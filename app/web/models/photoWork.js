/** A picture's file -> its pixels and its reading. It needs a canvas, and no document. */

import { toGrey, turn } from "../maths/reading/grey.js";
import { read } from "../maths/reading/read.js";
import { Fault } from "./fault.js";
import { readHeader } from "./pictureHeader.js";

/** @import { Grid } from "../maths/centre.js" */
/** @import { Reading } from "../maths/reading/read.js" */

/** @typedef {{grey: Grid, preview: ImageBitmap, reading: Reading}} Opened */

const WORKING_SIDE = 512; // what is measured is at most this large
const PREVIEW_SIDE = 1024; // and what is shown this
const MEBIBYTE = 2 ** 20;
const MAX_BYTES = 20 * MEBIBYTE;
const MAX_PIXELS = 100e6;
const FORMATS = "PNG, JPEG, WEBP, GIF, BMP, AVIF";
const FOREIGN = ["TIFF", "HEIC", "AVIF"]; // to some browsers

/** @param {Blob} file @returns {Promise<import("./pictureHeader.js").Header>} */
async function check(file) {
  if (file.size === 0) throw new Fault("emptyFile");
  if (file.size > MAX_BYTES) {
    const size = Math.round(file.size / MEBIBYTE);
    throw new Fault("largeFile", { size, most: MAX_BYTES / MEBIBYTE });
  }
  const header = readHeader(await file.arrayBuffer());
  if (!header) throw new Fault("notPicture", { formats: FORMATS });
  const { width, height } = header;
  if (width * height > MAX_PIXELS) {
    throw new Fault("manyPixels", { width, height, most: MAX_PIXELS / 1e6 });
  }
  return header;
}

/**
 * @param {Blob} file
 * @returns {Promise<ImageBitmap>} upright, in its own size
 */
async function decode(file) {
  const { format, cmyk } = await check(file);
  if (typeof OffscreenCanvas === "undefined") throw new Fault("cannotOpenHere");
  try {
    return await createImageBitmap(file, {
      imageOrientation: "from-image",
      colorSpaceConversion: "none",
    });
  } catch {
    if (cmyk || FOREIGN.includes(format)) throw new Fault("cannotOpenHere");
    throw new Fault("damagedPicture");
  }
}

/**
 * @param {ImageBitmap | OffscreenCanvas} image
 * @param {number} most the longer side, at most
 * @param {number} quarters clockwise
 */
function drawn(image, most, quarters = 0) {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((s) =>
    Math.max(1, Math.round(s * scale)),
  );
  const lies = quarters % 2 !== 0;
  const canvas = new OffscreenCanvas(lies ? height : width, lies ? width : height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Fault("cannotOpenHere");
  context.imageSmoothingQuality = "medium";
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((quarters * Math.PI) / 2);
  context.drawImage(image, -width / 2, -height / 2, width, height);
  return { canvas, context };
}

/** @param {Grid} grey @param {boolean} swap */
function reading(grey, swap) {
  const found = read(grey, { swap });
  // With ink and paper exchanged there may be nothing to see: that is what was asked for.
  if (!swap && !found.ink.data.some(Boolean)) throw new Fault("blankPicture");
  return found;
}

/**
 * @param {Blob} file
 * @returns {Promise<Opened>} rejects with a Fault that says what to do
 */
export async function open(file) {
  const image = await decode(file);
  const shown = drawn(image, PREVIEW_SIDE).canvas;
  image.close();
  const { canvas, context } = drawn(shown, WORKING_SIDE);
  const grey = toGrey(context.getImageData(0, 0, canvas.width, canvas.height));
  return { grey, preview: shown.transferToImageBitmap(), reading: reading(grey, false) };
}

/**
 * The same picture turned, or with ink and paper exchanged.
 *
 * @param {{grey: Grid, preview: ImageBitmap}} picture
 * @param {number} quarters clockwise
 * @param {boolean} swap for `read`
 * @returns {Opened}
 */
export function again({ grey, preview }, quarters, swap) {
  const turned = turn(grey, quarters);
  const { canvas } = drawn(preview, PREVIEW_SIDE, quarters);
  return {
    grey: turned,
    preview: canvas.transferToImageBitmap(),
    reading: reading(turned, swap),
  };
}
