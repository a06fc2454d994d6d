/** A link that is opened: all of it is wanted, late answers to earlier questions are dropped. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { read } from "../../../app/web/session/link.js";
import { notices } from "../../../app/web/session/notices.js";
import { makeWorld, shown, turns } from "./world.js";

async function open(tab = "reconstruct") {
  const world = makeWorld();
  const { session } = world;
  await world.open(tab);
  /** @param {string} link */
  const follow = async (link) => {
    session.dispatch({ type: "linkOpened", ...read(link, session.catalogue, []) });
    for (let i = 0; i < 8; i++) await turns();
  };
  return { ...world, follow, intent: () => session.state.intent };
}

const keys = (/** @type {import("../../../app/web/session/session.js").Session} */ session) =>
  notices(session.state, session.models).map(({ key }) => key);

test("the page shows what the link says, and keeps its engine", async () => {
  const { follow, act, intent, session } = await open();
  await act("engineChosen", { engine: "server" });
  await act("windowChosen", { window: { x: 0, y: 0, half: 1 } });
  await follow("model=B&tab=map&picture=7&z=1,2,3");
  assert.equal(intent().engine, "server");
  assert.equal(intent().map.window, null);
  assert.deepEqual(shown(session), {
    ...{ chooser: "B", model: "B", engine: "server" },
    ...{ rebuiltBy: "A", isWhole: false },
  });
  assert.deepEqual([...(session.state.point?.z ?? [])], [1, 2, 3]);
  assert.deepEqual(session.state.pictures.main?.source, intent().picture);
});

test("a page that a link opens asks for nothing that the link does not need", async () => {
  const world = makeWorld();
  const { session, files, pictures } = world;
  session.dispatch({
    type: "linkOpened",
    ...read("model=C&tab=map&picture=2", session.catalogue, []),
  });
  for (let i = 0; i < 8; i++) await turns();
  assert.deepEqual([...files.asked].sort(), ["C/decoder", "C/encoder"]);
  assert.equal(pictures.asked.length, 1);
});

test("an answer to what was asked before the link is dropped", async () => {
  const { follow, act, pictures, session, intent } = await open();
  pictures.holding = /"index":3/;
  await act("pictureChosen", { source: { from: "test", dataset: "toy", index: 3 } });
  await follow("picture=9");
  await pictures.open();
  await turns();
  assert.deepEqual(session.state.pictures.main?.source, intent().picture);
  assert.equal(/** @type {any} */ (intent().picture).index, 9);
});

test("without a picture the pad is empty and the frame is too", async () => {
  const { follow, session } = await open();
  await follow("picture=none");
  assert.equal(session.state.pictures.main, null);
  assert.equal(session.state.frame?.picture, null);
});

test("what could not be opened is said until the next action, and no longer", async () => {
  const { follow, act, session } = await open();
  await follow("tab=map&model=Z");
  assert.deepEqual(keys(session), ["link"]);
  await act("walkStopped"); // nobody did anything: the page was looked away from
  assert.deepEqual(keys(session), ["link"]);
  await act("linkHeard");
  assert.deepEqual(keys(session), []);
  await follow("tab=nowhere");
  await act("tabShown", { tab: "sliders" });
  assert.deepEqual(keys(session), []);
  await follow("tab=nowhere");
  await follow("tab=map");
  assert.deepEqual(keys(session), []);
});

test("a model of the link that neither engine has leads back to the one before", async () => {
  const { follow, files, server, session, intent } = await open();
  files.failing = /^C/;
  server.failing = /C/;
  await follow("model=C&z=1,1");
  assert.equal(intent().model, "A");
  assert.deepEqual(keys(session), ["lost"]);
});

test("a link ends a walk that plays", async () => {
  const { follow, act, session } = await open("sliders");
  await act("walkMoved", { t: 0.5 });
  await act("walkPlayed");
  await follow("tab=sliders&z=1,1&t=0.25");
  assert.equal(session.state.playing, false);
  assert.equal(session.state.intent.walk.t, 0.25);
});
