/** Pictures that come late, fail, or are drawn meanwhile; the walk; what is drawn at random. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { gaussians, nextSeed } from "../../../app/web/maths/random.js";
import { notices } from "../../../app/web/session/notices.js";
import { zOf } from "../../../app/web/session/state.js";
import { makeWorld, picture, pixelsOf, turns } from "./world.js";

/** @typedef {import("../../../app/web/session/types").Source} Source */

/** @param {number} index @returns {Source} */
const toy = (index) => ({ from: "test", dataset: "toy", index });

test("a drawing finished before the first picture came is not replaced by it", async () => {
  const { session, files, pictures, draw, open } = makeWorld();
  files.holding = /./;
  pictures.holding = /./;
  await open();
  const drawing = draw();
  await pictures.open();
  await files.open();
  await turns();
  assert.equal(session.state.frame?.picture, drawing);
  assert.equal(session.state.intent.picture?.from, "drawing");
});

test("of two pictures asked for, the last is shown, whichever comes first", async () => {
  const { session, pictures, act, open } = makeWorld();
  await open();
  pictures.holding = /./;
  await act("pictureChosen", { source: toy(7) });
  await act("pictureChosen", { source: toy(8) });
  await pictures.open();
  await pictures.open();
  await turns();
  assert.deepEqual(session.state.frame?.picture, pixelsOf(8));
});

test("cleared while the server encodes: the late code is dropped", async () => {
  const { session, server, draw, act, open } = makeWorld();
  await open();
  await act("engineChosen", { engine: "server" });
  await turns();
  server.holding = /^encode/;
  draw();
  await turns();
  await act("cleared");
  assert.equal(session.state.frame?.picture, null);
  const { frame } = session.state;
  await server.open();
  assert.equal(session.state.frame, frame);
  assert.deepEqual([...(zOf(session.state) ?? [])], [0, 0]);
  const next = draw(2);
  for (let i = 0; i < 4; i++) await server.open();
  assert.equal(session.state.frame?.picture, next);
});

test("each stroke that the server is too slow for is passed over, and the last is answered", async () => {
  const { session, server, draw, act, open } = makeWorld();
  await open();
  await act("engineChosen", { engine: "server" });
  await turns();
  server.holding = /^encode/;
  server.asked.length = 0;
  let last = null;
  for (let i = 0; i < 10; i++) {
    last = draw();
    await turns();
  }
  assert.equal(server.count(/^encode/), 1);
  await server.open();
  assert.ok(session.state.frame?.source); // an earlier stroke of the same drawing may be seen
  for (let i = 0; i < 4; i++) await server.open();
  assert.equal(session.state.frame?.picture, last);
  assert.equal(session.state.rebuilt?.of, session.state.frame);
});

test("a picture that cannot be had says so until the next one comes", async () => {
  const { session, pictures, act, open } = makeWorld();
  await open();
  const keys = () => notices(session.state, session.models).map(({ key }) => key);
  pictures.failing = /"index":9/;
  await act("pictureChosen", { source: toy(9) });
  await turns();
  assert.deepEqual(keys(), ["fault"]);
  assert.deepEqual(session.state.intent.picture, toy(5)); // the one before stays
  assert.deepEqual(session.state.frame?.picture, pixelsOf(5));
  assert.equal(pictures.count(/"index":9/), 1);
  pictures.failing = null;
  await act("retried");
  await turns();
  assert.deepEqual(session.state.frame?.picture, pixelsOf(9));
  assert.deepEqual(keys(), []);
});

test("both ends of the walk missing: each asked once, not for ever", async () => {
  const { session, pictures, act, open } = makeWorld();
  pictures.failing = /"index":[01]\b/;
  await open("sliders");
  for (let i = 0; i < 10; i++) await turns();
  assert.equal(pictures.count(/"index":[01]\b/), 2);
  assert.equal(session.state.frame?.picture?.length, 784);
  pictures.failing = null;
  await act("retried");
  for (let i = 0; i < 3; i++) await turns();
  assert.ok(session.state.ends.a?.mu && session.state.ends.b?.mu);
});

