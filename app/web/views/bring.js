/** The ways in for a picture of one's own: a file, the camera, dropped on the page, pasted. */

import { errorOf, Fault } from "../models/fault.js";
import { photoPicture } from "./photoPicture.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Picture} Picture */
/** @typedef {import("../session/types").Placing} Placing */

/**
 * A file as a picture: opened here, or, where this browser cannot, by the server.
 *
 * @param {File} file
 * @param {number} change
 * @param {Page} page
 * @returns {Promise<Picture>} rejects with a Fault
 */
async function pictureOf(file, change, { photos, host: { readPicture } }) {
  /** @type {Extract<Picture["source"], {from: "upload"}>} */
  const source = { from: "upload", upload: performance.now(), name: file.name, change };
  try {
    return photoPicture(await photos.open(file), null, source);
  } catch (reason) {
    const isOthers = reason instanceof Fault && reason.code === "cannotOpenHere";
    if (!isOthers || !readPicture) throw reason;
    const { pixels, isSure } = await readPicture(file);
    const as = (/** @type {Placing} */ way) => pixels[way];
    return { source, label: null, as, isUnsure: !isSure };
  }
}

/** The picture among what is dropped or pasted. @param {DataTransfer | null} data */
const pictureIn = (data) =>
  [...(data?.files ?? [])].find(
    ({ type, name }) => /^image\//.test(type) || /\.tiff?$/i.test(name),
  );

/** Whether it may hold a file; which, is told only when it is dropped. @param {DataTransfer | null} data */
const hasFiles = (data) => [...(data?.items ?? [])].some(({ kind }) => kind === "file");

/**
 * Bring a file to the session. What was done since it was chosen has the last word.
 *
 * @param {Page} page
 * @param {(event: import("../session/types").Event) => void} replace
 * @returns {(file: File) => Promise<void>}
 */
export function makeBringer(page, replace) {
  const { session, sheet } = page;
  return async (file) => {
    const turn = ++sheet.turn;
    session.dispatch({ type: "uploadBegun" });
    try {
      const picture = await pictureOf(file, ++sheet.strokes, page);
      if (turn === sheet.turn) replace({ type: "pictureBrought", picture });
    } catch (reason) {
      if (turn === sheet.turn) session.dispatch({ type: "uploadFailed", error: errorOf(reason) });
    }
  };
}

/**
 * Files that are dropped anywhere on the page, or pasted: the first tab shows what becomes of them.
 *
 * @param {HTMLElement} overlay shown while a file is over the page
 * @param {Page} page
 * @param {(file: File) => void} bring
 */
export function listenForFiles(overlay, { session, photos, gone }, bring) {
  const options = { signal: gone };
  /** @param {File | undefined} file */
  const take = (file) => {
    if (!file) return;
    session.dispatch({ type: "tabShown", tab: "reconstruct" });
    bring(file);
  };
  document.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault(); // or the browser would leave the page for the file
      photos.warm();
      overlay.hidden = false;
    },
    options,
  );
  document.addEventListener(
    "dragleave",
    ({ relatedTarget }) => {
      if (!relatedTarget) overlay.hidden = true; // out of the window
    },
    options,
  );
  document.addEventListener(
    "drop",
    (event) => {
      overlay.hidden = true;
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      take(pictureIn(event.dataTransfer) ?? event.dataTransfer?.files[0]);
    },
    options,
  );
  document.addEventListener(
    "paste",
    ({ clipboardData }) => take(pictureIn(clipboardData)),
    options,
  );
}
