/**
 * What a link holds, as data: a row a value, with its key, its place in the intent, and what it may
 * be. `app/link_fields.json` is the same for Python, written by `npm run link`.
 *
 * A link is read in this order: the model comes first, since much else depends on it.
 */

import { WAYS } from "../maths/interpolate.js";
import { choice, flag, number, whole } from "./limits.js";
import { ROOMS } from "./rooms.js";
import { LIMITS } from "./training.js";

/** @typedef {import("./types").Limit} Limit */
/** @typedef {import("./types").Slot} Slot */
/** @typedef {import("./types").Tab} Tab */
/**
 * What only a link can hold: a model; a picture; a code (d numbers); a plane of the map; classes;
 * names of flags that are set; a guess, or none.
 *
 * @typedef {Limit
 *   | {kind: "model"}
 *   | {kind: "picture", slot: Slot, orNone: boolean}
 *   | {kind: "code", each: Limit}
 *   | {kind: "plane"}
 *   | {kind: "window", each: Limit[]}
 *   | {kind: "classes"}
 *   | {kind: "flags", of: string[]}
 *   | {kind: "guess", of: string[]}} LinkLimit
 */
/**
 * @typedef {object} Field
 * @property {string} key
 * @property {string[]} path in the intent
 * @property {LinkLimit} limit
 * @property {string} [needs] the key of another field, without which it means nothing
 */

/** @type {Tab[]} */
export const TABS = ["reconstruct", "map", "sliders", "generate", "loss", "train"];

const MOST = 1e4; // beyond this a code means nothing to a decoder, and the server refuses it
const anywhere = number(-MOST, MOST);

/** The rooms of a tab. @param {"generate" | "loss"} tab */
const roomsOf = (tab) => Object.keys(ROOMS).filter((room) => ROOMS[room].tab === tab);

/** @type {Field[]} */
const OF_ROOMS = Object.entries(ROOMS).flatMap(([room, { limits, choices }]) => [
  ...Object.entries(limits).map(([option, limit]) => ({
    key: `${room}.${option}`,
    path: ["rooms", room, option],
    limit,
  })),
  {
    key: `${room}.guess`,
    path: ["predictions", room],
    limit: { kind: /** @type {const} */ ("guess"), of: choices },
  },
]);

/** @type {Field[]} */
export const FIELDS = [
  { key: "model", path: ["model"], limit: { kind: "model" } },
  { key: "tab", path: ["tab"], limit: choice(...TABS) },
  { key: "picture", path: ["picture"], limit: { kind: "picture", slot: "main", orNone: true } },
  { key: "as-is", path: ["asIs"], limit: flag },
  { key: "z", path: ["z"], limit: { kind: "code", each: anywhere } },
  { key: "seed", path: ["seed"], limit: whole(0, 2 ** 32 - 1) },
  { key: "compare", path: ["reconstruct", "compare"], limit: flag },
  { key: "draw", path: ["reconstruct", "draw"], limit: whole(0, 15) },
  { key: "times", path: ["reconstruct", "exaggeration"], limit: whole(1, 20) },
  { key: "plane", path: ["map", "plane"], limit: { kind: "plane" } },
  {
    key: "zoom",
    path: ["map", "window"],
    limit: { kind: "window", each: [anywhere, anywhere, number(1e-6, MOST)] },
  },
  { key: "hidden", path: ["map", "hidden"], limit: { kind: "classes" } },
  {
    key: "layers",
    path: ["map", "layers"],
    limit: { kind: "flags", of: ["dots", "contours", "lattice", "rings", "draws"] },
  },
  { key: "a", path: ["walk", "a"], limit: { kind: "picture", slot: "a", orNone: false } },
  { key: "b", path: ["walk", "b"], limit: { kind: "picture", slot: "b", orNone: false } },
  { key: "way", path: ["walk", "way"], limit: choice(...Object.keys(WAYS)) },
  { key: "t", path: ["walk", "t"], limit: number(0, 1), needs: "z" },
  { key: "bounce", path: ["walk", "bounce"], limit: flag },
  { key: "generate", path: ["generate", "room"], limit: choice(...roomsOf("generate")) },
  { key: "loss", path: ["loss", "room"], limit: choice(...roomsOf("loss")) },
  ...OF_ROOMS,
  ...Object.entries(LIMITS).map(([option, limit]) => ({
    key: `train.${option}`,
    path: ["train", option],
    limit,
  })),
];
