/** The page as a plain website: files and no server. `app/export.py` writes what is around it. */

import { fetchBytes } from "../models/safetensors.js";
import { mountPage } from "../page.js";
import { browserAddress, embeddedAddress } from "./address.js";

/**
 * Mount the page, and let the browser keep it for a visit without a network.
 *
 * @param {HTMLElement} place whose data name the file of the configuration, and whether the page
 *   stands in another one
 * @throws {Error} when the configuration cannot be had
 */
export async function start(place) {
  const file = await fetchBytes(/** @type {string} */ (place.dataset.configuration));
  const isEmbedded = "embedded" in place.dataset;
  await mountPage(place, JSON.parse(new TextDecoder().decode(file)), {
    server: null,
    readPicture: null,
    address: isEmbedded ? embeddedAddress("index.html") : browserAddress(null),
    isEmbedded,
  });
  keep().catch(() => {}); // where a browser keeps nothing, each visit needs a network
}

/** Start the service worker, and tell it what was fetched before it could see it. */
async function keep() {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return; // not over plain http
  await serviceWorker.register("sw.js");
  const { active } = await serviceWorker.ready;
  if (!serviceWorker.controller) {
    await new Promise((done) =>
      serviceWorker.addEventListener("controllerchange", done, { once: true }),
    );
  }
  active?.postMessage(performance.getEntriesByType("resource").map(({ name }) => name));
}
