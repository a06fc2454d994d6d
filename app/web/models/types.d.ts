/** What the server describes of each model and data set (`app/configuration.py`). */

import type { Decoder } from "./inference/objective.js";

export interface Metrics {
  mu_min: number[];
  mu_max: number[];
  mu_std: number[];
  kl_per_dim: number[] | null;
  /** How the test pictures' own losses are spread, in nats; not in older files. */
  loss_quantiles?: { levels: number[]; nats: number[] };
  /** What the reconstruction costs where x̂ is x, averaged, in nats; not in older files. */
  floor_nats?: number | null;
  /** Within it 99 of 100 codes have another; not in older files. */
  neighbour_distance?: number | null;
  /** Of the test pictures, in nats; not in older files. */
  reconstruction_nats?: number;
}

export interface ModelConfig {
  id: string;
  title: string;
  /** What its id says beyond its data set, kind and size; often empty. */
  variant: string;
  family: string;
  twin: string | null;
  dataset: string;
  kind: "vae" | "ae";
  latent_dim: number;
  /** Units of each layer between a picture and its code. */
  hidden: number[];
  activation: "silu" | "relu" | "gelu";
  likelihood: "bernoulli" | "gaussian";
  /** the weight of the KL in training */
  beta: number;
  /** of one pixel, where the likelihood is gaussian */
  variance: number;
  metrics: Metrics;
  /** The history is what its training measured after each epoch; null where it was not kept. */
  files: { encoder: string; decoder: string; codes: string; history: string | null };
}

export interface DatasetConfig {
  id: string;
  title: string;
  classes: string[];
  n: number;
  /** Indices to offer; the page opens with the first. */
  examples: number[];
  /** These pictures, (n, 784) bytes, deflated, in base64; and their classes. */
  offered: { pixels: string; labels: number[] };
  /** How its pictures lie on the model's pixels, and a visitor's are laid. */
  placing: "mass" | "box" | "as-is";
  pictures: string;
  /** null where there is none. */
  classifier: string | null;
}

export type EngineName = "browser" | "server";
export type Half = "encoder" | "decoder";

/** mu and logvar (d); logvar is null for an autoencoder. */
export interface Posterior {
  mu: Float32Array;
  logvar: Float32Array | null;
}

/** A model bound to the engine that answers for it. The browser's answers are plain values. */
export interface Model {
  readonly config: ModelConfig;
  readonly engine: EngineName;
  /** Whether that half can answer now. */
  has(half: Half): boolean;
  /** Make it so; rejects with what went wrong. */
  load(half: Half): Promise<void>;
  /** x (784) in [0, 1]. */
  encode(x: Float32Array): Posterior | Promise<Posterior>;
  /** z (n, d) to logits (n, 784); throws a RangeError when z has not n codes. */
  decode(z: Float32Array, n: number): Float32Array | Promise<Float32Array>;
  /** A copy of the decoder, which must be loaded; null where it is not in this browser. */
  decoder(): Decoder | null;
}

/** The server's functions (`app/server_functions.py`), each a promise that may reject. */
export interface Server {
  encode(
    modelId: string,
    pixels: number[],
  ): Promise<{ mu: number[]; logvar: number[] | null }>;
  decode(modelId: string, codes: number[][]): Promise<number[][]>;
  picture(datasetId: string, index: number): Promise<{ pixels: number[]; label: number }>;
}
