/**
 * A session on small real nets, whose files and whose server the test holds in its hand: each
 * may answer at once, wait to be let go, or fail.
 */

import { PIXELS } from "../../../app/web/maths/pictures.js";
import { gaussians } from "../../../app/web/maths/random.js";
import { advanced, JUDGES } from "../../../app/web/models/inference/descent.js";
import { PosteriorObjective } from "../../../app/web/models/inference/objective.js";
import { ModelStore } from "../../../app/web/models/store.js";
import { Session } from "../../../app/web/session/session.js";

/** @typedef {import("../../../app/web/models/types").ModelConfig} ModelConfig */
/** @typedef {import("../../../app/web/session/types").Source} Source */
/** @typedef {import("../../../app/web/session/types").Event} Event */

const HIDDEN = 4;

/**
 * A safetensors file of two float32 layers.
 *
 * @param {number} nIn
 * @param {number} nOut
 * @param {number} seed
 * @returns {ArrayBuffer}
 */
export function netFile(nIn, nOut, seed) {
  const shapes = { 0: [HIDDEN, nIn], 1: [nOut, HIDDEN] };
  /** @type {Record<string, object>} */
  const header = {};
  let at = 0;
  for (const [k, [out, width]] of Object.entries(shapes)) {
    for (const [name, shape] of Object.entries({ weight: [out, width], bias: [out] })) {
      const bytes = 4 * shape.reduce((product, side) => product * side, 1);
      header[`layers.${k}.${name}`] = { dtype: "F32", shape, data_offsets: [at, at + bytes] };
      at += bytes;
    }
  }
  const json = JSON.stringify(header);
  const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const file = new Uint8Array(8 + text.length + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  const weights = gaussians(seed, at / 4).map((value) => 0.3 * value);
  file.set(new Uint8Array(weights.buffer), 8 + text.length);
  return file.buffer;
}

/**
 * @param {string} id
 * @param {{kind?: "vae" | "ae", d?: number, twin?: string | null}} options
 * @returns {ModelConfig}
 */
export const config = (id, { kind = "vae", d = 2, twin = null } = {}) => ({
  ...{
    id,
    title: `Model ${id}`,
    variant: id,
    family: "main",
    twin,
    dataset: "toy",
    kind,
    latent_dim: d,
    hidden: [4],
  },
  ...{ activation: "silu", likelihood: "bernoulli", variance: 0.05, beta: 1 },
  metrics: {
    mu_min: Array(d).fill(-3),
    mu_max: Array(d).fill(3),
    mu_std: Array(d).fill(1),
    kl_per_dim: kind === "vae" ? Array(d).fill(2) : null,
  },
  files: {
    ...{ encoder: `${id}/encoder`, decoder: `${id}/decoder`, codes: `${id}/codes` },
    history: null,
  },
});

export const CONFIGS = [
  config("A", { twin: "T" }),
  config("B", { d: 3 }),
  config("C"),
  config("T", { kind: "ae", twin: "A" }),
];

export const DATASET = {
  ...{
    id: "toy",
    title: "Toy",
    classes: ["x", "y"],
    n: 20,
    examples: [5],
    offered: { pixels: "", labels: [0] },
  },
  ...{ placing: /** @type {const} */ ("mass"), pictures: "toy/pictures", classifier: null },
};

/** Let all that is settled be heard. */
export const turns = () => new Promise((done) => setTimeout(done, 0));

/** A place where answers wait: they come at once, are held, or fail. */
class Gate {
  constructor() {
    /** @type {string[]} */
    this.asked = [];
    /** @type {RegExp | null} */
    this.failing = null;
    /** @type {RegExp | null} */
    this.holding = null;
    /** @type {Array<{name: string, open: () => void}>} */
    this.held = [];
  }

  /**
   * @template T
   * @param {string} name
   * @param {() => T} answer
   * @returns {Promise<T>}
   */
  async pass(name, answer) {
    this.asked.push(name);
    if (this.holding?.test(name)) {
      await new Promise((done) => this.held.push({ name, open: () => done(undefined) }));
    }
    if (this.failing?.test(name)) throw new Error(`${name} failed.`);
    return answer();
  }

  /** Let go what is held, the oldest first, or only what has that name. @param {RegExp} name */
  async open(name = /./) {
    const due = this.held.filter((waiting) => name.test(waiting.name));
    this.held = this.held.filter((waiting) => !name.test(waiting.name));
    for (const waiting of due) waiting.open();
    await turns();
  }

  /** @param {RegExp} name how often that was asked */
  count(name) {
    return this.asked.filter((asked) => name.test(asked)).length;
  }
}

/** A picture that tells its index. @param {number} index */
export const pixelsOf = (index) => gaussians(1000 + index, PIXELS).map((v) => Math.abs(v) % 1);

/** @param {Source} source @param {Float32Array} pixels */
export const picture = (source, pixels) => ({ source, label: null, as: () => pixels });

/**
 * @param {{configs?: ModelConfig[], answer?: (right: any) => any, placing?: "mass" | "box"}} options
 *   `answer` may change what the server answers
 */
export function makeWorld({ configs = CONFIGS, answer = (right) => right, placing = "mass" } = {}) {
  const files = new Gate();
  const server = new Gate();
  const pictures = new Gate();
  const descents = new Gate();
  const clock = { now: 0 };
  /** @type {Record<string, ArrayBuffer>} */
  const nets = {};
  configs.forEach(({ id, kind, latent_dim: d }, i) => {
    nets[`${id}/encoder`] = netFile(PIXELS, kind === "vae" ? 2 * d : d, 10 + i);
    nets[`${id}/decoder`] = netFile(d, PIXELS, 20 + i);
  });
  // The server has the same weights; its nets are there from the start.
  const loaded = new ModelStore(configs, { fetch: async (url) => nets[url] });
  const ready = Promise.all(
    configs.flatMap(({ id }) => {
      const model = loaded.get(id);
      return [model?.load("encoder"), model?.load("decoder")];
    }),
  );
  const functions = {
    /** @param {string} id @param {number[]} x */
    encode: (id, x) =>
      server.pass(`encode ${id}`, () => {
        const code = /** @type {any} */ (loaded.get(id)?.encode(Float32Array.from(x)));
        return answer({ mu: [...code.mu], logvar: code.logvar && [...code.logvar] });
      }),
    /** @param {string} id @param {number[][]} z */
    decode: (id, z) =>
      server.pass(`decode ${id}`, () =>
        z.map((code) => [
          .../** @type {Float32Array} */ (
            /** @type {any} */ (loaded.get(id)).decode(Float32Array.from(code), 1)
          ),
        ]),
      ),
    picture: () => Promise.reject(new Error("not asked here")),
  };
  const models = new ModelStore(configs, {
    server: functions,
    fetch: (url) => files.pass(url, () => nets[url]),
    now: () => clock.now,
  });
  const session = new Session({
    catalogue: {
      models: Object.fromEntries(configs.map((row) => [row.id, row])),
      datasets: { toy: { ...DATASET, placing } },
    },
    models,
    descents: {
      next: (model, pixels, at) =>
        descents.pass(`step ${at.step + 1}`, () => {
          const objective = new PosteriorObjective(/** @type {any} */ (model.decoder()), JUDGES);
          objective.look(pixels);
          return advanced(objective, at);
        }),
    },
    pictures: {
      find: (source) =>
        pictures.pass(JSON.stringify(source), () => {
          const { index } = /** @type {any} */ (source);
          return picture(source, pixelsOf(index));
        }),
      forget: () => pictures.asked.push("forget"),
    },
  });
  let strokes = 0;
  /** A stroke of one drawing, or the first of another. */
  const draw = (drawing = 1) => {
    const stroke = ++strokes;
    /** @type {Source} */
    const source = { from: "drawing", drawing, stroke };
    const pixels = pixelsOf(100 + stroke);
    session.dispatch({ type: "pictureBrought", picture: picture(source, pixels) });
    return pixels;
  };
  /** @param {Event["type"]} type @param {object} parts */
  const act = async (type, parts = {}) => {
    session.dispatch({ type, ...parts });
    await turns();
  };
  /** Start the page and let it settle. @param {string} tab */
  const open = async (tab = "reconstruct") => {
    await ready;
    await act("tabShown", { tab });
    for (let i = 0; i < 8; i++) await turns();
  };
  return { session, models, files, server, pictures, descents, clock, draw, act, open };
}

/** What a person sees: the model, the picture and its engine. @param {Session} session */
export const shown = ({ state: { intent, frame, rebuilt } }) => ({
  chooser: intent.model,
  model: frame?.model.config.id,
  engine: frame?.model.engine,
  rebuiltBy: rebuilt?.of.model.config.id,
  isWhole: rebuilt?.of === frame,
});
