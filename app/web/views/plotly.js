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
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      script.remove();
      failed(new Fault("noPlotly"));
    };
    document.head.append(script);
  });
}