test("as is and back: the picture is placed as the option says, drawn or not", async () => {
  const { session, act, open } = makeWorld();
  await open();
  const placed = { mass: pixelsOf(1), box: pixelsOf(2), "as-is": pixelsOf(3) };
  /** @type {Source} */
  const source = { from: "upload", upload: 1, name: "a.png", change: 0 };
  const as = (/** @type {keyof typeof placed} */ placing) => placed[placing];
  await act("pictureBrought", { picture: { source, label: null, as } });
  assert.equal(session.state.frame?.picture, placed.mass);
  await act("asIsChosen", { asIs: true });
  assert.equal(session.state.frame?.picture, placed["as-is"]);
  await act("asIsChosen", { asIs: false });
  assert.equal(session.state.frame?.picture, placed.mass);
});

test("two sliders moved at once lose none, and one dimension returns to my picture's code", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  session.dispatch({ type: "zMoved", model: "A", dim: 0, value: 0.25 });
  session.dispatch({ type: "zMoved", model: "A", dim: 1, value: -0.5 });
  session.dispatch({ type: "zMoved", model: "A", dim: 0, value: 0.75 });
  assert.deepEqual(session.state.intent.z, [0.75, -0.5]);
  await act("zReturnedIn", { model: "A", dim: 0 });
  assert.deepEqual(zOf(session.state)?.[0], session.state.frame?.mu?.[0]);
  assert.deepEqual(session.state.intent.z?.[1], -0.5);
});

test("ranges grow when z lies outside, stay grown, and begin anew with another model", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  assert.deepEqual(session.state.ranges?.ends, [
    [-4, 4],
    [-4, 4],
  ]);
  await act("zChosen", { model: "A", z: [7.12, -4.5] });
  assert.deepEqual(session.state.ranges?.ends, [
    [-4, 8],
    [-5, 4],
  ]);
  await act("zMoved", { model: "A", dim: 0, value: 1 }); // under a hand no axis jumps
  assert.deepEqual(session.state.ranges?.ends, [
    [-4, 8],
    [-5, 4],
  ]);
  for (const type of ["zCleared", "zReturned", "priorDrawn", "asIsChosen"]) {
    await act("zChosen", { model: "A", z: [900, 0] });
    assert.deepEqual(session.state.ranges?.ends[0], [-4, 900]);
    await act(type, { asIs: true });
    assert.deepEqual(session.state.ranges?.ends[0], [-4, 4]);
  }
  await act("zChosen", { model: "A", z: [900, 0] });
  await act("modelChosen", { id: "C" });
  await turns();
  assert.deepEqual(session.state.ranges?.ends, [
    [-4, 4],
    [-4, 4],
  ]);
});

/** What ends a walk that plays. @type {Array<[string, object]>} */
const HANDS = [
  ["modelChosen", { id: "C" }],
  ["engineChosen", { engine: "server" }],
  ["zMoved", { model: "A", dim: 0, value: 1 }],
  ["tabShown", { tab: "map" }],
  ["walkStopped", {}],
  ["walkMoved", { t: 0.2 }],
  ["walkEndChosen", { end: "a", dataset: "toy" }],
  ["cleared", {}],
];
for (const [type, parts] of HANDS) {
  test(`a walk that plays ends with ${type}`, async () => {
    const { session, act, open } = makeWorld();
    await open("sliders");
    await act("walkPlayed");
    await act("walkTicked", { t: 0.5 });
    const { a, b } = session.state.ends;
    const half = Float32Array.from(a?.mu ?? [], (from, k) => 0.5 * (from + (b?.mu?.[k] ?? 0)));
    assert.ok(zOf(session.state)?.every((value, k) => Math.abs(value - half[k]) < 1e-6));
    assert.equal(session.state.playing, true);
    await act(type, parts);
    const { z } = session.state.intent;
    await act("walkTicked", { t: 0.6 });
    assert.equal(session.state.playing, false);
    assert.equal(session.state.intent.z, z);
  });
}

