/** One configuration in, a session made, views mounted. Knows no host. */

import { ClassifierStore } from "./models/classifiers.js";
import { CodeStore } from "./models/codes.js";
import { ExperimentStore, HistoryStore } from "./models/experiments.js";
import { Fault } from "./models/fault.js";
import { PictureSet } from "./models/pictures.js";
import { ModelStore } from "./models/store.js";
import { keepPreferences, readPreferences } from "./session/preferences.js";
import { Session } from "./session/session.js";
import { chooseLanguage, languages } from "./text/languages.js";
import * as chooser from "./views/chooser.js";
import * as decoded from "./views/decoded.js";
import * as map from "./views/map.js";
import * as pad from "./views/pad.js";
import * as problems from "./views/problems.js";
import * as reconstruct from "./views/reconstruct.js";
import * as rooms from "./views/rooms.js";
import * as settings from "./views/settings.js";
import { makeSheet } from "./views/sheet.js";
import { mountShell, TABS } from "./views/shell.js";
import * as sliders from "./views/sliders.js";
import * as status from "./views/status.js";
import { stylesheet } from "./views/stylesheet.js";
import { mountTerms } from "./views/terms.js";
import { mountTour } from "./views/tour.js";
import { background } from "./views/view.js";
import * as walk from "./views/walk.js";

/** @typedef {import("./models/types").ModelConfig} ModelConfig */
/** @typedef {import("./models/types").DatasetConfig} DatasetConfig */
/** @typedef {import("./models/types").Server} Server */
/** @typedef {import("./session/types").Source} Source */
/** @typedef {import("./session/types").Picture} Picture */
/** @typedef {import("./session/types").Placing} Placing */
/** @typedef {import("./session/types").Embedded} Embedded */
/** @typedef {import("./session/preferences.js").Preferences} Preferences */
/** @typedef {import("./text/languages.js").Language} Language */
/** @typedef {import("./text/en.js").Text} Text */

/**
 * What `app/configuration.py` writes: data, the same for every host.
 *
 * @typedef {object} Config
 * @property {ModelConfig[]} models
 * @property {DatasetConfig[]} datasets
 * @property {Array<[string, string]>} problems folders left out, and why, as the log says it
 * @property {string} plotly
 * @property {Record<string, object>} figures the map's figure, by data set
 * @property {Record<string, string>} experiments the files of what was measured, by name
 * @property {number} maxBatch the most codes of one request to the server
 */

/**
 * What a host can do for the page.
 *
 * @typedef {object} Host
 * @property {Server | null} server the server's functions
 * @property {((file: File) => Promise<Record<Placing, Float32Array>>) | null} readPicture a file a
 *   visitor brought, laid on the model's pixels in each way; rejects with a Fault
 * @property {Embedded | null} embedded null where this is the whole page
 */

/**
 * What a view gets.
 *
 * @typedef {object} Page
 * @property {Config} config
 * @property {Session} session
 * @property {Text} text
 * @property {Language} language
 * @property {Record<string, PictureSet>} pictures by data set
 * @property {CodeStore} codes of each model
 * @property {ClassifierStore} classifiers of each data set
 * @property {ExperimentStore} experiments what was measured
 * @property {HistoryStore} histories how the models were trained
 * @property {ReturnType<typeof makeSheet>} sheet what is drawn on
 * @property {Host} host
 * @property {Preferences} preferences
 * @property {(changes: Partial<Preferences>) => void} prefer change and keep them
 * @property {AbortSignal} gone aborted when the views are taken down, to be laid out anew
 */

const FONT_MS = 2000;

/** @type {Record<string, {mount: (element: HTMLElement, page: Page) => void}>} */
const VIEWS = {
  chooser,
  settings,
  problems,
  status,
  pad,
  reconstruct,
  map,
  sliders,
  decoded,
  walk,
  generate: rooms,
  loss: rooms,
};

/**
 * @param {{id: string}[]} rows
 * @returns {Record<string, any>}
 */
const byId = (rows) => Object.fromEntries(rows.map((row) => [row.id, row]));

/** What stays when the language changes. @typedef {Omit<Page, "text" | "language" | "gone">} Parts */

/**
 * The session and all that its views share; only where there is a model to show.
 *
 * @param {Config} config
 * @param {Host} host
 * @returns {Omit<Parts, "prefer" | "preferences">}
 */
function makeParts(config, host) {
  const sets = config.datasets.map((data) => [data.id, new PictureSet(data, host.server)]);
  /** @type {Record<string, PictureSet>} */
  const pictures = Object.fromEntries(sets);
  const codes = new CodeStore();
  const classifiers = new ClassifierStore(config.datasets);
  const experiments = new ExperimentStore(config.experiments);
  const histories = new HistoryStore(config.models);
  const session = new Session({
    catalogue: { models: byId(config.models), datasets: byId(config.datasets) },
    models: new ModelStore(config.models, { server: host.server, maxBatch: config.maxBatch }),
    pictures: {
      find: (source) => findPicture(pictures, source),
      forget: () => {
        const stores = [...Object.values(pictures), codes, classifiers, experiments, histories];
        for (const store of stores) store.forget();
      },
    },
  });
  // A page that nobody looks at walks nowhere.
  document.addEventListener("visibilitychange", () => session.dispatch({ type: "walkStopped" }));
  return {
    config,
    session,
    pictures,
    codes,
    classifiers,
    experiments,
    histories,
    sheet: makeSheet(),
    host,
  };
}

