/**
 * The page inside Gradio: a gr.HTML a view, server functions, and Gradio's own tabs and upload
 * button, whose events arrive by the functions at the end (`app/bridge.py` calls them by name).
 */

import { makePage, mountView } from "../page.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../page.js").Config} Config */
/** @typedef {{page: Page | null, config: Config}} Host */

/** What `start` has made, for the places that may be there before it. */
const started = (() => {
  /** @type {(host: Host) => void} */
  let resolve = () => {};
  /** @type {Promise<Host>} */
  const host = new Promise((done) => {
    resolve = done;
  });
  return { host, resolve };
})();

/**
 * A server function's answer, or its error as one that can be shown. Gradio's client answers
 * with nothing where the request failed.
 *
 * @param {Promise<any>} promise
 */
async function answered(promise) {
  const answer = await promise.catch(() => null);
  if (!answer) throw new Error("The server does not answer.");
  if (answer.error) throw new Error(answer.error);
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
  started.resolve({ page, config });
}

/**
 * Mount a view on its place in a gr.HTML.
 *
 * @param {string} name
 * @param {HTMLElement} element
 */
export async function mount(name, element) {
  const { page, config } = await started.host;
  const place = element.querySelector("[data-view]");
  mountView(name, /** @type {HTMLElement} */ (place), page, config);
}

/** @param {import("../session/types").Event} event */
async function dispatch(event) {
  const { page } = await started.host;
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
