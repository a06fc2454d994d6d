/** The models, each bound to the engine that answers for it: this browser, or the server. */

import { PIXELS } from "../maths/pictures.js";
import { errorOf, Fault } from "./fault.js";
import { Mlp } from "./mlp.js";
import { fetchBytes } from "./safetensors.js";
import { within } from "./within.js";

/** @typedef {import("./types").ModelConfig} ModelConfig */
/** @typedef {import("./types").EngineName} EngineName */
/** @typedef {import("./types").Half} Half */
/** @typedef {import("./types").Model} Model */
/** @typedef {import("./types").Server} Server */

const BUDGET = 96 * 2 ** 20; // bytes of weights kept, as float32: a dozen of the larger models
const MEMORY_MS = 30_000; // how long a failure is remembered
const PATIENCE_MS = 15_000; // how long the server may take

/**
 * @param {Float32Array} z
 * @param {number} n
 * @param {number} d
 */
function checkCodes(z, n, d) {
  if (z.length !== n * d) throw new RangeError(`${z.length} numbers are not ${n} codes of ${d}.`);
}

/** @implements {Model} */
class BrowserModel {
  /**
   * @param {ModelConfig} config
   * @param {(model: BrowserModel, half: Half) => Promise<Mlp>} read
   */
  constructor(config, read) {
    this.config = config;
    this.read = read;
    /** @type {EngineName} */
    this.engine = "browser";
    /** @type {Partial<Record<Half, Mlp>>} */
    this.nets = {};
    /** @type {Partial<Record<Half, Promise<void>>>} */
    this.loading = {};
  }

  /** @param {Half} half */
  has(half) {
    return half in this.nets;
  }

  /**
   * @param {Half} half
   * @returns {Promise<void>}
   */
  load(half) {
    if (this.has(half)) return Promise.resolve();
    this.loading[half] ??= this.read(this, half)
      .then((net) => {
        this.nets[half] = net;
      })
      .finally(() => {
        delete this.loading[half];
      });
    return this.loading[half];
  }

  get bytes() {
    return Object.values(this.nets).reduce((total, net) => total + net.bytes, 0);
  }

  /** @param {Half} half */
  net(half) {
    const net = this.nets[half];
    if (!net) throw new RangeError(`The ${half} of ${this.config.id} is not loaded.`);
    return net;
  }

  /** @param {Float32Array} x (784) */
  encode(x) {
    const d = this.config.latent_dim;
    const codes = this.net("encoder").forward(x, 1); // (d), or (2d): mu, then logvar
    return { mu: codes.slice(0, d), logvar: codes.length > d ? codes.slice(d) : null };
  }

  /**
   * @param {Float32Array} z (n, d)
   * @param {number} n
   */
  decode(z, n) {
    checkCodes(z, n, this.config.latent_dim);
    return this.net("decoder").forward(z, n);
  }

  /** @returns {import("./inference/objective.js").Decoder} */
  decoder() {
    const { activation, likelihood, variance } = this.config;
    return { ...this.net("decoder").copy(), activation, likelihood, variance };
  }
}

/** @implements {Model} */
class ServerModel {
  /**
   * @param {ModelConfig} config
   * @param {Server} server
   * @param {number} maxBatch the most codes of one request
   * @param {<T>(answer: Promise<T>) => Promise<T>} watched remembers a failure
   */
  constructor(config, server, maxBatch, watched) {
    this.config = config;
    this.server = server;
    this.maxBatch = maxBatch;
    this.watched = watched;
    /** @type {EngineName} */
    this.engine = "server";
  }

  has() {
    return true;
  }

  decoder() {
    return null;
  }

  async load() {}

  /** @param {Float32Array} x (784) */
  async encode(x) {
    const { id, latent_dim: d, kind } = this.config;
    const answer = this.server.encode(id, Array.from(x)).then(({ mu, logvar }) => ({
      mu: numbers(mu, d),
      logvar: kind === "vae" ? numbers(logvar, d) : null,
    }));
    return this.watched(answer);
  }

  /**
   * @param {Float32Array} z (n, d)
   * @param {number} n
   */
  async decode(z, n) {
    const d = this.config.latent_dim;
    checkCodes(z, n, d);
    const codes = Array.from({ length: n }, (_, i) => Array.from(z.subarray(i * d, (i + 1) * d)));
    const logits = [];
    for (let i = 0; i < n; i += this.maxBatch) {
      const some = codes.slice(i, i + this.maxBatch);
      const answer = this.server
        .decode(this.config.id, some)
        .then((rows) => some.map((_, k) => numbers(rows[k], PIXELS)));
      logits.push(...(await this.watched(answer)));
    }
    const all = new Float32Array(n * PIXELS);
    for (const [i, row] of logits.entries()) all.set(row, i * PIXELS);
    return all;
  }
}

/**
 * What a server answered, if it is n finite numbers.
 *
 * @param {unknown} values
 * @param {number} n
 */
function numbers(values, n) {
  const isRight = Array.isArray(values) && values.length === n && values.every(Number.isFinite);
  if (!isRight) throw new Fault("serverWrong");
  return Float32Array.from(values);
}

/**
 * @param {Mlp} net
 * @param {Half} half
 * @param {ModelConfig} config
 * @throws {Fault} when the file holds another net than the configuration describes
 */
