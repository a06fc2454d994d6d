/**
 * Any order of clicks, with files and server failing and waiting as they like: once everything is
 * let go and works, the page shows what its controls say.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { uniforms } from "../../../app/web/maths/random.js";
import { read } from "../../../app/web/session/link.js";
import { notices } from "../../../app/web/session/notices.js";
import { zOf } from "../../../app/web/session/state.js";
import { CONFIGS, makeWorld, turns } from "./world.js";

const LINKS = [
  "",
  "model=B&z=1,2,3",
  "model=T&picture=7&tab=map&compare=1",
  "picture=none&tab=sliders&z=1,-1&t=0.5&a=3",
  "picture=~ABiA&b=~ABiA&generate=between&tab=generate",
  "model=none&z=1&picture=400",
];
const RUNS = 60;
const EVENTS = 40;

/**
 * One event, drawn at random.
 *
 * @param {ReturnType<typeof makeWorld>} world
 * @param {<T>(items: T[]) => T} pick
 * @param {() => number} uniform
 */
function someEvent({ session, draw, files, server, pictures, clock }, pick, uniform) {
  const { intent, frame } = session.state;
  const model = pick([intent.model, frame?.model.config.id ?? "A"]);
  const d = CONFIGS.find(({ id }) => id === model)?.latent_dim ?? 2;
  const z = Array.from({ length: pick([d, d, 2, 3]) }, () => 8 * uniform() - 4);
  const gate = pick([files, server, pictures]);
  const source = { from: "test", dataset: "toy", index: Math.floor(20 * uniform()) };
  return pick([
    () => session.dispatch({ type: "modelChosen", id: pick(CONFIGS).id }),
    () => session.dispatch({ type: "engineChosen", engine: pick(["browser", "server"]) }),
    () =>
      session.dispatch({ type: "tabShown", tab: pick(["reconstruct", "map", "sliders", "loss"]) }),
    () => session.dispatch({ type: "roomChanged", room: "kl", changes: { mu: [uniform(), 0] } }),
    () => session.dispatch({ type: "pictureChosen", source }),
    () => session.dispatch({ type: "cleared" }),
    () => session.dispatch({ type: "linkOpened", ...read(pick(LINKS), session.catalogue, []) }),
    () => draw(pick([1, 2])),
    () => session.dispatch({ type: "zChosen", model, z }),
    () => session.dispatch({ type: "zMoved", model, dim: pick([0, 1]), value: 5 * uniform() }),
    () => session.dispatch({ type: "zReturned" }),
    () => session.dispatch({ type: "priorDrawn" }),
    () => session.dispatch({ type: "compareChosen", compare: pick([true, false]) }),
    () => session.dispatch({ type: "walkEndChosen", end: "a", dataset: pick(["toy", null]) }),
    () => session.dispatch({ type: "walkPlayed" }),
    () => session.dispatch({ type: "walkTicked", t: 1.2 * uniform() - 0.1 }),
    () => session.dispatch({ type: "walkBounceChosen", bounce: pick([true, false]) }),
    () => session.dispatch({ type: "walkEndChosen", end: "b", dataset: pick(["toy", null]) }),
    () => session.dispatch({ type: "walkWayChosen", way: pick(["straight", "spherical"]) }),
    () => session.dispatch({ type: "planeChosen", plane: pick([null, [0, 1]]) }),
    () => session.dispatch({ type: "asIsChosen", asIs: pick([true, false]) }),
    () => session.dispatch({ type: "viewFailed", view: "strips", error: new Error("failed") }),
    () => session.dispatch({ type: "lostRetried" }),
    () => session.dispatch({ type: "retried" }),
    () => Object.assign(clock, { now: clock.now + pick([1_000, 40_000]) }),
    () => Object.assign(gate, { holding: pick([/./, null]) }),
    () => Object.assign(gate, { failing: pick([/./, null, null]) }),
    () => gate.open(),
  ]);
}

/** Everything works again, and all that waits is let go. @param {ReturnType<typeof makeWorld>} world */
async function settle({ files, server, pictures, act }) {
  const gates = [files, server, pictures];
  for (const gate of gates) Object.assign(gate, { holding: null, failing: null });
  for (let i = 0; i < 3; i++) for (const gate of gates) await gate.open();
  await act("retried");
  for (let i = 0; i < 10; i++) await turns();
}

for (let seed = 1; seed <= RUNS; seed++) {
  test(`sequence ${seed}`, async () => {
    const world = makeWorld();
    const { session } = world;
    const uniform = uniforms(seed);
    /** @type {<T>(items: T[]) => T} */
    const pick = (items) => items[Math.floor(uniform() * items.length)];
    await world.open();
    for (let i = 0; i < EVENTS; i++) {
      someEvent(world, pick, uniform)();
      if (uniform() < 0.5) await turns();
      const { point, frame } = session.state;
      const requests = world.files.asked.length + world.server.asked.length;
      assert.ok(requests < 40 * (i + 2), `${requests} requests after ${i + 1} events`);
      assert.ok(!point || point.z.length === point.model.config.latent_dim);
      assert.ok(!frame?.mu || frame.mu.length === frame.model.config.latent_dim);
    }
    await settle(world);

    const { intent, frame, rebuilt, point, pictures, twin } = session.state;
    assert.equal(frame?.model.config.id, intent.model, "the chooser's model is shown");
    assert.equal(frame?.model.engine, intent.engine, "by the engine that is chosen");
    assert.deepEqual(frame?.source, intent.picture, "on the picture that was brought last");
    const pixels = intent.picture && pictures.main?.as("mass");
    assert.equal(frame?.picture, pixels);
    assert.deepEqual(notices(session.state, session.models), []);
    if (intent.tab === "reconstruct") {
      assert.equal(rebuilt?.of, frame, "rebuilt from its own code");
      const isCompared = intent.reconstruct.compare && frame?.picture && frame.model.config.twin;
      if (isCompared) assert.equal(twin?.of.picture, frame?.picture);
    } else {
      assert.equal(point?.model, frame?.model);
      assert.deepEqual(point?.z, zOf(session.state), "and the point that is chosen is decoded");
    }
  });
}
