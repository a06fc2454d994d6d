/** Changes of model and engine, in any order and with anything failing. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { notices } from "../../../app/web/session/notices.js";
import { firstState, wantModel, zOf } from "../../../app/web/session/state.js";
import { config, DATASET, makeWorld, shown, turns } from "./world.js";

/** @param {ReturnType<typeof makeWorld>["session"]} session */
const keys = (session) => notices(session.state, session.models).map(({ key }) => key);

test("the page opens on the first model, by this browser, whole", async () => {
  const { session, open } = makeWorld();
  await open();
  const now = shown(session);
  assert.deepEqual(now, {
    chooser: "A",
    model: "A",
    engine: "browser",
    rebuiltBy: "A",
    isWhole: true,
  });
  assert.deepEqual(keys(session), []);
});

test("B, then A again while B loads: ends on A, as it was", async () => {
  const { session, files, act, open } = makeWorld();
  await open("map");
  await act("zChosen", { model: "A", z: [0.5, -1] });
  files.holding = /^B/;
  await act("modelChosen", { id: "B" });
  assert.deepEqual(keys(session), ["loading"]);
  await act("modelChosen", { id: "A" });
  await files.open();
  await turns();
  assert.equal(session.state.intent.model, "A");
  assert.equal(session.state.frame?.model.config.id, "A");
  assert.deepEqual([...(zOf(session.state) ?? [])], [0.5, -1]);
  assert.deepEqual(keys(session), []);
});

test("B, then C while B loads, B last: ends on C", async () => {
  const { session, files, act, open } = makeWorld();
  await open();
  files.holding = /^[BC]/;
  await act("modelChosen", { id: "B" });
  await act("modelChosen", { id: "C" });
  await files.open(/^C/);
  await files.open(/^B/);
  assert.deepEqual(shown(session).chooser, "C");
  assert.equal(shown(session).model, "C");
  assert.equal(shown(session).isWhole, true);
});

test("B fails here and on the server: back to A, strokes go on, B can be chosen again", async () => {
  const { session, files, server, draw, act, open } = makeWorld();
  await open();
  files.failing = /^B/;
  server.failing = / B$/;
  await act("modelChosen", { id: "B" });
  await turns();
  assert.equal(session.state.intent.model, "A");
  assert.deepEqual(keys(session), ["lost"]);
  const asked = files.count(/^B/) + server.count(/ B$/);
  for (let i = 0; i < 20; i++) {
    const pixels = draw();
    assert.equal(session.state.frame?.picture, pixels); // each stroke is answered at once
  }
  await turns();
  assert.equal(files.count(/^B/) + server.count(/ B$/), asked);

  files.failing = null;
  await act("modelChosen", { id: "B" });
  await turns();
  assert.equal(shown(session).model, "B");
  assert.deepEqual(keys(session), []);
  await act("modelChosen", { id: "A" });
  assert.equal(shown(session).model, "A");
});

test("with no weights and no server, 20 strokes fetch nothing more and none is lost", async () => {
  const { session, files, server, clock, draw, act, open } = makeWorld();
  files.failing = /./;
  server.failing = /./;
  await open();
  assert.deepEqual(keys(session), ["nothing"]);
  const asked = files.asked.length + server.asked.length;
  let last = null;
  for (let i = 0; i < 20; i++) {
    last = draw();
    await turns();
  }
  assert.equal(files.asked.length + server.asked.length, asked);

  files.failing = null;
  await act("retried");
  await turns();
  assert.equal(session.state.frame?.picture, last);
  assert.deepEqual(keys(session), []);
  assert.equal(clock.now, 0); // "try again" does not wait until the failure is forgotten
});

test("a failure is forgotten after a while, and the next stroke tries again", async () => {
  const { session, files, server, clock, draw, open } = makeWorld();
  files.failing = /./;
  server.failing = /./;
  await open();
  files.failing = null;
  clock.now += 60_000;
  const pixels = draw();
  await turns();
  await turns();
  assert.equal(session.state.frame?.picture, pixels);
  assert.deepEqual(keys(session), []);
});