/**
 * A data set's picture: it was prepared already, and is the same however it is placed.
 *
 * @param {Record<string, PictureSet>} pictures
 * @param {Source} source
 * @returns {Promise<Picture>}
 */
async function findPicture(pictures, source) {
  if (source.from !== "test") throw new Fault("pictureGone");
  const { pixels, label } = await pictures[source.dataset].get(source.index);
  return { source, label, as: () => pixels };
}

/** Where preferences are kept, if the browser lets a page keep anything. */
function storageOf() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/**
 * Mount the page on an element, in the visitor's language, and again when another is chosen:
 * what the visitor has done is in the session and on the sheet, and stays.
 *
 * @param {HTMLElement} element
 * @param {Config} config
 * @param {Host} host
 */
export async function mountPage(element, config, host) {
  await stylesheet("index.css"); // a host that has put the link into its document saves the wait
  const storage = storageOf();
  const preferences = readPreferences(storage);
  const wanted = () => chooseLanguage([preferences.language ?? [], navigator.languages].flat());
  if (!config.models.length) {
    const found = await spoken(wanted()).catch(() => spoken(languages[0]));
    setLanguage(element, found);
    problems.mountAlone(element, config, found.text);
    return;
  }
  const parts = { ...makeParts(config, host), preferences };
  const { session } = parts;
  const speak = background(session, "language", { pause: 0 });
  const ours = [...session.listeners];
  /** @type {AbortController | null} */
  let views = null;

  /** @param {Spoken} found */
  const layOut = (found) => {
    const { text, language } = found;
    const focused = placeOf(element, document.activeElement);
    views?.abort();
    views = new AbortController();
    session.listeners = new Set(ours);
    setLanguage(element, found);
    const page = { ...parts, prefer, text, language, gone: views.signal };
    const places = mountShell(element, page);
    for (const [name, place] of Object.entries(places)) VIEWS[name].mount(place, page);
    mountTerms(element, page);
    mountTour(element, page);
    element.dataset.language = language.id;
    if (focused) /** @type {HTMLElement | null} */ (element.querySelector(focused))?.focus();
  };

  /** The wanted language, if it is another than the page's. */
  const change = async () => {
    const language = wanted();
    if (language.id === element.dataset.language) return undefined;
    const found = await spoken(language);
    return () => layOut(found);
  };

  /** @param {Partial<Preferences>} changes */
  const prefer = (changes) => {
    Object.assign(preferences, changes);
    keepPreferences(storage, preferences);
    element.classList.toggle("lx-present", preferences.present);
    if ("language" in changes) speak([change]);
  };

  const { tab, model } = host.embedded ?? {};
  if (config.models.some(({ id }) => id === model)) {
    session.dispatch({ type: "modelChosen", id: model });
  }
  const asked = TABS.find((name) => name === tab);
  session.dispatch({ type: "tabShown", tab: asked ?? session.state.intent.tab });
  element.classList.toggle("lx-present", preferences.present);
  try {
    layOut(await spoken(wanted()));
  } catch {
    layOut(await spoken(languages[0]));
    speak([change]); // says what is missing, and tries again when told to
  }
}

/**
 * Where an element of the page stands, in words that another language has too.
 *
 * @param {HTMLElement} root
 * @param {Element | null} node
 */
function placeOf(root, node) {
  if (!(node instanceof HTMLElement) || !root.contains(node)) return null;
  const { ref } = node.dataset;
  const view = node.closest("[data-view]")?.id;
  if (node.id) return `#${node.id}`;
  return ref && view ? `#${view} [data-ref="${ref}"]` : null;
}

/** @param {HTMLElement} element @param {Spoken} spoken */
function setLanguage(element, { text, language: { id: lang, dir } }) {
  Object.assign(document.documentElement, { lang, dir });
  Object.assign(element, { lang, dir });
  document.title = text.pageTitle;
}

/**
 * A language's own typeface, waited for a while: what is laid out in another one would jump.
 *
 * @param {Language} language
 */
async function typeface({ font, name }) {
  if (!font) return;
  const late = new Promise((done) => setTimeout(done, FONT_MS));
  await Promise.race([document.fonts.load(`1em ${font}`, name), late]).catch(() => {});
}

/** A language with its text. @typedef {{text: Text, language: Language}} Spoken */

/**
 * @param {Language} language
 * @returns {Promise<Spoken>}
 * @throws {Fault} where its text cannot be had
 */
async function spoken(language) {
  const load = language.load().catch(() => {
    throw new Fault("noLanguage", { language: language.name });
  });
  const [text] = await Promise.all([load, typeface(language)]);
  return { text, language };
}
