/** Draws the map's plot anew whenever what it depends on changes, and never an outdated one. */

import { layOut, wantedPlane } from "./plot.js";
import { makeScatter } from "./scatter.js";
import { background } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("./plot.js").Plot} Plot */
/** @typedef {ReturnType<typeof makeScatter>} Scatter */

/**
 * The plot of now: its codes fetched, laid out and drawn whenever what it depends on changes.
 *
 * @param {Record<string, any>} refs of the map
 * @param {Page} page
 * @param {() => void} drawn called when a plot stands
 */
export function makePlotter(refs, { session, config: { figures, plotly }, codes, text }, drawn) {
  const later = background(session, "map", { pause: 0 });
  /** @type {Scatter | null} */
  let scatter = null;
  /** @type {Plot | null} */
  let plot = null;
  let dataset = "";
  let requested = "";

  /**
   * The scatter of a data set: its classes are the traces.
   *
   * @param {string} id
   * @returns {Scatter}
   */
  const scatterOf = (id) => {
    if (scatter && dataset === id) return scatter;
    dataset = id;
    for (const old of refs.frame.querySelectorAll("svg.lx-overlay, svg.lx-hand")) old.remove();
    const source = { figure: figures[id], url: plotly, failure: text.plotlyMissing };
    scatter = makeScatter(refs.plot, source);
    return scatter;
  };

  /** @param {State} state @param {ModelConfig} config */
  const keyOf = ({ intent }, { id, latent_dim: d }) => {
    const plane = JSON.stringify(wantedPlane(intent, d));
    return [id, plane, document.body.classList.contains("dark")].join(" ");
  };

  /** Hand a plot to Plotly. @param {Plot} next @returns {import("./view.js").Step} */
  const draw = (next) => async () => {
    await scatterOf(next.config.dataset).draw(next.drawing);
    return () => {
      plot = next;
      drawn();
    };
  };

  return {
    /**
     * The plot as it stands, if it is the one that the state asks for.
     *
     * @param {State} state
     * @param {ModelConfig} config
     */
    now: (state, config) => (plot?.key === keyOf(state, config) ? plot : null),
    scatter: () => scatter,
    plot: () => plot,
    /**
     * Draw the state's plot, unless that was requested already.
     *
     * @param {State} state
     * @param {ModelConfig} config
     */
    ask(state, config) {
      const key = keyOf(state, config);
      if (key === requested) return false;
      requested = key;
      const wanted = wantedPlane(state.intent, config.latent_dim);
      const { classes } = session.catalogue.datasets[config.dataset];
      /** @type {Plot | null} */
      let next = null;
      const lay = async () => {
        next = layOut(key, config, wanted, await codes.get(config), { classes, text });
      };
      later([lay, () => draw(/** @type {Plot} */ (next))()]);
      return true;
    },
    /** Lay another image under the points, or none. @param {object | null} image */
    setImage(image) {
      if (!plot || plot.drawing.image === image) return;
      plot.drawing.image = image;
      later([draw(plot)]);
    },
  };
}
