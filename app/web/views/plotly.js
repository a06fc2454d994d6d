/** Plotly is a script that defines a global: loaded once a page, and again if that failed. */

import { Fault } from "../models/fault.js";

/**
 * @param {string} url
 * @returns {Promise<any>}
 */
export function loadPlotly(url) {
  const { Plotly } = /** @type {any} */ (window);
  if (Plotly) return Promise.resolve(Plotly);
  return new Promise((done, failed) => {
    const there = document.querySelector("script[data-plotly]");
    const script = there ?? Object.assign(document.createElement("script"), { src: url });
    script.addEventListener("load", () => done(/** @type {any} */ (window).Plotly));
    script.addEventListener("error", () => {
      script.remove();
      failed(new Fault("noPlotly"));
    });
    if (there) return;
    script.toggleAttribute("data-plotly", true);
    document.head.append(script);
  });
}
