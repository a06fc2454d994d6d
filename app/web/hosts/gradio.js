/**
 * The page inside Gradio: a gr.HTML a view, server functions, and Gradio's own tabs and upload
 * button, whose events arrive by the functions at the end (`app/bridge.py` calls them by name).
 */

import { makePage, mountView } from "../page.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../page.js").Config} Config */
/** @typedef {{page: Page | null, config: Config}} Host */

/** @typedef {{ready: Promise<Host>, resolve: (host: Host) => void}} Awaited */

/** Each document's host, there as soon as the bridge has been mounted. */
const hosts = /** @type {WeakMap<Document, Awaited>} */ (new WeakMap());

/** @returns {Awaited} */
function host() {
  const existing = hosts.get(document);
  if (existing) return existing;
  /** @type {(host: Host) => void} */
  let resolve = () => {};
  /** @type {Promise<Host>} */
  const ready = new Promise((done) => {
    resolve = done;
  });
  const awaited = { ready, resolve };
  hosts.set(document, awaited);
  return awaited;
}

/**
 * A server function's answer, or its error as one that can be shown.
 *
 * @param {Promise<any>} promise
 */
async function answered(promise) {
  const answer = await promise.catch(() => {
    throw new Error("The server does not answer.");
  });
  if (answer?.error) throw new Error(answer.error);
  return answer;
}

/**
 * Start the page with its configuration and the functions of `app/server_functions.py`, whose
 * arguments arrive there as one list.
 *
 * @param {Config} config
 * @param {Record<string, (...values: any[]) => Promise<any>>} functions
 */
export function start(config, functions) {
  const page = makePage(config, {
    encode: (modelId, pixels) => answered(functions.encode(modelId, pixels)),
    decode: (modelId, codes) => answered(functions.decode(modelId, codes)),
    picture: (datasetId, index) => answered(functions.picture(datasetId, index)),
  });
  host().resolve({ page, config });
}

/**
 * Mount a view on its place in a gr.HTML.
 *
 * @param {string} name
 * @param {HTMLElement} element
 */
export async function mount(name, element) {
  const { page, config } = await host().ready;
  const place = element.querySelector("[data-view]");
  mountView(name, /** @type {HTMLElement} */ (place), page, config);
}

/** @param {import("../session/types").Event} event */
async function dispatch(event) {
  const { page } = await host().ready;
  page?.session.dispatch(event);
}

/** @param {string} tab */
export const tabShown = (tab) => dispatch({ type: "tabShown", tab });

/**
 * An upload that the server has read: the three ways of laying it on the model's pixels.
 *
 * @param {{mass: number[], box: number[], as_is: number[], name: string} | null} upload
 */
export function uploaded(upload) {
  if (!upload) return undefined;
  const pixels = {
    mass: Float32Array.from(upload.mass),
    box: Float32Array.from(upload.box),
    "as-is": Float32Array.from(upload.as_is),
  };
  const source = { from: "upload", upload: performance.now(), name: upload.name };
  /** @param {import("../session/types").Placing} placing */
  const as = (placing) => pixels[placing];
  return dispatch({ type: "pictureBrought", picture: { source, label: null, as } });
}
