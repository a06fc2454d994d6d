/** The page inside Gradio: one gr.HTML that holds it, with server functions and uploads. */

import { Fault } from "../models/fault.js";
import { rowsOf } from "../models/packed.js";
import { mountPage } from "../page.js";
import { browserAddress, embeddedAddress } from "./address.js";

/** @typedef {import("../page.js").Config} Config */

/**
 * A server function's answer, or its error as one that can be shown. Gradio's client answers
 * with nothing where the request failed.
 *
 * @param {Promise<any>} promise
 */
async function answered(promise) {
  const answer = await promise.catch(() => null);
  if (!answer) throw new Fault("serverSilent");
  const { error } = answer;
  if (error) throw new Fault(error.code, error.says, error.message);
  return answer;
}

/** The Space that it runs in, as Gradio tells its page; null elsewhere. @returns {string | null} */
const spaceOf = () => /** @type {any} */ (window).gradio_config?.space_id ?? null;

/**
 * Mount the page with its configuration and the functions of `app/server_functions.py`, whose
 * arguments arrive there as one list. With `?embed` in its address the page stands in another one.
 *
 * @param {HTMLElement} element
 * @param {Config} config
 * @param {Record<string, (...values: any[]) => Promise<any>>} functions
 * @param {(file: File) => Promise<{path: string}>} upload
 */
export async function start(element, config, functions, upload) {
  const place = /** @type {HTMLElement} */ (element.querySelector(".lx-root"));
  const isEmbedded = new URLSearchParams(location.search).has("embed");
  await mountPage(place, config, {
    server: {
      encode: (modelId, pixels) => answered(functions.encode(modelId, pixels)),
      decode: async (modelId, codes) =>
        rowsOf((await answered(functions.decode(modelId, codes))).float32, codes.length),
      picture: (datasetId, index) => answered(functions.picture(datasetId, index)),
    },
    address: isEmbedded ? embeddedAddress(location.pathname) : browserAddress(spaceOf()),
    readPicture: async (file) => {
      const { path } = await upload(file).catch(() => {
        throw new Fault("uploadFailed");
      });
      // A lone argument arrives as it is, and not in a list.
      const { mass, box, as_is: asIs, sure } = await answered(functions.prepare([path]));
      const pixels = {
        mass: Float32Array.from(mass),
        box: Float32Array.from(box),
        "as-is": Float32Array.from(asIs),
      };
      return { pixels, isSure: sure };
    },
    isEmbedded,
  });
}