test("the notice that the server answers instead stands as long as it does", async () => {
  const { session, files, act, draw, open } = makeWorld();
  files.failing = /^A/;
  await open();
  assert.equal(shown(session).engine, "server");
  assert.deepEqual(keys(session), ["otherEngine"]);
  await act("modelChosen", { id: "C" });
  await turns();
  assert.equal(shown(session).engine, "browser");
  assert.deepEqual(keys(session), []);
  await act("modelChosen", { id: "A" });
  for (let i = 0; i < 5; i++) await turns();
  assert.equal(shown(session).engine, "server");
  assert.deepEqual(keys(session), ["otherEngine"]);
  draw();
  await turns();
  assert.deepEqual(keys(session), ["otherEngine"]);
  files.failing = null;
  await act("retried");
  await turns();
  assert.equal(shown(session).engine, "browser");
  assert.deepEqual(keys(session), []); // an error's notice does not outlive the success
});

test("the server stops while it is chosen: this browser takes over, nothing is lost", async () => {
  const { session, server, act, draw, open } = makeWorld();
  await open();
  await act("engineChosen", { engine: "server" });
  await turns();
  assert.equal(shown(session).engine, "server");
  const drawing = draw();
  await turns();
  await act("tabShown", { tab: "map" });
  await turns();
  server.failing = /./;
  await act("zChosen", { model: "A", z: [1, 2] });
  for (let i = 0; i < 5; i++) await turns();
  const { frame, point, intent } = session.state;
  assert.equal(frame?.model.engine, "browser");
  assert.equal(frame?.picture, drawing);
  assert.equal(point?.model.engine, "browser");
  assert.deepEqual([...(point?.z ?? [])], [1, 2]);
  assert.deepEqual(intent.z, [1, 2]);
  assert.deepEqual(keys(session), ["otherEngine"]);
  server.failing = null;
  await act("retried");
  for (let i = 0; i < 5; i++) await turns();
  assert.equal(session.state.frame?.model.engine, "server");
  assert.deepEqual(keys(session), []);
});

test("a change of engine leaves a drag made meanwhile alone", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  await act("zChosen", { model: "A", z: [1, 1] });
  server.holding = /./;
  await act("engineChosen", { engine: "server" });
  await act("zChosen", { model: "A", z: [2, -2] });
  for (let i = 0; i < 5; i++) await server.open();
  assert.deepEqual(session.state.intent.z, [2, -2]);
  assert.deepEqual([...(session.state.point?.z ?? [])], [2, -2]);
  assert.equal(session.state.point?.model.engine, "server");
});

test("a change of engine, then of model: never a z of the other's length", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  await act("zChosen", { model: "A", z: [1, 1] });
  server.holding = /./;
  await act("engineChosen", { engine: "server" });
  await act("modelChosen", { id: "B" });
  for (let i = 0; i < 6; i++) await server.open();
  assert.equal(session.state.frame?.model.config.id, "B");
  assert.equal(zOf(session.state)?.length, 3);
  assert.equal(session.state.point?.z.length, 3);
  const before = session.state.intent;
  await act("zChosen", { model: "B", z: [1, 1] });
  await act("zChosen", { model: "B", z: [1, 1, Number.NaN] });
  await act("zChosen", { model: "A", z: [1, 1] });
  assert.equal(session.state.intent, before);
});

test("a slow server's answer never comes over this browser's newer one", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  server.holding = /./;
  await act("engineChosen", { engine: "server" });
  await act("zChosen", { model: "A", z: [3, 3] });
  await act("engineChosen", { engine: "browser" });
  await act("zChosen", { model: "A", z: [1, 0] });
  const { frame, point } = session.state;
  for (let i = 0; i < 4; i++) await server.open();
  assert.equal(session.state.frame, frame); // not even for a moment
  assert.equal(session.state.point, point);
  assert.equal(session.state.frame?.model.engine, "browser");
  assert.equal(session.state.point?.model.engine, "browser");
  assert.deepEqual([...(session.state.point?.z ?? [])], [1, 0]);
});