function checkNet({ nIn, nOut }, half, { id, kind, latent_dim: d }) {
  const codes = kind === "vae" ? 2 * d : d;
  const [wantedIn, wantedOut] = half === "encoder" ? [PIXELS, codes] : [d, PIXELS];
  if (nIn === wantedIn && nOut === wantedOut) return;
  throw new Fault("otherNet", { file: `${id}/${half}` });
}

/**
 * All models of the page. Weights are fetched when a half is asked for and kept once; of many
 * models those not used for longest are dropped. What failed is remembered for a while, so that
 * it is not asked again at every stroke.
 */
export class ModelStore {
  /**
   * @param {ModelConfig[]} configs
   * @param {object} options
   * @param {Server | null} [options.server]
   * @param {number} [options.maxBatch] the most codes of one request
   * @param {(url: string) => Promise<ArrayBuffer>} [options.fetch]
   * @param {() => number} [options.now] ms
   * @param {number} [options.budget] bytes of weights kept
   */
  constructor(configs, options = {}) {
    const { server = null, maxBatch = 64, fetch = fetchBytes } = options;
    const { now = () => performance.now(), budget = BUDGET } = options;
    this.now = now;
    this.budget = budget;
    this.fetch = fetch;
    /** @type {Map<string, {error: Error, until: number}>} by engine and id */
    this.failures = new Map();
    /** @type {Map<string, BrowserModel>} the last used is the last */
    this.browser = new Map();
    /** @type {Map<string, ServerModel>} */
    this.server = new Map();
    for (const config of configs) {
      this.adopt(config);
      if (!server) continue;
      /** @type {<T>(answer: Promise<T>) => Promise<T>} */
      const watched = (answer) => this.watched("server", config.id, within(answer, PATIENCE_MS));
      this.server.set(config.id, new ServerModel(config, server, maxBatch, watched));
    }
  }

  /** Take a model in that this browser alone has. @param {ModelConfig} config */
  adopt(config) {
    this.browser.set(config.id, new BrowserModel(config, this.read.bind(this)));
  }

  /**
   * The model bound to an engine; null where there is no such model or no such engine.
   *
   * @param {string} id
   * @param {EngineName} engine
   * @returns {Model | null}
   */
  get(id, engine = "browser") {
    const model = this[engine].get(id) ?? null;
    if (model && engine === "browser") {
      this.browser.delete(id);
      this.browser.set(id, /** @type {BrowserModel} */ (model));
    }
    return model;
  }

  /**
   * The model bound to the engine that is wanted, or to the other where that one fails; null
   * where both do.
   *
   * @param {string} id
   * @param {EngineName} wanted
   */
  answering(id, wanted) {
    /** @type {EngineName[]} */
    const order = wanted === "server" ? ["server", "browser"] : ["browser", "server"];
    const engine = order.find((name) => this[name].has(id) && !this.failure(id, name));
    return engine ? this.get(id, engine) : null;
  }

  /**
   * What went wrong when this was last asked, while it is remembered.
   *
   * @param {string} id
   * @param {EngineName} engine
   * @returns {Error | null}
   */
  failure(id, engine) {
    const failure = this.failures.get(`${engine}/${id}`);
    return failure && failure.until > this.now() ? failure.error : null;
  }

  /** Forget what failed, of one model or of all, so that it is tried again. */
  forget(id = "") {
    for (const key of this.failures.keys()) {
      if (!id || key.endsWith(`/${id}`)) this.failures.delete(key);
    }
  }

  /**
   * @template T
   * @param {EngineName} engine
   * @param {string} id
   * @param {Promise<T>} answer
   * @returns {Promise<T>}
   */
  async watched(engine, id, answer) {
    try {
      return await answer;
    } catch (error) {
      throw this.remember(engine, id, error);
    }
  }

  /**
   * An engine failed to answer for a model: it is not asked again for a while.
   *
   * @param {EngineName} engine
   * @param {string} id
   * @param {unknown} reason
   * @returns {Error}
   */
  remember(engine, id, reason) {
    const error = errorOf(reason);
    this.failures.set(`${engine}/${id}`, { error, until: this.now() + MEMORY_MS });
    return error;
  }

  /**
   * Fetch one half of a model and make room for it.
   *
   * @param {BrowserModel} model
   * @param {Half} half
   */
  read(model, half) {
    const { id, activation, files } = model.config;
    const net = async () => {
      const file = await this.fetch(files[half]);
      const started = performance.now();
      const mlp = new Mlp(file, activation);
      checkNet(mlp, half, model.config);
      performance.measure("lx-read", { start: started, detail: `${id} ${half}` });
      this.evict(model, mlp.bytes);
      return mlp;
    };
    return this.watched("browser", id, net());
  }

  /**
   * Drop the weights not used for longest until there is room, but never those of `keep` nor of
   * the two models used last: a page may compare two.
   *
   * @param {BrowserModel} keep
   * @param {number} room
   */
  evict(keep, room) {
    const models = [...this.browser.values()];
    const inUse = new Set([keep, ...models.slice(-2)]);
    let total = models.reduce((sum, model) => sum + model.bytes, room);
    for (const model of models) {
      if (total <= this.budget || inUse.has(model)) continue;
      total -= model.bytes;
      model.nets = {};
    }
  }
}
