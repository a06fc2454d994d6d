/** The picture decoded from the sliders, and a strip for each dimension of what it changes. */

import { SIDE, toPixels } from "../maths/pictures.js";
import { dimensions } from "../models/dimensions.js";
import { zOf } from "../session/state.js";
import { fill, zName } from "./format.js";
import { paint } from "./paint.js";
import { afterPaint, background, build, countFrame, live, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Point} Point */
/**
 * @typedef {object} Strip
 * @property {number} dim
 * @property {HTMLElement} row
 * @property {HTMLCanvasElement} canvas
 * @property {HTMLElement} marker
 */
/** @typedef {[number, number]} Ends */

const STEPS = 9; // pictures a strip, from one end of the slider to the other

/** @param {import("../text/en.js").Text} text */
const html = ({ strips: t }) => `
  <section class="lx-stage">
    <div class="lx-stage-name lx-out">${t.xHat}</div>
    <canvas class="lx-picture lx-large" data-ref="xHat" role="img"
      aria-label="${t.xHatLabel}"></canvas>
    <div class="lx-hint lx-engine-time" data-ref="engineTime"></div>
  </section>
  <section class="lx-strips-frame">
    <div class="lx-stage-name lx-latent">${t.name}</div>
    <div class="lx-strips" data-ref="strips"></div>
    <div class="lx-hint">${t.hint}</div>
  </section>`;

/**
 * The codes of one strip: z with dimension `dim` run from one end to the other.
 *
 * @param {Float32Array} z (d)
 * @param {number} dim
 * @param {Ends} ends
 * @returns {Float32Array} (STEPS, d)
 */
function traversal(z, dim, [low, high]) {
  const codes = new Float32Array(STEPS * z.length);
  for (let s = 0; s < STEPS; s++) {
    codes.set(z, s * z.length);
    codes[s * z.length + dim] = low + ((high - low) * s) / (STEPS - 1);
  }
  return codes;
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  const refs = build(element, html(text));
  const soon = afterPaint();
  const later = background(session, "strips");
  /** @type {Strip[]} */
  let strips = [];
  /** @type {Point | null} */
  let shown = null;

  /** @param {number} dim @returns {Ends} */
  const endsOf = (dim) => session.state.ranges?.ends[dim] ?? [-1, 1];

  /** @param {MouseEvent} event @param {Strip} strip */
  const goTo = (event, { dim, canvas }) => {
    const box = canvas.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    const step = Math.min(STEPS - 1, Math.max(0, Math.floor(share * STEPS)));
    const [low, high] = endsOf(dim);
    const value = low + ((high - low) * step) / (STEPS - 1);
    session.dispatch({ type: "zMoved", model: element.dataset.model, dim, value });
  };

  /** @param {Strip} strip @param {Float32Array} z */
  const placeMarker = ({ dim, marker }, z) => {
    const [low, high] = endsOf(dim);
    const share = Math.min(1, Math.max(0, (z[dim] - low) / (high - low)));
    // The marker is as wide as the strip, so that its own percents are the strip's.
    marker.style.transform = `translateX(${(100 * (0.5 + share * (STEPS - 1))) / STEPS}%)`;
  };

  /** @param {import("../models/types").ModelConfig} config */
  const rebuild = (config) => {
    if (element.dataset.model === config.id) return;
    element.dataset.model = config.id;
    strips = dimensions(config).map(({ dim, active }) => {
      const row = document.createElement("div");
      row.className = "lx-strip";
      row.classList.toggle("lx-inactive", !active);
      row.innerHTML = `<b>${zName(dim)}</b><div><canvas role="img"></canvas><i></i></div>`;
      const canvas = /** @type {HTMLCanvasElement} */ (row.querySelector("canvas"));
      const marker = /** @type {HTMLElement} */ (row.querySelector("i"));
      Object.assign(canvas, { width: STEPS * SIDE, height: SIDE });
      canvas.setAttribute("aria-label", fill(text.strips.strip, { name: zName(dim) }));
      const strip = { dim, row, canvas, marker };
      canvas.addEventListener("click", (event) => goTo(event, strip));
      return strip;
    });
    refs.strips.replaceChildren(...strips.map(({ row }) => row));
  };

  /** @param {Point} point @returns {(strip: Strip) => import("./view.js").Step} */
  const draw =
    ({ model, z }) =>
    ({ dim, canvas }) =>
    async () => {
      const pictures = toPixels(await model.decode(traversal(z, dim, endsOf(dim)), STEPS));
      return () => {
        paint(canvas, pictures, { columns: STEPS });
        countFrame(refs.strips);
      };
    };

  const render = (/** @type {State} */ { point, frame, intent }) => {
    if (!point || point.model !== frame?.model || intent.tab !== "sliders") return false;
    if (point === shown) return false;
    shown = point;
    rebuild(point.model.config);
    paint(refs.xHat, toPixels(point.logits));
    soon(() => {
      for (const strip of strips) placeMarker(strip, zOf(session.state) ?? point.z);
    });
    const engineTime = fill(text.engineTime[point.model.engine], { ms: point.ms.toFixed(1) });
    later([() => setText(refs.engineTime, engineTime), ...strips.map(draw(point))]);
    return undefined;
  };
  live(element, session, render);
}
