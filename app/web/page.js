/** One configuration in, a session made, views mounted. Knows no host. */

import { unpack } from "./maths/packing.js";
import { ClassifierStore } from "./models/classifiers.js";
import { CodeStore } from "./models/codes.js";
import { ExperimentStore, HistoryStore } from "./models/experiments.js";
import { Fault } from "./models/fault.js";
import { Descents } from "./models/inference/descents.js";
import { PhotoReader } from "./models/photos.js";
import { PictureSet } from "./models/pictures.js";
import { ModelStore } from "./models/store.js";
import { Drawings } from "./models/training/drawings.js";
import { KeptNets } from "./models/training/nets.js";
import { makeShelf } from "./models/training/shelf.js";
import { Training } from "./models/training/training.js";
import { makeLinks } from "./session/links.js";
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
import * as share from "./views/share.js";
import { makeSheet } from "./views/sheet.js";
import { mountShell } from "./views/shell.js";
import * as sliders from "./views/sliders.js";
import { setLanguage, spoken } from "./views/spoken.js";
import * as status from "./views/status.js";
import { stylesheet } from "./views/stylesheet.js";
import { mountTerms } from "./views/terms.js";
import { mountTour } from "./views/tour.js";
import * as train from "./views/train.js";
import { background } from "./views/view.js";
import * as walk from "./views/walk.js";

/** @typedef {import("./models/types").ModelConfig} ModelConfig */
/** @typedef {import("./models/types").DatasetConfig} DatasetConfig */
/** @typedef {import("./models/types").Server} Server */
/** @typedef {import("./session/types").Source} Source */
/** @typedef {import("./session/types").Picture} Picture */
/** @typedef {import("./session/types").Placing} Placing */
/** @typedef {import("./session/preferences.js").Preferences} Preferences */
/** @typedef {import("./text/languages.js").Language} Language */
/** @typedef {import("./views/spoken.js").Spoken} Spoken */
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
 * A picture that the server opened.
 *
 * @typedef {object} ReadPicture
 * @property {Record<Placing, Float32Array>} pixels laid on the model's pixels in each way
 * @property {boolean} isSure whether its strokes were told from the rest
 */

/**
 * What a host can do for the page.
 *
 * @typedef {object} Host
 * @property {Server | null} server the server's functions
 * @property {((file: File) => Promise<ReadPicture>) | null} readPicture of a file a visitor
 *   brought; rejects with a Fault
 * @property {import("./session/links.js").Address} address the page's own, as a visitor sees it
 * @property {boolean} isEmbedded whether this page stands in another one, without its header
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
 * @property {PhotoReader} photos opens what is brought
 * @property {Training} training of a VAE, in a worker
 * @property {Drawings} drawings to train on
 * @property {KeptNets} nets that were trained here before the page was loaded
 * @property {Descents} descents of a code, in a worker
 * @property {Host} host
 * @property {import("./session/links.js").Links} links
 * @property {Preferences} preferences
 * @property {(changes: Partial<Preferences>) => void} prefer change and keep them
 * @property {AbortSignal} gone aborted when the views are taken down, to be laid out anew
 */

/** @type {Record<string, {mount: (element: HTMLElement, page: Page) => void}>} */
const VIEWS = {
  chooser,
  settings,
  share,
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
  train,
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
 * @returns {Omit<Parts, "prefer" | "preferences" | "links">}
 */
function makeParts(config, host) {
  const sets = config.datasets.map((data) => [data.id, new PictureSet(data, host.server)]);
  /** @type {Record<string, PictureSet>} */
  const pictures = Object.fromEntries(sets);
  const codes = new CodeStore();
  const classifiers = new ClassifierStore(config.datasets);
  const experiments = new ExperimentStore(config.experiments);
  const histories = new HistoryStore(config.models);
  const descents = new Descents();
  const session = new Session({
    descents,
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
    photos: new PhotoReader(),
    training: new Training(),
    drawings: new Drawings(makeShelf("drawings")),
    nets: new KeptNets(makeShelf("nets")),
    descents,
    host,
  };
}

/**
 * A data set's picture, or a link's: each was prepared already, and is the same however it is placed.
 *
 * @param {Record<string, PictureSet>} pictures
 * @param {Source} source
 * @returns {Promise<Picture>}
 */
async function findPicture(pictures, source) {
  if (source.from === "link") {
    const pixels = unpack(source.pixels);
    if (!pixels) throw new Fault("pictureGone");
    return { source, label: null, as: () => pixels };
  }
  if (source.from !== "test") throw new Fault("pictureGone");
  const { pixels, label } = await pictures[source.dataset].get(source.index);
  return { source, label, as: () => pixels };
}

/** Whether a person has done anything on the page yet. @returns {() => boolean} */
function touched() {
  let is = false;
  const note = () => {
    is = true;
  };
  for (const type of ["pointerdown", "keydown", "click", "input", "change"]) {
    document.addEventListener(type, note, { capture: true, once: true });
  }
  return () => is;
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
  /** @type {string | null} a link's, until another is chosen */
  let linked = null;
  const wanted = () =>
    chooseLanguage([linked ?? [], preferences.language ?? [], navigator.languages].flat());
  if (!config.models.length) {
    const found = await spoken(wanted()).catch(() => spoken(languages[0]));
    setLanguage(element, found);
    problems.mountAlone(element, config, found.text);
    return;
  }
  const made = makeParts(config, host);
  const { session } = made;
  const speak = background(session, "language", { pause: 0 });
  const links = makeLinks(made, host.address, {
    languages: languages.map(({ id }) => id),
    isTouched: touched(),
    languageOf: () => element.dataset.language,
    onOpened: (language) => {
      linked = language;
      speak([change]);
    },
  });
  const parts = { ...made, preferences, links };
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
    links.refresh();
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
    if (!("language" in changes)) return;
    linked = null;
    speak([change]);
  };

  for (const { id, net } of await made.nets.all()) {
    if (session.catalogue.datasets[net.config.dataset]) session.adopt(net, id);
  }
  linked = links.arrive(); // which may name one of them
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
