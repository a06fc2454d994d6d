/** What a person does, each a pure function of (state, event, catalogue). */

import { WAYS } from "../maths/interpolate.js";
import { gaussians, nextSeed, wholeNumber } from "../maths/random.js";
import { DESCENT_ACTIONS } from "./descent.js";
import { sameSource } from "./intent.js";
import { changed, ROOMS } from "./rooms.js";
import {
  latentDim,
  pictureIsWell,
  takePicture,
  trouble,
  want,
  wantAnew,
  wantModel,
  zOf,
} from "./state.js";
import { trainChanged, withPreset } from "./training.js";

/** @typedef {import("./state.js").Transition} Transition */
/** @typedef {import("./types").State} State */
/** @typedef {import("./types").Source} Source */
/** @typedef {import("./types").Catalogue} Catalogue */

/** @type {(state: State, changes: Partial<State["intent"]["map"]>) => State} */
const wantOnMap = (state, changes) => want(state, { map: { ...state.intent.map, ...changes } });

/** @type {Transition} */
function layerChosen(state, { layer, isShown }) {
  const { layers } = state.intent.map;
  if (!(layer in layers)) return state;
  return wantOnMap(state, { layers: { ...layers, [layer]: isShown } });
}

/** Which classes are not shown; all of them would leave an empty map. @type {Transition} */
function classesHidden(state, { hidden }, { models, datasets }) {
  const { length } = datasets[models[state.intent.model].dataset].classes;
  const own = Array.from({ length }, (_, c) => c).filter((c) => hidden.includes(c));
  return own.length < length ? wantOnMap(state, { hidden: own }) : state;
}

/** A zoom, or null for the usual view. @type {Transition} */
function windowChosen(state, { window }) {
  const isOne = window && [window.x, window.y].every(Number.isFinite) && window.half > 0;
  return window === null || (isOne && window.half < Infinity)
    ? wantOnMap(state, { window })
    : state;
}

/** The model to go back to from another one. @type {(state: State) => State["before"]} */
function beforeOf({ intent, frame, before }) {
  const settled = frame?.model.config.id === intent.model;
  return settled || !before ? { model: intent.model, z: intent.z } : before;
}

/** @type {Transition} */
function modelChosen(state, { id }, catalogue) {
  const { models } = catalogue;
  if (!models[id] || id === state.intent.model) return trouble(state, { lost: null });
  const before = beforeOf(state);
  const z = before && before.model === id ? before.z : null;
  return trouble({ ...wantModel(state, id, z, catalogue), before }, { lost: null });
}

/** z by hand; numbers that are no code of the model in use are refused. @type {Transition} */
function zChosen(state, { model, z }, catalogue) {
  const fits = z.length === latentDim(state, catalogue) && z.every(Number.isFinite);
  if (model !== state.intent.model || !fits) return state;
  return want(state, { z: Array.from(z) });
}

/** One number of z. @type {Transition} */
function zMoved(state, { model, dim, value }, catalogue) {
  const z = zOf(state);
  if (!z || model !== state.frame?.model.config.id) return state;
  const moved = Array.from(state.intent.z ?? z);
  moved[dim] = value;
  return zChosen(state, { model, z: moved }, catalogue);
}

/** @type {Transition} */
const zReturnedIn = (state, { model, dim }, catalogue) =>
  zMoved(state, { model, dim, value: state.frame?.mu?.[dim] ?? 0 }, catalogue);

/** A draw from the prior; an autoencoder has none. @type {Transition} */
function priorDrawn(state, _, catalogue) {
  if (catalogue.models[state.intent.model].kind !== "vae") return state;
  const seed = nextSeed(state.intent.seed);
  return wantAnew(state, { seed, z: Array.from(gaussians(seed, latentDim(state, catalogue))) });
}

/** @type {(state: State, dataset: string, catalogue: Catalogue) => {seed: number, source: Source}} */
function randomPicture(state, dataset, { datasets }) {
  const seed = nextSeed(state.intent.seed);
  const index = wholeNumber(seed, datasets[dataset].n);
  return { seed, source: { from: "test", dataset, index } };
}

/** @type {Transition} */
function randomPictureChosen(state, { dataset }, catalogue) {
  const { seed, source } = randomPicture(state, dataset, catalogue);
  return takePicture(want(state, { seed }), source);
}

/** Another end is another way, on which z need not lie. @type {Transition} */
function walkEndChosen(state, { end, dataset }, catalogue) {
  if (!dataset) {
    const { intent, pictures } = state;
    if (!intent.picture || !sameSource(pictures.main?.source ?? null, intent.picture)) return state;
    const walk = { ...intent.walk, [end]: intent.picture, t: null };
    const chosen = pictureIsWell(want(state, { walk }), end);
    return { ...chosen, pictures: { ...pictures, [end]: pictures.main } };
  }
  const { seed, source } = randomPicture(state, dataset, catalogue);
  return want(state, { seed, walk: { ...state.intent.walk, [end]: source, t: null } });
}

/** Along the way, as soon as both ends have a code by the model in use. @type {Transition} */
export function walkMoved(state, { t }, _catalogue) {
  const { a, b } = state.ends;
  const { walk } = state.intent;
  const isSettled = state.frame?.model.config.id === state.intent.model;
  if (!isSettled || !a?.mu || !b?.mu) return state;
  if (a.model !== state.frame?.model || b.model !== a.model) return state;
  return want(state, { walk: { ...walk, t }, z: Array.from(WAYS[walk.way](a.mu, b.mu, t)) });
}

