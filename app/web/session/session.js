/**
 * What all views of a page share. An event changes the state by `transitions.js`; what the state
 * then lacks (`questions.js`) is asked, and each answer is an event again. The browser's own
 * engine answers at once, so that a stroke and its reconstruction are one change.
 */

import { errorOf, Fault } from "../models/fault.js";
import { questions } from "./questions.js";
import { firstState } from "./state.js";
import { reduce } from "./transitions.js";

/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Event} Event */
/** @typedef {import("./types").Question} Question */
/** @typedef {import("./types").Catalogue} Catalogue */
/** @typedef {import("./types").Picture} Picture */
/** @typedef {import("./types").Source} Source */
/** @typedef {(state: State) => void} Listener */

const MOST_STEPS = 100; // a change takes five or six; more is a fault, and must not freeze the page
const OWN = "mine"; // in the names of nets that were trained here
const RETRIES = new Set(["retried", "lostRetried", "engineChosen"]);

export class Session {
  /**
   * @param {object} parts
   * @param {Catalogue} parts.catalogue with at least one model
   * @param {import("../models/store.js").ModelStore} parts.models
   * @param {{find: (source: Source) => Promise<Picture>, forget: () => void}} parts.pictures
   *   finds a data set's picture, and forgets what failed
   * @param {Pick<import("../models/inference/descents.js").Descents, "next">} parts.descents
   */
  constructor({ catalogue, models, pictures, descents }) {
    this.catalogue = catalogue;
    this.models = models;
    this.pictures = pictures;
    this.descents = descents;
    this.state = firstState(catalogue);
    /** @type {Set<Listener>} */
    this.listeners = new Set();
    /** @type {Set<string>} lanes whose question has not been answered yet */
    this.busy = new Set();
    /** @type {Event[]} */
    this.queue = [];
    this.working = false;
  }

  /**
   * Hear of each new state.
   *
   * @param {Listener} listener
   * @returns {() => void} stop hearing
   */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Change the state, ask what it lacks, and tell the listeners once all that can be answered at
   * once has been. An event during another waits for its turn.
   *
   * @param {Event} event
   */
  dispatch(event) {
    this.queue.push(event);
    if (this.working) return;
    this.working = true;
    /** @type {unknown[]} */
    const faults = [];
    const attempt = (/** @type {() => void} */ work) => {
      try {
        work();
      } catch (fault) {
        faults.push(fault);
      }
    };
    while (this.queue.length) {
      const before = this.state;
      const next = /** @type {Event} */ (this.queue.shift());
      attempt(() => this.take(next));
      attempt(() => this.settle());
      if (this.state === before) continue;
      for (const listener of this.listeners) attempt(() => listener(this.state));
    }
    this.working = false;
    if (faults.length) throw faults[0]; // what stands in one view's way stands in no other's
  }

  /**
   * A net that was trained here becomes a model like any other, as long as the page is open.
   *
   * @param {import("../models/training/work.js").Found} found
   * @param {string} [id] that it had before the page was loaded anew
   * @returns {string} its id
   */
  adopt({ config, codes, files }, id) {
    const { models } = this.catalogue;
    const usual = `${config.dataset}-${config.kind}-${config.latent_dim}d-${OWN}`;
    let nth = 1;
    while (!id && models[`${usual}-${nth}`]) nth++;
    const name = id ?? `${usual}-${nth}`;
    const url = (/** @type {Uint8Array<ArrayBuffer>} */ bytes) =>
      URL.createObjectURL(new Blob([bytes]));
    const urls = {
      encoder: url(files["encoder.safetensors"]),
      decoder: url(files["decoder.safetensors"]),
      codes: url(codes),
      history: null,
    };
    const variant = name.slice(name.lastIndexOf(OWN));
    models[name] = { ...config, id: name, title: name, variant, files: urls };
    this.models.adopt(models[name]);
    return name;
  }

  /** @param {Event} event */
  take(event) {
    if (event.type === "modelChosen") this.models.forget(event.id);
    if (event.type === "linkOpened") this.models.forget(event.intent.model);
    if (RETRIES.has(event.type)) {
      this.models.forget();
      this.pictures.forget();
    }
    this.state = reduce(this.state, event, this.catalogue);
  }

  /** Ask until nothing more can be asked or answered at once. */
  settle() {
    for (let step = 0; step < MOST_STEPS; step++) {
      if (this.giveUp() || this.clearFrame()) continue;
      const due = questions(this.state, this.models, this.catalogue);
      const question = due.find(({ lane }) => !this.busy.has(lane));
      if (!question) return;
      this.ask(question);
    }
    const error = new Fault("unsettled"); // an answer leaves its question open
    this.take({ type: "viewFailed", view: "page", error });
    throw error;
  }