test("a walk plays to its end and stops there", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  await act("walkPlayed");
  await act("walkTicked", { t: 1.3 });
  assert.equal(session.state.playing, false);
  assert.equal(session.state.intent.walk.t, 1);
});

test("a walk that goes there and back plays on at its ends, and stops at one when told so", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  await act("walkBounceChosen", { bounce: true });
  await act("walkPlayed");
  const { a, b } = session.state.ends;
  for (const [t, place, end] of /** @type {const} */ ([
    [1.2, 1, b],
    [-0.1, 0, a],
  ])) {
    await act("walkTicked", { t });
    assert.equal(session.state.intent.walk.t, place);
    const mu = /** @type {Float32Array} */ (end?.mu);
    assert.ok(zOf(session.state)?.every((value, k) => Math.abs(value - mu[k]) < 1e-6));
    assert.equal(session.state.playing, true);
  }
  await act("walkBounceChosen", { bounce: false });
  assert.equal(session.state.playing, true, "the choice alone stops nothing");
  await act("walkTicked", { t: -0.1 });
  assert.equal(session.state.playing, false);
  assert.equal(session.state.intent.walk.t, 0);
});

test("the walk stands at no place before it has moved z", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  assert.equal(session.state.intent.walk.t, null);
  await act("walkWayChosen", { way: "spherical" });
  assert.equal(session.state.intent.walk.t, null);
  await act("walkMoved", { t: 0.25 });
  assert.equal(session.state.intent.walk.t, 0.25);
});

/** What moves z, or the way itself, from under the walk's thumb. @type {Array<[string, object]>} */
const MOVERS = [
  ["zMoved", { model: "A", dim: 0, value: 1 }],
  ["zChosen", { model: "A", z: [1, 1] }],
  ["zReturned", {}],
  ["zReturnedIn", { model: "A", dim: 1 }],
  ["zCleared", {}],
  ["priorDrawn", {}],
  ["randomPictureChosen", { dataset: "toy" }],
  ["pictureChosen", { source: toy(3) }],
  ["cleared", {}],
  ["asIsChosen", { asIs: true }],
  ["modelChosen", { id: "C" }],
  ["walkEndChosen", { end: "b", dataset: "toy" }],
  ["walkEndChosen", { end: "a", dataset: null }],
];
for (const [type, parts] of MOVERS) {
  test(`the walk lets go of z with ${type}`, async () => {
    const { session, act, open } = makeWorld();
    await open("sliders");
    await act("walkMoved", { t: 0.5 });
    await act(type, parts);
    assert.equal(session.state.intent.walk.t, null);
    await act("walkMoved", { t: 0.75 });
    assert.equal(session.state.intent.walk.t, 0.75);
  });
}

for (const [type, parts] of /** @type {Array<[string, object]>} */ ([
  ["tabShown", { tab: "map" }],
  ["resampled", {}],
  ["walkStopped", {}],
  ["walkWayChosen", { way: "spherical" }],
  ["walkBounceChosen", { bounce: true }],
  ["zMoved", { model: "B", dim: 0, value: 1 }], // of a model that is not in use
])) {
  test(`the walk stays where it is with ${type}`, async () => {
    const { session, act, open } = makeWorld();
    await open("sliders");
    await act("walkMoved", { t: 0.5 });
    await act(type, parts);
    assert.equal(session.state.intent.walk.t, 0.5);
  });
}

test("my picture as an end of the walk stays what it was when I draw on", async () => {
  const { session, draw, act, open } = makeWorld();
  await open("sliders");
  const mine = draw();
  await act("walkEndChosen", { end: "a", dataset: null });
  draw();
  draw();
  assert.equal(session.state.ends.a?.picture, mine);
});

