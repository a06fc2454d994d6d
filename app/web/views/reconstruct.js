/** One picture flowing through: what the model sees, μ and σ, x̂, the nats, and 16 draws. */

import { meanSquaredError, reconstructionNats } from "../maths/objective.js";
import { pixelSpread, toPixels } from "../maths/pictures.js";
import { drawPosterior, gaussians } from "../maths/random.js";
import { leadsTo } from "../session/intent.js";
import { mountCodes } from "./codes.js";
import { fill, fixed } from "./format.js";
import { blank, heat, paint } from "./paint.js";
import { afterPaint, background, build, countFrame, live, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Rebuilt} Rebuilt */
/** @typedef {import("../session/types").Frame} Frame */
/** @typedef {import("./view.js").Step} Step */

const DRAWS = 16;
const MOST = 10_000; // a code beyond this means nothing to a decoder, and the server refuses it

/** @param {Float32Array} z */
const isWithin = (z) => z.every((value) => Math.abs(value) <= MOST);

/** @param {import("../text/en.js").Text} text */
const html = ({ reconstruct: t }) => `
  <div class="lx-flow">
    <section class="lx-stage lx-seen">
      <div class="lx-stage-name lx-data">${t.seen}</div>
      <canvas class="lx-picture" data-ref="seen" role="img" aria-label="${t.seenLabel}"></canvas>
      <div class="lx-hint">${t.seenHint}</div>
    </section>
    <div class="lx-net lx-encoder"><span>${t.encoder}</span></div>
    <section class="lx-stage lx-code">
      <div class="lx-stage-name lx-latent" data-ref="codeName"></div>
      <div class="lx-codes" data-ref="codes"></div>
      <div class="lx-hint" data-ref="codeHint"></div>
    </section>
    <div class="lx-net lx-decoder"><span>${t.decoder}</span></div>
    <section class="lx-stage lx-mean">
      <div class="lx-stage-name lx-out" data-ref="xHatName"></div>
      <canvas class="lx-picture" data-ref="xHat" role="img" aria-label="${t.xHatLabel}"></canvas>
      <div class="lx-hint lx-engine-time" data-ref="engineTime"></div>
    </section>
    <section class="lx-stage lx-twin" data-ref="twin" hidden>
      <div class="lx-stage-name lx-out" data-ref="twinName"></div>
      <canvas class="lx-picture" data-ref="twinPicture" role="img"
        aria-label="${t.twinLabel}"></canvas>
      <div class="lx-hint" data-ref="twinHint"></div>
    </section>
    <button class="lx-compare" data-ref="compare" type="button" aria-pressed="false"></button>
    <dl class="lx-loss" data-ref="loss" aria-label="${t.loss}">
      <div><dt>${t.reconstructionName} <small data-ref="reconstructionOf"></small></dt>
        <dd data-ref="reconstruction"></dd></div>
      <div data-ref="klPart"><dt>+ ${t.kl} <small>${t.klSymbol}</small></dt>
        <dd data-ref="kl"></dd></div>
      <div data-ref="elboPart"><dt>= ${t.negElbo} <small>${t.negElboUnit}</small></dt>
        <dd data-ref="negElbo"></dd></div>
      <div class="lx-aside"><dt>${t.mse} <small>${t.mseOf}</small></dt>
        <dd data-ref="mse"></dd></div>
    </dl>
  </div>
  <div class="lx-draws" data-ref="draws">
    <section data-ref="sheetPart">
      <div class="lx-stage-name lx-out">${t.draws}</div>
      <canvas class="lx-picture lx-sheet" data-ref="sheet" role="img"
        aria-label="${t.drawsLabel}"></canvas>
    </section>
    <section data-ref="spreadPart">
      <div class="lx-stage-name lx-out">${t.spread}</div>
      <canvas class="lx-picture lx-spread" data-ref="spread" role="img"
        aria-label="${t.spreadLabel}"></canvas>
    </section>
    <section class="lx-prose">
      <p><button data-ref="resample" type="button">${t.resample}</button></p>
      <p data-ref="drawsText"></p>
    </section>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, { session, text }) {
  const t = text.reconstruct;
  const refs = build(element, html(text));
  const codes = mountCodes(refs.codes, text);
  const soon = afterPaint();
  const numbers = background(session, "numbers", { pause: 0 });
  const later = background(session, "reconstruct");
  /** @type {Rebuilt | null} */
  let shown = null;
  /** @type {unknown[]} */
  let shownFor = [];

  /** @param {{reconstruction: number | null, kl: number | null, mse: number | null}} nats */
  const showNumbers = ({ reconstruction, kl, mse }) => {
    setText(refs.reconstruction, fixed(reconstruction, 1));
    setText(refs.kl, fixed(kl, 1));
    const total = reconstruction === null || kl === null ? null : reconstruction + kl;
    setText(refs.negElbo, fixed(total, 1));
    setText(refs.mse, fixed(mse, 4));
    countFrame(refs.loss);
  };

  /**
   * The code, and the nats at one draw: the first of the sixteen.
   *
   * @param {Frame} of
   * @param {Float32Array} xHat
   */
  const measure = (of, xHat) => async () => {
    const { config } = of.model;
    const { mu, logvar, picture } = of;
    if (!mu || !picture) return undefined;
    const { seed } = session.state.intent;
    const z = drawPosterior(mu, logvar, gaussians(seed, config.latent_dim));
    const logits = isWithin(z) ? await of.model.decode(z, 1) : null;
    return () => {
      const kl = codes.render(config, { mu, logvar, z });
      const reconstruction = logits && reconstructionNats(logits, picture, config.likelihood);
      setText(refs.codeHint, logits ? t.codeHint[config.kind] : t.beyond);
      showNumbers({ reconstruction, kl, mse: meanSquaredError(xHat, picture) });
      element.dataset.seed = String(seed);
    };
  };

  /** @param {Frame} of @returns {Step} */
  const drawSixteen =
    ({ model, mu, logvar }) =>
    async () => {
      const showNone = () => [refs.sheet, refs.spread].forEach(blank);
      if (!mu || !logvar) return showNone;
      const epsilon = gaussians(session.state.intent.seed, DRAWS * mu.length);
      const z = drawPosterior(mu, logvar, epsilon, DRAWS);
      if (!isWithin(z)) return showNone;
      const logits = await model.decode(z, DRAWS);
      const pictures = toPixels(logits);
      const spread = pixelSpread(pictures, DRAWS);
      return () => {
        paint(refs.sheet, pictures, { columns: 8 });
        paint(refs.spread, spread, { colour: heat });
        countFrame(refs.draws);
      };
    };

  /** @param {State} state @param {Frame} of */
  const showTwin = ({ intent, twin }, of) => {
    const id = of.model.config.twin;
    refs.twin.hidden = !intent.reconstruct.compare || !id;
    if (refs.twin.hidden || !id) return;
    const config = session.catalogue.models[id];
    setText(refs.twinName, fill(t.twinName, { kind: text.models[config.kind] }));
    const isHere = twin?.of.model.config.id === id && leadsTo(twin.of.source, of.source);
    if (!isHere || !twin?.logits || !twin.of.picture) {
      const missing = !session.models.answering(id, intent.engine);
      setText(refs.twinHint, missing ? t.twinMissing : "");
      blank(refs.twinPicture);
      return;
    }
    const xHat = toPixels(twin.logits);
    const mse = fixed(meanSquaredError(xHat, twin.of.picture), 4);
    setText(refs.twinHint, fill(t.twinHint, { mse }));
    paint(refs.twinPicture, xHat);
  };

  /** @param {import("../models/types").ModelConfig} config */
  const showWords = ({ id, kind, twin }) => {
    if (element.dataset.model === id) return;
    element.dataset.model = id;
    setText(refs.codeName, t.code[kind]);
    setText(refs.codeHint, t.codeHint[kind]);
    setText(refs.xHatName, t.xHat[kind]);
    setText(refs.reconstructionOf, t.reconstruction[kind]);
    setText(refs.compare, t.compare[kind]);
    setText(refs.drawsText, t.drawsText[kind]);
    refs.compare.hidden = !twin;
    for (const name of ["klPart", "elboPart", "sheetPart", "spreadPart"]) {
      refs[name].hidden = kind === "ae";
    }
  };

  const showNothing = (/** @type {Frame} */ of) => {
    for (const name of ["seen", "xHat", "twinPicture", "sheet", "spread"]) blank(refs[name]);
    setText(refs.codeHint, t.codeHint[of.model.config.kind]);
    soon(() => {
      codes.render(of.model.config, { mu: null, logvar: null, z: null });
      showNumbers({ reconstruction: null, kl: null, mse: null });
    });
    numbers([]);
    later([() => setText(refs.engineTime, t.nothing), drawSixteen(of)]);
  };

  /** @param {Rebuilt} rebuilt */
  const showPicture = ({ of, logits, ms }) => {
    const xHat = toPixels(/** @type {Float32Array} */ (logits));
    paint(refs.seen, /** @type {Float32Array} */ (of.picture));
    paint(refs.xHat, xHat);
    soon(() => numbers([measure(of, xHat)]));
    const engineTime = fill(text.engineTime[of.model.engine], { ms: ms.toFixed(1) });
    later([() => setText(refs.engineTime, engineTime), drawSixteen(of)]);
  };

  const render = (/** @type {State} */ state) => {
    const { rebuilt, twin, intent } = state;
    const {
      seed,
      reconstruct: { compare },
    } = intent;
    if (!rebuilt) return false;
    const { twin: id } = rebuilt.of.model.config;
    const isMissing = id && !session.models.answering(id, intent.engine);
    const isNew = rebuilt !== shown || seed !== shownFor[0];
    const now = [seed, twin, compare, isMissing];
    if (!isNew && now.every((value, i) => value === shownFor[i])) return false;
    shown = rebuilt;
    shownFor = now;
    showWords(rebuilt.of.model.config);
    refs.resample.hidden = rebuilt.of.model.config.kind === "ae";
    refs.resample.disabled = !rebuilt.of.logvar;
    refs.compare.setAttribute("aria-pressed", String(compare));
    if (isNew) rebuilt.logits ? showPicture(rebuilt) : showNothing(rebuilt.of);
    showTwin(state, rebuilt.of);
    return undefined;
  };

  refs.compare.addEventListener("click", () => {
    const { compare } = session.state.intent.reconstruct;
    session.dispatch({ type: "compareChosen", compare: !compare });
  });
  refs.resample.addEventListener("click", () => session.dispatch({ type: "resampled" }));
  live(element, session, render);
}