  /** Neither engine answers for the chosen model: say so once. */
  giveUp() {
    const { intent, troubles } = this.state;
    const id = intent.model;
    if (troubles.lost?.id === id || this.models.answering(id, intent.engine)) return false;
    const error = this.models.failure(id, "browser") ?? this.models.failure(id, "server");
    this.take({ type: "modelLost", id, error });
    return true;
  }

  /** Without a picture the frame is empty as soon as the model can answer. */
  clearFrame() {
    const { intent, frame } = this.state;
    const model = this.models.answering(intent.model, intent.engine);
    if (intent.picture || !model?.has("decoder")) return false;
    if (frame?.model === model && !frame.source) return false;
    this.take({ type: "pictureCleared", model });
    return true;
  }

  /**
   * Ask one question. A plain answer is taken at once, a promised one by an event of its own.
   *
   * @param {Question} question
   */
  ask(question) {
    const { lane } = question;
    const answer = this.attempt(question);
    if (!(answer instanceof Promise)) {
      this.take(answer);
      return;
    }
    this.busy.add(lane);
    answer
      .catch((error) => this.failed(question, error))
      .then((event) => {
        this.busy.delete(lane);
        this.dispatch(this.isStillWanted(question) ? event : { type: "dropped" });
      });
  }

  /** @param {Question} question */
  attempt(question) {
    try {
      return this.answer(question);
    } catch (error) {
      return this.failed(question, error);
    }
  }

  /**
   * Whether the model that was asked is still the one that answers.
   *
   * @param {Question} question
   */
  isStillWanted(question) {
    if (question.type === "picture" || question.type === "load") return true;
    if (question.type === "descend") return this.state.descent === question.of;
    const model = question.type === "rebuild" ? question.of.model : question.model;
    const { config, engine } = model;
    const now = this.models.answering(config.id, this.state.intent.engine);
    const isShown = question.type !== "encode" && model === this.state.frame?.model;
    return now === model || isShown || this.models.failure(config.id, engine) !== null;
  }

  /**
   * @param {Question} question
   * @returns {Event | Promise<Event>}
   */
  answer(question) {
    const started = performance.now();
    /** @param {Event} event @returns {Event} */
    const timed = (event) => ({ ms: performance.now() - started, ...event });
    switch (question.type) {
      case "picture": {
        const { slot, source } = question;
        return this.pictures
          .find(source)
          .then((picture) => ({ type: "pictureCame", slot, picture }));
      }
      case "load":
        return question.model.load(question.half).then(() => ({ type: "loaded" }));
      case "encode": {
        const { slot, model, picture, pixels } = question;
        const { source } = picture;
        return then(model.encode(pixels), (code) => ({
          type: "encoded",
          slot,
          model,
          source,
          picture: pixels,
          ...code,
        }));
      }
      case "rebuild": {
        const { of } = question;
        if (!of.mu) return { type: "rebuilt", of, logits: null, ms: 0 };
        return then(of.model.decode(of.mu, 1), (logits) => timed({ type: "rebuilt", of, logits }));
      }
      case "twin":
        return this.answerTwin(question);
      case "decode": {
        const { model, z } = question;
        return then(model.decode(z, 1), (logits) => timed({ type: "decoded", model, z, logits }));
      }
      case "descend": {
        const { model, of } = question;
        const picture = /** @type {Float32Array} */ (of.of.picture);
        return this.descents
          .next(model, picture, of.at)
          .then((at) => ({ type: "descended", of, at }));
      }
    }
  }

  /** @param {Extract<Question, {type: "twin"}>} question */
  answerTwin({ model, of }) {
    const { source } = of;
    const picture = /** @type {Float32Array} */ (of.picture);
    return then(model.encode(picture), (code) =>
      then(model.decode(code.mu, 1), (logits) => ({
        type: "twinRebuilt",
        of: { model, source, picture, ...code },
        logits,
        ms: 0,
      })),
    );
  }

  /**
   * @param {Question} question
   * @param {unknown} reason
   * @returns {Event}
   */
  failed(question, reason) {
    const error = errorOf(reason);
    if (question.type === "picture") {
      const { slot, source } = question;
      return { type: "pictureFailed", slot, source, error };
    }
    if (question.type === "descend") return { type: "descentFailed", of: question.of };
    const { config, engine } = question.type === "rebuild" ? question.of.model : question.model;
    this.models.remember(engine, config.id, error); // whatever failed, it is not asked at once again
    return { type: "engineFailed" };
  }
}

/**
 * `next` of an answer, at once where it is a plain value.
 *
 * @template A, B
 * @param {A | Promise<A>} answer
 * @param {(answer: A) => B | Promise<B>} next
 * @returns {B | Promise<B>}
 */
const then = (answer, next) => (answer instanceof Promise ? answer.then(next) : next(answer));
