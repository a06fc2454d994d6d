/** Draws the map's plot anew whenever what it depends on changes, and never an outdated one. */

import { makeEdge } from "./edge.js";
import { namesOf } from "./names.js";
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
export function makePlotter(refs, { session, config, codes, text, gone }, drawn) {
  const { figures, plotly } = config;
  const later = background(session, "map", { pause: 0 });
  /** @type {Scatter | null} */
  let scatter = null;
  /** @type {Plot | null} */
  let plot = null;
  let own = new AbortController(); // of the scatter
  gone.addEventListener("abort", () => own.abort());
  const edge = makeEdge(refs.toPoint, refs.zoom);
  let dataset = "";
  let requested = "";
  /** @type {object | null} */
  let image = null;

  /**
   * The scatter of a data set: its classes are the traces.
   *
   * @param {string} id
   * @returns {Scatter}
   */
  const scatterOf = (id) => {
    if (scatter && dataset === id) return scatter;
    dataset = id;
    scatter?.removeMarks();
    own.abort(); // it would go on drawing its own classes at each change of size
    own = new AbortController();
    const source = { figure: figures[id], url: plotly };
    scatter = makeScatter(refs.plot, source, edge, own.signal);
    return scatter;
  };

  /** @param {State} state @param {ModelConfig} config */
  const keyOf = ({ intent }, { id, latent_dim: d }) =>
    [id, JSON.stringify(wantedPlane(intent, d))].join(" ");

  /** What else a plot is drawn anew for. @param {State} state */
  const lookOf = ({ intent: { map } }) =>
    JSON.stringify([map.layers, map.hidden, document.body.classList.contains("dark")]);

  /** Hand a plot to Plotly. @param {Plot} next @returns {import("./view.js").Step} */
  const draw = (next) => async () => {
    const { layers, hidden, window } = session.state.intent.map;
    const on = scatterOf(next.config.dataset);
    if (next !== plot) image = null;
    on.aim(window ?? next.usual);
    await on.draw(next, { layers, hidden, image: layers.lattice ? image : null });
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
     * Draw the state's plot, unless that was requested already. Answers whether it is another.
     *
     * @param {State} state
     * @param {ModelConfig} config
     */
    ask(state, config) {
      const key = keyOf(state, config);
      const whole = `${key} ${lookOf(state)}`;
      if (whole === requested) return false;
      const isOther = !requested.startsWith(`${key} `);
      requested = whole;
      const wanted = wantedPlane(state.intent, config.latent_dim);
      const { classes } = namesOf(text, session.catalogue.datasets[config.dataset]);
      /** @type {Plot | null} */
      let next = plot?.key === key ? plot : null;
      const lay = async () => {
        next ??= layOut(key, config, wanted, await codes.get(config), { classes, text });
      };
      later([lay, () => draw(/** @type {Plot} */ (next))()]);
      return isOther;
    },
    /** Lay another image under the points, or none. @param {object | null} next */
    setImage(next) {
      if (!plot || image === next) return;
      image = next;
      later([draw(plot)]);
    },
  };
}
