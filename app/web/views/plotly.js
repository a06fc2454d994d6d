/** Plotly is a script that defines a global: loaded once a page, and again if that failed. */

/**
 * @param {string} url
 * @param {string} failure
 * @returns {Promise<any>}
 */
export function loadPlotly(url, failure) {
  const { Plotly } = /** @type {any} */ (window);
  if (Plotly) return Promise.resolve(Plotly);
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      script.remove();
      failed(new Error(failure));
    };
    document.head.append(script);
  });
}
