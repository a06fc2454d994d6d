/** Answers that are nonsense, engines that hang, views that fail: told, bounded, and mended. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { notices } from "../../../app/web/session/notices.js";
import { config, makeWorld, picture, pixelsOf, shown, turns } from "./world.js";

/** @typedef {import("../../../app/web/session/types").Source} Source */
/** @typedef {ReturnType<typeof makeWorld>["session"]} Session */

/** @param {Session} session */
const keys = (session) => notices(session.state, session.models).map(({ key }) => key);

/** @param {number} index @returns {Source} */
const toy = (index) => ({ from: "test", dataset: "toy", index });

/** What a broken server may answer. @type {Array<(right: any) => any>} */
const NONSENSE = [
  () => ({}),
  () => null,
  () => ({ mu: [1, 2, 3], logvar: [1, 2, 3] }),
  ({ mu }) => ({ mu, logvar: null }),
  ({ logvar }) => ({ mu: [Number.NaN, 0], logvar }),
];
NONSENSE.forEach((answer, i) => {
  test(`a server's nonsense ${i} is asked for once, and this device answers`, async () => {
    const { session, server, draw, act, open } = makeWorld({ answer });
    await open();
    await act("engineChosen", { engine: "server" });
    for (let k = 0; k < 20; k++) await turns();
    assert.equal(server.count(/^encode/), 1);
    assert.equal(shown(session).engine, "browser");
    assert.deepEqual(keys(session), ["otherEngine"]);
    const pixels = draw();
    assert.equal(session.state.frame?.picture, pixels);
    assert.equal(server.count(/^encode/), 1);
  });
});

test("weights of another net are a failure of this device: the server answers", async () => {
  const wrong = makeWorld();
  const swapped = /** @type {any} */ (wrong.models.get("A"));
  swapped.config = { ...swapped.config, latent_dim: 3 }; // the file's net has 2
  await wrong.open();
  assert.equal(shown(wrong.session).engine, "server");
  assert.deepEqual(keys(wrong.session), ["otherEngine"]);
  const pixels = wrong.draw();
  for (let i = 0; i < 3; i++) await turns();
  assert.equal(wrong.session.state.frame?.picture, pixels);
});

test("while the server hangs, this device goes on decoding what a hand drags, and it is said", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  server.holding = /./;
  await act("engineChosen", { engine: "server" });
  assert.deepEqual(keys(session), ["waiting"]);
  await act("zChosen", { model: "A", z: [4, 4] });
  assert.deepEqual([...(session.state.point?.z ?? [])], [4, 4]);
  assert.equal(session.state.point?.model.engine, "browser");
  server.holding = null;
  for (let i = 0; i < 4; i++) await server.open();
  assert.equal(session.state.point?.model.engine, "server");
  assert.deepEqual(keys(session), []);
});

test("an old failure is not told of an engine that is merely slow", async () => {
  const { session, server, act, open } = makeWorld();
  await open();
  server.failing = /./;
  await act("engineChosen", { engine: "server" });
  await turns();
  assert.deepEqual(keys(session), ["otherEngine"]);
  server.failing = null;
  await act("engineChosen", { engine: "browser" });
  server.holding = /./;
  await act("engineChosen", { engine: "server" });
  assert.deepEqual(keys(session), ["waiting"]);
});

test("a view's own question to a dead server also brings this device in, and says so", async () => {
  const { session, server, act, open } = makeWorld();
  await open();
  await act("engineChosen", { engine: "server" });
  for (let i = 0; i < 4; i++) await turns();
  server.failing = /./;
  const model = session.state.frame?.model;
  await assert.rejects(async () => model?.decode(new Float32Array(2), 1));
  await act("viewFailed", { view: "strips", error: new Error("decode A failed.") });
  assert.equal(shown(session).engine, "browser");
  assert.deepEqual(keys(session), ["otherEngine", "fault"]);
  await act("viewRecovered", { view: "strips" });
  assert.deepEqual(keys(session), ["otherEngine"]);
});

test("B chosen before the first model came, and B failing: the first one comes", async () => {
  const { session, files, server, act, open } = makeWorld();
  files.holding = /^A/;
  files.failing = /^B/;
  server.failing = / B$/;
  await open();
  await act("modelChosen", { id: "B" });
  for (let i = 0; i < 4; i++) await turns();
  assert.equal(session.state.intent.model, "A");
  await files.open();
  await turns();
  assert.equal(shown(session).model, "A");
  assert.deepEqual(keys(session), ["lost"]);
});

test("a late failure of an old picture says nothing of the newer one", async () => {
  const { session, pictures, act, open } = makeWorld();
  await open();
  pictures.holding = /"index":7/;
  pictures.failing = /"index":7/;
  await act("pictureChosen", { source: toy(7) });
  await act("pictureChosen", { source: toy(8) });
  await pictures.open();
  await turns();
  assert.deepEqual(session.state.intent.picture, toy(8));
  assert.deepEqual(keys(session), []);
});

