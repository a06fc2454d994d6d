/** A walk through the latent space from picture A to picture B. */

import { lerp, slerp } from "../interpolate.js";
import { blank, paint, toPixels } from "../paint.js";
import { randomInteger } from "../random.js";
import { background, build, countFrame, live } from "../view.js";

const STEPS = 11;
const PLAY_MS = 3000;

const end = (name) => `
  <section class="lx-end">
    <div class="lx-stage-name lx-data">Picture ${name}</div>
    <canvas class="lx-picture lx-small" data-ref="picture${name}" aria-label="Picture ${name}"></canvas>
    <div class="lx-buttons">
      <button type="button" data-ref="mine${name}">My picture</button>
      <button type="button" data-ref="random${name}">Random</button>
    </div>
  </section>`;

const HTML = `
  <div class="lx-stage-name lx-latent">Walk from picture A to picture B</div>
  <div class="lx-walk">
    ${end("A")}
    <section class="lx-way">
      <canvas class="lx-picture lx-way-strip" data-ref="strip" aria-label="The pictures on the way"></canvas>
      <input type="range" min="0" max="1" step="0.005" value="0" data-ref="t" aria-label="How far along the way">
      <div class="lx-buttons">
        <button type="button" data-ref="play">Walk</button>
        <label class="lx-check"><input type="radio" name="lx-way" value="lerp" data-ref="straight" checked> straight</label>
        <label class="lx-check"><input type="radio" name="lx-way" value="slerp" data-ref="spherical"> spherical</label>
      </div>
    </section>
    ${end("B")}
  </div>`;

/** @param {HTMLElement} element @param {import("../session.js").Session} session */
export function mount(element, session, { testset }) {
  const refs = build(element, HTML);
  const later = background();
  const pictures = { A: null, B: null };
  let playing = 0;
  let drawn = null;

  const codes = async ({ engine, modelId }) => {
    if (!pictures.A || !pictures.B) return null;
    const [a, b] = await Promise.all(["A", "B"].map((name) => engine.encode(modelId, pictures[name])));
    return [a.mu, b.mu];
  };
  const way = () => (refs.spherical.checked ? slerp : lerp);

  let endpoints = null; // of the model and pictures in use, so that dragging t encodes nothing
  const stepTo = (t) => {
    refs.t.value = t;
    if (endpoints) session.chooseZ(way()(...endpoints, Number(t)));
  };

  const render = async (state) => {
    const key = [state.modelId, state.engine.name, refs.spherical.checked].join();
    if (drawn?.key === key && drawn.A === pictures.A && drawn.B === pictures.B) return;
    drawn = { key, ...pictures };
    endpoints = await codes(state);
    for (const name of ["A", "B"]) {
      if (pictures[name]) paint(refs[`picture${name}`], pictures[name]);
      else blank(refs[`picture${name}`]);
    }
    if (!endpoints) return;
    const [a, b] = endpoints;
    later([async () => {
      const along = Array.from({ length: STEPS }, (_, s) => [...way()(a, b, s / (STEPS - 1))]);
      const logits = await state.engine.decode(state.modelId, Float32Array.from(along.flat()), STEPS);
      paint(refs.strip, toPixels(logits), { columns: STEPS });
      countFrame(refs.strip);
    }]);
  };

  const play = () => {
    const mine = ++playing;
    const started = performance.now();
    const frame = (now) => {
      if (mine !== playing) return;
      const t = Math.min(1, (now - started) / PLAY_MS);
      stepTo(t);
      if (t < 1) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  };

  const setEnd = async (name, index) => {
    pictures[name] = index === null ? session.state.picture : (await testset.get(index)).pixels;
    playing++;
    await redraw();
  };
  for (const name of ["A", "B"]) {
    refs[`mine${name}`].addEventListener("click", () => setEnd(name, null));
    refs[`random${name}`].addEventListener("click", () => setEnd(name, randomInteger(testset.size)));
  }
  refs.t.addEventListener("input", () => {
    playing++;
    stepTo(refs.t.value);
  });
  refs.play.addEventListener("click", play);
  for (const choice of [refs.straight, refs.spherical]) choice.addEventListener("change", () => redraw());
  const redraw = live(element, session, render);
  setEnd("A", 0); // a 7 …
  setEnd("B", 1); // … and a 2
}
