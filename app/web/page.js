/** One configuration in, a session made, views mounted. Knows no host. */

import { CodeStore } from "./models/codes.js";
import { PictureSet } from "./models/pictures.js";
import { ModelStore } from "./models/store.js";
import { Session } from "./session/session.js";
import { en } from "./text/en.js";
import * as chooser from "./views/chooser.js";
import * as map from "./views/map.js";
import * as pad from "./views/pad.js";
import * as problems from "./views/problems.js";
import * as reconstruct from "./views/reconstruct.js";
import * as sliders from "./views/sliders.js";
import * as status from "./views/status.js";
import * as strips from "./views/strips.js";
import * as walk from "./views/walk.js";

/** @typedef {import("./models/types").ModelConfig} ModelConfig */
/** @typedef {import("./models/types").DatasetConfig} DatasetConfig */
/** @typedef {import("./models/types").Server} Server */
/** @typedef {import("./session/types").Source} Source */
/** @typedef {import("./session/types").Picture} Picture */

/**
 * What `app/configuration.py` writes: data, the same for every host.
 *
 * @typedef {object} Config
 * @property {ModelConfig[]} models
 * @property {DatasetConfig[]} datasets
 * @property {Array<[string, string]>} problems folders left out, and why
 * @property {string} plotly
 * @property {Record<string, object>} figures the map's figure, by data set
 * @property {number} maxBatch the most codes of one request to the server
 */

/**
 * What a view gets.
 *
 * @typedef {object} Page
 * @property {Config} config
 * @property {Session} session
 * @property {typeof en} text
 * @property {Record<string, PictureSet>} pictures by data set
 * @property {CodeStore} codes of each model
 * @property {boolean} hasServer
 */

/** @type {Record<string, {mount: (element: HTMLElement, page: Page) => void}>} */
const VIEWS = { chooser, map, pad, reconstruct, sliders, status, strips, walk };

/**
 * @param {{id: string}[]} rows
 * @returns {Record<string, any>}
 */
const byId = (rows) => Object.fromEntries(rows.map((row) => [row.id, row]));

/**
 * A page's session and all that its views need; null where there is no model to show.
 *
 * @param {Config} config
 * @param {Server | null} server the server's functions, where the host has them
 * @returns {Page | null}
 */
export function makePage(config, server) {
  if (!config.models.length) return null;
  const sets = config.datasets.map((data) => [data.id, new PictureSet(data, server)]);
  /** @type {Record<string, PictureSet>} */
  const pictures = Object.fromEntries(sets);
  const codes = new CodeStore();
  const session = new Session({
    catalogue: { models: byId(config.models), datasets: byId(config.datasets) },
    models: new ModelStore(config.models, { server, maxBatch: config.maxBatch }),
    pictures: {
      find: (source) => findPicture(pictures, source),
      forget: () => {
        for (const set of [...Object.values(pictures), codes]) set.forget();
      },
    },
  });
  session.dispatch({ type: "tabShown", tab: session.state.intent.tab });
  // A page that nobody looks at walks nowhere.
  document.addEventListener("visibilitychange", () => session.dispatch({ type: "walkStopped" }));
  return { config, session, text: en, pictures, codes, hasServer: server !== null };
}

/**
 * A data set's picture: it was prepared already, and is the same however it is placed.
 *
 * @param {Record<string, PictureSet>} pictures
 * @param {Source} source
 * @returns {Promise<Picture>}
 */
async function findPicture(pictures, source) {
  if (source.from !== "test") throw new Error("This picture is gone. Draw or choose another.");
  const { pixels, label } = await pictures[source.dataset].get(source.index);
  return { source, label, as: () => pixels };
}

/**
 * Mount a view. Where there is no page, only what stands in the way of one is said.
 *
 * @param {string} name
 * @param {HTMLElement} element
 * @param {Page | null} page
 * @param {Config} config
 */
export function mountView(name, element, page, config) {
  if (name === "problems") problems.mount(element, config, en);
  else if (page) VIEWS[name].mount(element, page);
}