test("a drawing stays when the test picture chosen after it cannot be had", async () => {
  const { session, pictures, draw, act, open } = makeWorld();
  await open();
  const drawing = draw();
  pictures.failing = /./;
  await act("pictureChosen", { source: toy(7) });
  await turns();
  assert.equal(session.state.frame?.picture, drawing);
  assert.equal(session.state.intent.picture?.from, "drawing");
  assert.deepEqual(keys(session), ["fault"]);
  await act("cleared");
  assert.deepEqual(keys(session), []);
  assert.equal(session.state.frame?.picture, null);
});

test("trying again makes the pictures forget what failed, too", async () => {
  const { pictures, act, open } = makeWorld();
  await open();
  for (const type of ["retried", "engineChosen"]) await act(type, { engine: "browser" });
  assert.equal(pictures.count(/^forget$/), 2);
});

test("a model that is lost gives back the one before with its z", async () => {
  const { session, files, server, act, open } = makeWorld();
  await open("map");
  await act("zChosen", { model: "A", z: [0.5, 2] });
  files.failing = /^B/;
  server.failing = / B$/;
  await act("modelChosen", { id: "B" });
  for (let i = 0; i < 3; i++) await turns();
  assert.deepEqual(session.state.intent.z, [0.5, 2]);
});

test("one listener that throws silences no other, and the fault is not swallowed", async () => {
  const { session, open } = makeWorld();
  await open();
  let heard = 0;
  session.subscribe(() => {
    throw new Error("a broken view");
  });
  session.subscribe(() => heard++);
  assert.throws(() => session.dispatch({ type: "resampled" }), /a broken view/);
  assert.equal(heard, 1);
});

test("a page that does not settle is told of on the page", async () => {
  const { session, open } = makeWorld();
  await open();
  /** @type {Source} */
  const source = { from: "upload", upload: 1, name: "a.png", change: 0 };
  const unstable = { source, label: null, as: () => pixelsOf(1) };
  assert.throws(() => session.dispatch({ type: "pictureBrought", picture: unstable }));
  assert.ok(keys(session).includes("fault"));
});

test("a series does not take over the page: it opens on the first of the main family", async () => {
  const ladder = { ...config("L", { d: 1 }), family: "ladder" };
  const { session, open } = makeWorld({ configs: [ladder, config("A")] });
  await open();
  assert.equal(shown(session).model, "A");
});

test("a picture is laid as the model's data set lays its own", async () => {
  const { session, act, open } = makeWorld({ placing: "box" });
  await open();
  const placed = { mass: pixelsOf(1), box: pixelsOf(2), "as-is": pixelsOf(3) };
  /** @type {Source} */
  const source = { from: "upload", upload: 1, name: "a.png", change: 0 };
  const as = (/** @type {keyof typeof placed} */ placing) => placed[placing];
  await act("pictureBrought", { picture: { ...picture(source, placed.mass), as } });
  assert.equal(session.state.frame?.picture, placed.box);
  await act("zChosen", { model: "A", z: [1, 1] });
  await act("asIsChosen", { asIs: true });
  assert.equal(session.state.intent.z, null); // another picture, another code
});

test("plane, layers, classes, zoom and centre do what they say", async () => {
  const { session, act, open } = makeWorld();
  await open("map");
  await act("planeChosen", { plane: [1, 0] });
  await act("layerChosen", { layer: "lattice", isShown: true });
  await act("layerChosen", { layer: "no such", isShown: true });
  await act("classesHidden", { hidden: [1, 99] });
  await act("classesHidden", { hidden: [0, 1] }); // nothing would be left
  await act("windowChosen", { window: { x: 1, y: 2, half: 3 } });
  const { map } = session.state.intent;
  const layers = { dots: true, contours: false, lattice: true, rings: true, draws: false };
  const window = { x: 1, y: 2, half: 3 };
  assert.deepEqual(map, { plane: [1, 0], window, hidden: [1], layers });
  for (const half of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    await act("windowChosen", { window: { x: 0, y: 0, half } });
    assert.deepEqual(session.state.intent.map.window, window);
  }
  await act("windowChosen", { window: null });
  assert.equal(session.state.intent.map.window, null);
  await act("windowChosen", { window });
  await act("planeChosen", { plane: [0, 1] }); // another plane is seen whole
  assert.equal(session.state.intent.map.window, null);
  await act("windowChosen", { window });
  await act("zCleared");
  assert.deepEqual(session.state.intent.z, [0, 0]);
  assert.deepEqual([...(session.state.point?.z ?? [])], [0, 0]);
  await act("modelChosen", { id: "C" });
  assert.deepEqual(session.state.intent.map, { plane: null, window: null, hidden: [1], layers });
});

test("a code beyond all numbers leaves z and the axes finite", async () => {
  const { session, models, act, open } = makeWorld();
  await open("sliders");
  const model = /** @type {any} */ (models.get("A"));
  const encode = model.encode.bind(model);
  model.encode = (/** @type {Float32Array} */ x) => {
    const { logvar } = encode(x);
    return { mu: Float32Array.of(Number.NaN, -379), logvar };
  };
  await act("pictureChosen", { source: toy(3) });
  await turns();
  assert.deepEqual([...(session.state.point?.z ?? [])], [0, 0]);
  assert.ok(session.state.ranges?.ends.flat().every(Number.isFinite));
});