test("while the server is slow, the newest point is asked last and is what stays", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  await act("engineChosen", { engine: "server" });
  await turns();
  server.holding = /^decode/;
  server.asked.length = 0;
  for (let i = 1; i <= 10; i++) await act("zChosen", { model: "A", z: [i / 10, 0] });
  assert.equal(server.count(/^decode/), 1); // one question at a time
  for (let i = 0; i < 4; i++) await server.open();
  assert.ok(Math.abs((session.state.point?.z[0] ?? 0) - 1) < 1e-6);
});

test("a late point of the model before is not taken for one of this model", async () => {
  const { session, server, act, open } = makeWorld();
  await open("map");
  await act("engineChosen", { engine: "server" });
  await turns();
  server.holding = /^decode/;
  await act("zChosen", { model: "A", z: [3, 3] });
  await act("modelChosen", { id: "C" });
  await turns();
  const before = session.state.point;
  assert.equal(session.state.frame?.model.config.id, "C");
  await server.open(/^decode A/);
  assert.equal(session.state.point, before);
  await server.open();
  assert.equal(session.state.point?.model.config.id, "C");
});

test("compare with the twin's weights missing: asked once, said, and tried again when asked", async () => {
  const { session, files, server, draw, act, open } = makeWorld();
  await open();
  files.failing = /^T/;
  server.failing = / T$/;
  await act("compareChosen", { compare: true });
  for (let i = 0; i < 20; i++) await turns();
  const asked = files.count(/^T/) + server.count(/ T$/);
  assert.ok(asked <= 3, `${asked} requests`);
  for (let i = 0; i < 20; i++) {
    draw();
    await turns();
  }
  assert.equal(files.count(/^T/) + server.count(/ T$/), asked);
  assert.deepEqual(keys(session), ["twin"]);
  files.failing = null;
  await act("retried");
  for (let i = 0; i < 5; i++) await turns();
  assert.equal(session.state.twin?.of.model.config.id, "T");
  assert.equal(session.state.twin?.of.picture, session.state.frame?.picture);
  assert.deepEqual(keys(session), []);
});

const MODELS = { A: config("A"), B: config("B"), F: { ...config("F"), dataset: "other" } };
const DATASETS = { toy: DATASET, other: { ...DATASET, id: "other", examples: [7], n: 1 } };
const CATALOGUE = { models: MODELS, datasets: DATASETS };

test("a model of another data set brings its own test pictures, and one of the same keeps them", () => {
  const state = firstState(CATALOGUE);
  const same = wantModel(state, "B", null, CATALOGUE).intent;
  assert.deepEqual([same.picture, same.walk], [state.intent.picture, state.intent.walk]);
  const { picture, walk } = wantModel(state, "F", null, CATALOGUE).intent;
  assert.deepEqual(picture, { from: "test", dataset: "other", index: 7 });
  assert.deepEqual(walk.a, { from: "test", dataset: "other", index: 0 });
  assert.deepEqual(walk.b, { from: "test", dataset: "other", index: 0 });
});

test("what a person drew, and no picture at all, stay for a model of any data set", () => {
  const state = firstState(CATALOGUE);
  /** @type {import("../../../app/web/session/types").Source} */
  const drawing = { from: "drawing", drawing: 1, stroke: 3 };
  for (const picture of [drawing, null]) {
    const walk = { ...state.intent.walk, a: drawing };
    const mine = { ...state, intent: { ...state.intent, picture, walk } };
    const { intent } = wantModel(mine, "F", null, CATALOGUE);
    assert.deepEqual([intent.picture, intent.walk.a], [picture, drawing]);
  }
});
