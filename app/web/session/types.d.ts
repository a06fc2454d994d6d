/** The session's state: what a visitor wants (intent), and what follows from it. */

import type { Way } from "../maths/interpolate.js";
import type { Frame as Square } from "../maths/reading/frame.js";
import type { At } from "../models/inference/descent.js";
import type { Cost } from "../models/inference/objective.js";
import type { Photo } from "../models/photos.js";
import type { DatasetConfig, EngineName, Model, ModelConfig } from "../models/types";
import type { TrainOptions } from "./training.js";

/**
 * Where a picture came from. A drawing grows stroke by stroke and stays the same drawing; so does
 * an upload, with each change of the square that is seen of it.
 */
export type Source =
  | { from: "test"; dataset: string; index: number }
  | { from: "drawing"; drawing: number; stroke: number }
  | { from: "upload"; upload: number; name: string; change: number }
  /** Packed by `maths/packing.js`. */
  | { from: "link"; pixels: string };

export type Tab = "reconstruct" | "map" | "sliders" | "generate" | "loss" | "train";

export type End = "a" | "b";
export type Slot = "main" | End;

/** A square of the map's plane. */
export interface Window {
  x: number;
  y: number;
  half: number;
}

/** What the map shows of the codes. */
export interface Layers {
  dots: boolean;
  contours: boolean;
  lattice: boolean;
  rings: boolean;
  draws: boolean;
}

/** What can be changed in a room; as `ROOMS` declares it, and checks it. */
export type Options = Record<string, number | string | boolean | number[] | string[]>;

/** What a value may be (`limits.js`). */
export type Limit =
  | { kind: "flag" }
  | { kind: "dataset" }
  | { kind: "choice"; of: (string | number)[] }
  | { kind: "list"; n: number; each: Limit }
  | { kind: "whole"; low: number; high: number }
  | { kind: "number"; low: number; high: number };

/** Plain JSON, and all that a link holds, but for the engine, which stays the visitor's. */
export interface Intent {
  model: string;
  engine: EngineName;
  tab: Tab;
  picture: Source | null;
  asIs: boolean;
  /** Chosen by hand; null stands for my picture's mu, or the origin without a picture. */
  z: number[] | null;
  /** Of epsilon, and of whatever else is drawn at random. */
  seed: number;
  /** Which of the draws is looked at, and how often σ is taken to see them apart. */
  reconstruct: { compare: boolean; draw: number; exaggeration: number };
  map: {
    /** null for the model's usual one, else its principal axes or two of its dimensions. */
    plane: "components" | [number, number] | null;
    /** What a zoom shows; null for the plane's usual view. */
    window: Window | null;
    /** Classes that are not shown, rising. */
    hidden: number[];
    layers: Layers;
  };
  walk: {
    a: Source;
    b: Source;
    way: Way;
    /** How far z is on the way; null while z is not there. */
    t: number | null;
    /** Whether it goes there and back while it plays. */
    bounce: boolean;
  };
  /** Which experiment each of these tabs shows. */
  generate: { room: string };
  loss: { room: string };
  /** What is trained in the page, and how. */
  train: TrainOptions;
  /** The options of each room. */
  rooms: Record<string, Options>;
  /** What was guessed in each room; null where the answer was asked for without a guess. */
  predictions: Record<string, string | null>;
}

/** How a picture is laid on the 28 × 28 pixels. */
export type Placing = "mass" | "box" | "as-is";

/** A picture that has arrived; `as` answers with the same array each time. */
export interface Picture {
  source: Source;
  label: number | null;
  as(placing: Placing): Float32Array;
  /** A drawing's own ink, in the pad's resolution. */
  ink?: Float32Array;
  /** An upload's photo, and the square on it; null for the one that the page proposes. */
  framed?: { photo: Photo; frame: Square | null };
  /** Whether the server, which opened it, could not tell its strokes from the rest. */
  isUnsure?: boolean;
}

/** A picture and its code by one model; both null while there is no picture. */
export interface Frame {
  model: Model;
  source: Source | null;
  picture: Float32Array | null;
  mu: Float32Array | null;
  logvar: Float32Array | null;
}

/** A frame with what its mu decodes to. */
export interface Rebuilt {
  of: Frame;
  logits: Float32Array | null;
  ms: number;
}

/** The code of a picture, going from the encoder's guess down −ELBO. */
export interface Descent {
  /** The encoder's guess; the state's frame has the code of now. */
  of: Frame;
  at: At;
  /** What the guess costs; null before it was weighed. */
  before: Cost | null;
  /** The centres that it came by, the guess's first. */
  path: Float32Array[];
}

/** A point of the latent space and what it decodes to. */
export interface Point {
  model: Model;
  z: Float32Array;
  logits: Float32Array;
  ms: number;
}

/** What went wrong and still stands. */
export interface Troubles {
  /** A model that neither engine could answer for, when another was there to go back to. */
  lost: { id: string; error: Error | null } | null;
  pictures: Partial<Record<Slot, { source: Source; error: Error }>>;
  views: Record<string, Error>;
  /** A file that a visitor brought is on its way, or could not be used. */
  upload: "pending" | Error | null;
  /** What the link that was opened last could not open; nothing after the next action. */
  link: LinkProblem[];
}

/** Of a link, what could not be opened; `link.problems` has a sentence for each code. */
export interface LinkProblem {
  code: "unknown" | "damaged" | "twice" | "value" | "needs" | "long";
  /** As it stands in the link, or its beginning. */
  key: string;
  value: string;
}

/** Both ends of each latent axis, by dimension. */
export interface Ranges {
  model: string;
  ends: Array<[number, number]>;
}

export interface State {
  intent: Intent;
  pictures: Record<Slot, Picture | null>;
  frame: Frame | null;
  rebuilt: Rebuilt | null;
  twin: Rebuilt | null;
  point: Point | null;
  ends: Record<End, Frame | null>;
  ranges: Ranges | null;
  playing: boolean;
  descent: Descent | null;
  /** The model to go back to, and its z, while another is loading. */
  before: { model: string; z: number[] | null } | null;
  troubles: Troubles;
}

export interface Catalogue {
  models: Record<string, ModelConfig>;
  datasets: Record<string, DatasetConfig>;
}

export type Event = { type: string } & Record<string, any>;

/** Something to be found out; its answer is an event that carries it. */
export type Question =
  | { lane: string; type: "picture"; slot: Slot; source: Source }
  | { lane: string; type: "load"; model: Model; half: "encoder" | "decoder" }
  | {
      lane: string;
      type: "encode";
      slot: Slot;
      model: Model;
      picture: Picture;
      pixels: Float32Array;
    }
  | { lane: string; type: "rebuild"; of: Frame }
  | { lane: string; type: "twin"; model: Model; of: Frame }
  | { lane: string; type: "decode"; model: Model; z: Float32Array }
  | { lane: string; type: "descend"; model: Model; of: Descent };
