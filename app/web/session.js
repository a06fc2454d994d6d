/**
 * What the three tabs share: the model, the engine, my picture and its posterior, the point z.
 *
 * One state, replaced and never altered in place; `subscribe` hears of each new one. The rules:
 * a new picture moves z to its mu; a new model encodes the picture again; choosing z by hand
 * leaves the picture alone.
 */

import { gaussians } from "./random.js";

export class Session {
  /**
   * @param {object[]} catalogue the models, as the server describes them
   * @param {{browser: object, server: object}} engines
   */
  constructor(catalogue, engines) {
    this.models = Object.fromEntries(catalogue.map((model) => [model.id, model]));
    this.engines = engines;
    this.wanted = engines.browser;
    this.listeners = [];
    this.turn = 0;
    this.maxDim = Math.max(...catalogue.map((model) => model.latent_dim));
    this.pending = {};
    this.state = {
      modelId: catalogue[0].id,
      engine: null, // until its weights are here; from then on always loaded for modelId
      notice: null,
      centred: null, // my picture as the model wants it, Float32Array(784) …
      asIs: null, // … and a function that gives it only shrunk
      useAsIs: false,
      picture: null, // of the two the one that the model sees
      source: null, // where it came from: { from, text }
      mu: null,
      logvar: null,
      epsilon: gaussians(this.maxDim), // one draw, long enough for every model
      z: new Float32Array(catalogue[0].latent_dim),
      zFrom: "origin", // "picture" while z is the picture's mu, "choice" when chosen by hand
    };
  }

  get model() {
    return this.models[this.state.modelId];
  }

  /** The same nets without noise and KL (or with them): same data, size and widths; or null. */
  get twin() {
    const alike = ({ dataset, latent_dim: d, hidden }) => JSON.stringify([dataset, d, hidden]);
    const mine = this.model;
    return Object.values(this.models).find((m) => m.kind !== mine.kind && alike(m) === alike(mine)) ?? null;
  }

  subscribe(listener) {
    this.listeners.push(listener);
  }

  update(changes) {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener(this.state);
  }

  /** The wanted engine, its weights loaded; the server's, with a notice, where that fails. */
  async readyEngine(modelId) {
    try {
      await this.wanted.load(modelId);
      return this.wanted;
    } catch (error) {
      this.update({ notice: `${error.message} PyTorch on the server answers instead; dragging is slower.` });
      return this.engines.server;
    }
  }

  /**
   * Make the changes, encode my picture and put z on its mu. A call during another takes over,
   * with the changes of both; the promise of each is kept when the last has settled.
   */
  refresh(changes = {}) {
    this.pending = { ...this.pending, ...changes };
    this.latest = this.settle(++this.turn).catch((error) => {
      this.update({ notice: `${error.message} Try again, or reload the page.` });
    });
    return this.latest;
  }

  async settle(turn) {
    const next = { ...this.state, ...this.pending };
    const engine = await this.readyEngine(next.modelId);
    if (turn !== this.turn) return this.latest;
    const picture = next.centred && next.useAsIs ? next.asIs() : next.centred;
    const d = this.models[next.modelId].latent_dim;
    let posterior = { mu: null, logvar: null, z: new Float32Array(d), zFrom: "origin" };
    if (picture) {
      const { mu, logvar } = await engine.encode(next.modelId, picture);
      posterior = { mu, logvar, z: mu, zFrom: "picture" };
    }
    if (turn !== this.turn) return this.latest;
    const settled = this.pending;
    this.pending = {};
    return this.update({ ...settled, engine, picture, ...posterior });
  }

  /**
   * @param {Float32Array | null} centred 784 pixels in [0, 1]; null clears the picture
   * @param {(() => Float32Array) | null} asIs gives the same picture, only shrunk
   * @param {{from: "pad" | "test" | "upload", text: string} | null} source where it came from
   */
  setPicture(centred, asIs, source) {
    return this.refresh({ centred, asIs, source });
  }

  setAsIs(useAsIs) {
    return this.refresh({ useAsIs });
  }

  setModel(modelId) {
    return modelId === this.state.modelId ? undefined : this.refresh({ modelId, notice: null });
  }

  /** Put the same question to the other engine; z stays, so that the answers can be compared. */
  async setEngine(name) {
    const { z, zFrom } = this.state;
    this.wanted = this.engines[name];
    await this.refresh({ notice: null });
    if (zFrom === "choice") this.chooseZ(z);
  }

  /** @param {ArrayLike<number>} z a point chosen by hand */
  chooseZ(z) {
    this.update({ z: Float32Array.from(z), zFrom: "choice" });
  }

  /** Back to the picture's own code; the origin while there is no picture. */
  returnToPicture() {
    const { mu } = this.state;
    this.update({ z: mu ?? new Float32Array(this.model.latent_dim), zFrom: mu ? "picture" : "origin" });
  }

  /** Draw epsilon anew. */
  resample() {
    this.update({ epsilon: gaussians(this.maxDim) });
  }
}
