/** The picture decoded from the sliders, and for each dimension a strip of what it alone changes. */

import { paint, SIDE, toPixels } from "../paint.js";
import { afterPaint, background, build, countFrame, live, made, say, zName } from "../view.js";

const STEPS = 9; // pictures a strip, from one end of the slider to the other

const HTML = `
  <section class="lx-stage">
    <div class="lx-stage-name lx-out">x̂ decoded from the sliders</div>
    <canvas class="lx-picture lx-large" data-ref="xHat" aria-label="The picture decoded from the sliders"></canvas>
    <div class="lx-hint lx-made" data-ref="made"></div>
  </section>
  <section class="lx-strips-frame">
    <div class="lx-stage-name lx-latent">One dimension at a time, the rest held</div>
    <div class="lx-strips" data-ref="strips"></div>
    <div class="lx-hint">Each strip moves one slider from end to end. Click a picture to go there.</div>
  </section>`;

/** The codes of one strip: z with dimension `dim` run from `low` to `high`. */
function traversal(z, dim, low, high, steps = STEPS) {
  const codes = new Float32Array(steps * z.length);
  for (let s = 0; s < steps; s++) {
    codes.set(z, s * z.length);
    codes[s * z.length + dim] = low + ((high - low) * s) / (steps - 1);
  }
  return codes;
}

/** @param {HTMLElement} element @param {import("../session.js").Session} session */
export function mount(element, session) {
  const refs = build(element, HTML);
  const soon = afterPaint();
  const later = background();
  let strips = [];

  const goTo = (event, { dim, minimum, maximum }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * STEPS)));
    const z = Float32Array.from(session.state.z);
    z[dim] = minimum + ((maximum - minimum) * step) / (STEPS - 1);
    session.chooseZ(z);
  };

  const placeMarker = ({ dim, minimum, maximum, marker }, z) => {
    const share = Math.min(1, Math.max(0, (z[dim] - minimum) / (maximum - minimum)));
    // The marker is as wide as the strip, so that its own percents are the strip's.
    marker.style.transform = `translateX(${(100 * (0.5 + share * (STEPS - 1))) / STEPS}%)`;
  };

  const rebuild = ({ modelId }) => {
    if (element.dataset.model === modelId) return;
    element.dataset.model = modelId;
    strips = session.model.sliders.map((slider) => {
      const row = document.createElement("div");
      row.className = "lx-strip";
      row.innerHTML = `<b>${zName(slider.dim)}</b><div><canvas></canvas><i></i></div>`;
      const [canvas, marker] = row.querySelectorAll("canvas, i");
      Object.assign(canvas, { width: STEPS * SIDE, height: SIDE });
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", `What ${zName(slider.dim)} changes`);
      canvas.addEventListener("click", (event) => goTo(event, slider));
      row.classList.toggle("lx-inactive", !slider.active);
      return { ...slider, row, canvas, marker };
    });
    refs.strips.replaceChildren(...strips.map(({ row }) => row));
  };

  const render = async (state) => {
    const { engine, modelId, z } = state;
    rebuild(state);
    const started = performance.now();
    const logits = await engine.decode(modelId, z, 1);
    const ms = performance.now() - started;
    paint(refs.xHat, toPixels(logits));
    soon(() => strips.forEach((strip) => placeMarker(strip, z)));
    later([() => say(refs.made, made(engine, ms)), ...strips.map(({ dim, minimum, maximum, canvas }) => async () => {
      const codes = traversal(z, dim, minimum, maximum);
      paint(canvas, toPixels(await engine.decode(modelId, codes, STEPS)), { columns: STEPS });
      countFrame(refs.strips);
    })]);
  };
  live(element, session, render);
}