test("what is random follows from the seed: draws of z, of a picture, of epsilon", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  const { seed } = session.state.intent;
  await act("priorDrawn");
  assert.equal(session.state.intent.seed, nextSeed(seed));
  assert.deepEqual(session.state.intent.z, [...gaussians(nextSeed(seed), 2)]);
  await act("resampled");
  assert.equal(session.state.intent.seed, nextSeed(nextSeed(seed)));
  await act("randomPictureChosen", { dataset: "toy" });
  const again = makeWorld();
  await again.open("sliders");
  for (const type of ["priorDrawn", "resampled"]) await again.act(type);
  await again.act("randomPictureChosen", { dataset: "toy" });
  assert.deepEqual(again.session.state.intent, session.state.intent);
});

test("an autoencoder has no prior to draw from", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  await act("modelChosen", { id: "T" });
  await turns();
  const { intent } = session.state;
  await act("priorDrawn");
  assert.deepEqual(session.state.intent, intent);
});

test("the intent is plain JSON, whatever happened", async () => {
  const { session, draw, act, open } = makeWorld();
  await open("sliders");
  draw();
  await act("zMoved", { model: "A", dim: 1, value: 2 });
  await act("planeChosen", { plane: [0, 1] });
  await act("pictureBrought", {
    picture: picture({ from: "upload", upload: 1, name: "a b.png", change: 0 }, pixelsOf(1)),
  });
  assert.deepEqual(JSON.parse(JSON.stringify(session.state.intent)), session.state.intent);
});

test("an event that does not exist is refused, and the page goes on", async () => {
  const { session, draw, open } = makeWorld();
  await open();
  assert.throws(() => session.dispatch({ type: "nothing" }), /no event nothing/);
  const drawing = draw();
  assert.equal(session.state.frame?.picture, drawing);
});

test("a picture that is another array each time is a fault that is told, not a frozen page", async () => {
  const { session, act, open } = makeWorld();
  await open();
  /** @type {Source} */
  const source = { from: "upload", upload: 1, name: "a.png", change: 0 };
  const unstable = { source, label: null, as: () => pixelsOf(1) };
  assert.throws(() => session.dispatch({ type: "pictureBrought", picture: unstable }), {
    code: "unsettled",
  });
  await act("cleared");
  assert.equal(session.state.frame?.picture, null);
});

test("a listener that stops hearing hears no more; one event is told once", async () => {
  const { session, act, open } = makeWorld();
  await open();
  let heard = 0;
  const stop = session.subscribe(() => heard++);
  await act("cleared");
  assert.equal(heard, 1);
  stop();
  await act("resampled");
  assert.equal(heard, 1);
});

test("the other way takes along a point of the walk, and no other point", async () => {
  const { session, act, open } = makeWorld();
  await open("sliders");
  await act("walkMoved", { t: 0.5 });
  const straight = session.state.intent.z;
  await act("walkWayChosen", { way: "spherical" });
  assert.notDeepEqual(session.state.intent.z, straight);
  await act("walkWayChosen", { way: "straight" });
  assert.deepEqual(session.state.intent.z, straight);
  await act("zChosen", { model: "A", z: [3, 3] });
  await act("walkWayChosen", { way: "spherical" });
  assert.deepEqual(session.state.intent.z, [3, 3]);
});

test("the walk does not mix the codes of two models", async () => {
  const { session, server, act, open } = makeWorld();
  await open("sliders");
  server.holding = /^encode/;
  await act("engineChosen", { engine: "server" });
  await act("modelChosen", { id: "C" });
  const { z } = session.state.intent;
  await act("walkMoved", { t: 0.5 });
  assert.equal(session.state.intent.z, z);
  assert.equal(session.state.intent.walk.t, null); // nor does it say that it has moved
});

test("my picture in the place of an end that failed takes its notice away", async () => {
  const { session, pictures, act, open } = makeWorld();
  pictures.failing = /"index":0/;
  await open("sliders");
  const keys = () => notices(session.state, session.models).map(({ key }) => key);
  assert.deepEqual(keys(), ["fault"]);
  await act("walkEndChosen", { end: "a", dataset: null });
  await turns();
  assert.deepEqual(keys(), []);
  assert.equal(session.state.ends.a?.picture, session.state.frame?.picture);
});
