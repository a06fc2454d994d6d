/** The picture decoded from z, large; and what sets all of z at once. */

import { toPixels } from "../maths/pictures.js";
import { nextSeed, wholeNumber } from "../maths/random.js";
import { fill, number } from "./format.js";
import { paint } from "./paint.js";
import { background, build, countFrame, setText, whileShown } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Point} Point */

/** @param {import("../text/en.js").Text} text */
const html = ({ decoded: t }) => `
  <section class="lx-stage lx-decoded" data-ref="stage">
    <h2 class="lx-stage-name lx-out">${t.name}</h2>
    <canvas class="lx-picture lx-x-hat" data-ref="xHat" role="img"
      aria-label="${t.label}"></canvas>
    <p class="lx-hint lx-engine-time" data-ref="engineTime"></p>
  </section>
  <div class="lx-tools">
    <button type="button" data-ref="prior">${t.prior}</button>
    <button type="button" data-ref="random">${t.random}</button>
    <button type="button" data-ref="zero"></button>
    <button type="button" data-ref="mine">${t.mine}</button>
  </div>
  <div class="lx-legend-words">
    <p class="lx-hint" data-ref="legend"></p>
    <p class="lx-hint lx-keys">${t.keys}</p>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, codes, text }) {
  const t = text.decoded;
  const refs = build(element, html(text));
  const later = background(session, "decoded");
  const find = background(session, "codes", { pause: 0 });
  /** @type {Point | null} */
  let shown = null;

  /** @param {"vae" | "ae"} kind what is true of it */
  const showWords = (kind) => {
    refs.prior.hidden = kind === "ae";
    refs.random.hidden = kind === "vae";
    setText(refs.zero, t.zero[kind]);
    setText(refs.legend, t.legend[kind]);
  };

  whileShown(session, "sliders", ({ point, frame }) => {
    if (!frame) return;
    refs.mine.disabled = !frame.mu;
    if (!point || point === shown || point.model !== frame.model) return;
    if (shown?.model !== point.model) showWords(point.model.config.kind);
    shown = point;
    element.dataset.model = point.model.config.id;
    paint(refs.xHat, toPixels(point.logits));
    countFrame(element);
    const ms = number(text, point.ms, 1);
    const engineTime = fill(text.engineTime[point.model.engine], { ms });
    later([() => setText(refs.engineTime, engineTime)]);
  });

  /** The code of a test picture drawn at random: an autoencoder has no prior to draw from. */
  const takeRandomCode = async () => {
    session.dispatch({ type: "resampled" });
    const asked = session.state.intent;
    const { seed, model } = asked;
    const config = session.catalogue.models[model];
    const { mu, n } = await codes.get(config);
    const at = wholeNumber(nextSeed(seed), n) * config.latent_dim;
    const z = [...mu.subarray(at, at + config.latent_dim)];
    return () => {
      const now = session.state.intent; // whoever chose something since has the last word
      if (now.z === asked.z && now.picture === asked.picture && now.seed === seed) {
        session.dispatch({ type: "zChosen", model, z });
      }
    };
  };

  refs.prior.addEventListener("click", () => session.dispatch({ type: "priorDrawn" }));
  refs.random.addEventListener("click", () => find([takeRandomCode]));
  refs.zero.addEventListener("click", () => session.dispatch({ type: "zCleared" }));
  refs.mine.addEventListener("click", () => session.dispatch({ type: "zReturned" }));
}