/** A point on the one way goes over to the other. @type {Transition} */
function walkWayChosen(state, { way }, catalogue) {
  const { walk } = state.intent;
  const chosen = want(state, { walk: { ...walk, way } });
  return walk.t === null ? chosen : walkMoved(chosen, { t: walk.t }, catalogue);
}

/**
 * A walk lets go of z when something else moves it: its thumb stands at no place then.
 *
 * @type {(transition: Transition) => Transition}
 */
const lettingGo = (transition) => (state, event, catalogue) => {
  const next = transition(state, event, catalogue);
  if (next.intent.z === state.intent.z) return next;
  return want(next, { walk: { ...next.intent.walk, t: null } });
};

/** @type {(state: State, changes: Partial<State["intent"]["reconstruct"]>) => State} */
const wantInReconstruct = (state, changes) =>
  want(state, { reconstruct: { ...state.intent.reconstruct, ...changes } });

/** A tab shows another of its experiments. @type {Transition} */
function roomChosen(state, { room }) {
  if (!Object.hasOwn(ROOMS, room)) return state;
  const { tab } = ROOMS[room];
  return state.intent[tab].room === room ? state : want(state, { [tab]: { room } });
}

/** @type {Transition} */
function roomChanged(state, { room, changes }) {
  const { rooms } = state.intent;
  const options = changed(room, rooms[room], changes);
  return options ? want(state, { rooms: { ...rooms, [room]: options } }) : state;
}

/** Of the training, each within its limits. @type {Transition} */
function trainingChanged(state, { changes }) {
  const train = trainChanged(state.intent.train, changes);
  return train ? want(state, { train }) : state;
}

/** @type {Transition} */
function presetChosen(state, { preset }) {
  const train = withPreset(state.intent.train, preset);
  return train ? want(state, { train }) : state;
}

/** A guess, or null: to see the answer without one. @type {Transition} */
function predicted(state, { room, choice }) {
  if (!Object.hasOwn(ROOMS, room)) return state;
  if (choice !== null && !ROOMS[room].choices.includes(choice)) return state;
  return want(state, { predictions: { ...state.intent.predictions, [room]: choice } });
}

/** @type {Transition} */
function retried(state) {
  const missed = state.troubles.pictures.main?.source;
  const again = missed ? takePicture(state, missed) : state;
  return trouble(again, { lost: null, pictures: {}, views: {} });
}

/**
 * A link: all that it says, but for the engine, which stays the visitor's. On the page that it was
 * the first to open there is no model to go back to.
 *
 * @type {Transition}
 */
function linkOpened(state, { intent: said, problems }) {
  const intent = { ...said, engine: state.intent.engine };
  const isOther = state.frame && intent.model !== state.intent.model;
  const before = isOther ? beforeOf(state) : state.before;
  const main = intent.picture && state.pictures.main;
  const opened = { ...state, intent, before, pictures: { ...state.pictures, main }, ranges: null };
  return trouble(opened, { lost: null, pictures: {}, upload: null, link: problems });
}

/** The walk's own events: z follows it. @type {Record<string, Transition>} */
const WALK = { walkEndChosen, walkWayChosen, walkMoved };

/** @type {Record<string, Transition>} */
const OTHERS = {
  modelChosen,
  engineChosen: (state, { engine }) => want(state, { engine }),
  tabShown: (state, { tab }) => want(state, { tab }),
  pictureChosen: (state, { source }) => takePicture(state, source),
  randomPictureChosen,
  cleared: (state) => ({
    ...takePicture(state, null),
    pictures: { ...state.pictures, main: null },
  }),
  /** Drawn or uploaded: the picture comes with the event. */
  pictureBrought: (state, { picture }) => ({
    ...takePicture(state, picture.source),
    pictures: { ...state.pictures, main: picture },
  }),
  asIsChosen: (state, { asIs }) => wantAnew(state, { asIs, z: null }),
  zChosen,
  zMoved,
  zReturned: (state) => wantAnew(state, { z: null }),
  zReturnedIn,
  zCleared: (state, _, catalogue) =>
    wantAnew(state, { z: new Array(latentDim(state, catalogue)).fill(0) }),
  priorDrawn,
  resampled: (state) => want(state, { seed: nextSeed(state.intent.seed) }),
  compareChosen: (state, { compare }) => wantInReconstruct(state, { compare }),
  drawChosen: (state, { draw }) => wantInReconstruct(state, { draw }),
  exaggerationChosen: (state, { exaggeration }) => wantInReconstruct(state, { exaggeration }),
  planeChosen: (state, { plane }) => wantOnMap(state, { plane, window: null }),
  layerChosen,
  classesHidden,
  windowChosen,
  roomChosen,
  roomChanged,
  predicted,
  trainingChanged,
  presetChosen,
  ...DESCENT_ACTIONS,
  linkHeard: (state) => state,
  retried,
  lostRetried: (state, _, catalogue) =>
    modelChosen(state, { id: state.troubles.lost?.id }, catalogue),
};

/**
 * What a link could not open is told of until a person does something else.
 *
 * @type {(transition: Transition) => Transition}
 */
const goingOn = (transition) => (state, event, catalogue) => {
  const next = transition(state, event, catalogue);
  return next.troubles.link.length ? trouble(next, { link: [] }) : next;
};

/** @type {(actions: Record<string, Transition>, change: (action: Transition) => Transition) => Record<string, Transition>} */
const each = (actions, change) =>
  Object.fromEntries(Object.entries(actions).map(([type, action]) => [type, change(action)]));

/**
 * What a person does. Each of them also ends a walk that plays.
 *
 * @type {Record<string, Transition>}
 */
export const ACTIONS = {
  ...each({ ...WALK, ...each(OTHERS, lettingGo) }, goingOn),
  walkStopped: (state) => state,
  linkOpened,
};
