/** One picture flowing through: what the model sees, its code, x̂, draws from the code, the loss. */

import { klPerDim, meanSquaredError, sum } from "../maths/objective.js";
import { toPixels } from "../maths/pictures.js";
import { gaussians } from "../maths/random.js";
import { leadsTo } from "../session/intent.js";
import { mountCode } from "./code.js";
import { drawAround, lossOf, reachOf } from "./drawnLoss.js";
import { DRAWS, mountDraws } from "./draws.js";
import { mountFlow } from "./flow.js";
import { fill, number } from "./format.js";
import { mountImprove, totalOf } from "./improve.js";
import { mountLit } from "./lit.js";
import { mountLoss } from "./loss.js";
import { marked, setMarked } from "./marked.js";
import { blank, paint } from "./paint.js";
import { afterPaint, background, build, live, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Rebuilt} Rebuilt */
/** @typedef {import("../session/types").Frame} Frame */
/** @typedef {import("./view.js").Step} Step */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */

const MOST = 10_000; // a code beyond this means nothing to a decoder, and the server refuses it

/** @param {ModelConfig} config @returns {"flat" | "rows" | "ae"} */
const hintOf = ({ kind, latent_dim: d }) => {
  if (kind === "ae") return "ae";
  return d === 2 ? "flat" : "rows";
};

/**
 * How many numbers go in, through each layer, and out; a decoder's are an encoder's backwards.
 *
 * @param {ModelConfig} config
 */
const encoderLayers = ({ kind, latent_dim: d, hidden }) => [
  "28 × 28",
  ...hidden,
  kind === "vae" ? `2 × ${d}` : d,
];
/** @param {ModelConfig} config */
const decoderLayers = ({ latent_dim: d, hidden }) => [d, ...[...hidden].reverse(), "28 × 28"];

/** @param {(string | number)[]} sizes */
const layersHtml = (sizes) => sizes.map((size) => `<span>${size}</span>`).join("");

/** @param {Float32Array} z */
const isWithin = (z) => z.every((value) => Math.abs(value) <= MOST);

/** @param {import("../text/en.js").Text} text */
const html = ({ reconstruct: t }) => `
  <div class="lx-machine" data-ref="machine">
    <div class="lx-net lx-encoder" data-ref="encoder">
      <span class="lx-net-name">${t.encoder}</span>
      <figure class="lx-seen-part"><canvas class="lx-picture lx-seen" data-ref="seen" role="img"
        aria-label="${t.seenLabel}" title="${t.seen}"></canvas>
        <figcaption aria-hidden="true">${t.seen}</figcaption></figure>
      <span class="lx-layers" dir="ltr" title="${t.layers}" data-ref="encoderLayers"></span>
    </div>
    <section class="lx-stage lx-code">
      <h2 class="lx-stage-name lx-latent" data-ref="codeName"></h2>
      <div class="lx-code-place" data-ref="code"></div>
      <p class="lx-hint" data-ref="codeHint"></p>
    </section>
    <div class="lx-net lx-decoder" data-ref="decoder"><span class="lx-net-name">${t.decoder}</span>
      <span class="lx-layers" dir="ltr" title="${t.layers}" data-ref="decoderLayers"></span></div>
    <section class="lx-stage lx-mean" data-ref="mean">
      <h2 class="lx-stage-name lx-out">${marked(t.xHat)}</h2>
      <canvas class="lx-picture lx-x-hat" data-ref="xHat" data-part="xHat" role="img"
        aria-label="${t.xHatLabel}"></canvas>
      <p class="lx-hint lx-engine-time" data-ref="engineTime"></p>
      <p class="lx-own" data-ref="own" hidden><b class="lx-out" data-ref="ownName"></b>
        <span class="lx-hint" data-ref="ownHint"></span></p>
      <button class="lx-compare" data-ref="compare" type="button" aria-pressed="false"></button>
      <figure class="lx-twin" data-ref="twin" hidden>
        <canvas class="lx-picture" data-ref="twinPicture" role="img"
          aria-label="${t.twinLabel}"></canvas>
        <figcaption><b class="lx-out" data-ref="twinName"></b>
          <span class="lx-hint" data-ref="twinHint"></span></figcaption>
      </figure>
    </section>
  </div>
  <section class="lx-draws" data-ref="draws"></section>
  <section class="lx-loss" data-ref="loss"></section>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, text } = page;
  const t = text.reconstruct;
  const refs = build(element, html(text));
  const code = mountCode(refs.code, page);
  const draws = mountDraws(refs.draws, page);
  const loss = mountLoss(refs.loss, text);
  const flow = mountFlow(refs.encoder, refs.decoder, page.gone);
  mountImprove(loss.beside, page);
  mountLit(refs.machine);
  const soon = afterPaint();
  const numbers = background(session, "numbers", { pause: 0 });
  const later = background(session, "reconstruct");
  /** @type {Rebuilt | null} */
  let shown = null;
  /** @type {unknown[]} */
  let shownFor = [];
  let seedShown = -1; // of the draws that are shown

  /** The descent that a code is on, if it is on one. @param {Frame} of */
  const descentOf = (of) => (session.state.frame === of ? session.state.descent : null);

  /**
   * A code that is being improved is weighed by draws of its own, always the same.
   *
   * @param {Frame} of
   * @param {() => ReturnType<typeof lossOf>} otherwise
   * @param {number} mse
   */
  const showLoss = (of, otherwise, mse) => {
    const descent = descentOf(of);
    const before = descent?.before ? totalOf(descent.before) : null;
    loss.show(of.model.config, { ...(descent?.at.cost ?? otherwise()), mse }, before);
  };

  /** Where the draws lie in the code. @param {Frame} of @param {boolean} isMoving */
  const showCode = (of, isMoving) => {
    const { mu, logvar, model } = of;
    const { seed, reconstruct } = session.state.intent;
    if (!mu) return;
    const times = reconstruct.exaggeration;
    const sigma = reachOf(of);
    const drawn = drawAround(mu, sigma, gaussians(seed, DRAWS * mu.length), times);
    const reach = sigma.map((value) => times * value);
    const path = descentOf(of)?.path ?? null;
    code.show({ of, sigma: logvar && reach, draws: drawn, path }, isMoving);
    setMarked(refs.codeHint, code.isOutside(mu) ? t.outside : t.codeHint[hintOf(model.config)]);
  };

  /**
   * While a hand draws: what costs no decoding. The error is that of x̂, until the draws are in.
   *
   * @param {Rebuilt} rebuilt
   * @returns {Step}
   */
  const glance =
    ({ of, logits }) =>
    () => {
      const { mu, picture } = of;
      if (!mu || !picture || !logits) return;
      if (!isWithin(mu) || !isWithin(reachOf(of))) {
        showBeyond(of);
        return;
      }
      showCode(of, false);
      draws.age();
      showLoss(of, () => lossOf(of, logits), meanSquaredError(toPixels(logits), picture));
    };

  /**
   * The draws, and the loss as their mean.
   *
   * @param {Rebuilt} rebuilt
   * @returns {Step}
   */
  const measure =
    ({ of, logits: atMu }) =>
    async () => {
      const { mu, logvar, picture, model } = of;
      if (!mu || !picture || !atMu) return undefined;
      const { seed, reconstruct } = session.state.intent;
      const z = drawAround(mu, reachOf(of), gaussians(seed, DRAWS * mu.length), 1);
      if (!isWithin(z)) return () => showBeyond(of);
      const logits = await model.decode(z, DRAWS);
      const isMoving = seedShown !== -1 && seedShown !== seed;
      return () => {
        seedShown = seed;
        showCode(of, isMoving);
        // Else another picture is on its way, and goes through both.
        if (isMoving && leadsTo(of.source, session.state.intent.picture)) flow.decoded();
        const mse = meanSquaredError(toPixels(atMu), picture);
        showLoss(of, () => lossOf(of, logvar ? logits : atMu), mse);
        if (reconstruct.exaggeration === 1) draws.show(model.config.id, z, logits);
        element.dataset.seed = String(seed);
      };
    };

  /** The draws with σ taken several times. @param {Frame} of @returns {Step} */
  const exaggerate = (of) => async () => {
    const { seed, reconstruct } = session.state.intent;
    const { mu, model } = of;
    if (!mu || reconstruct.exaggeration === 1) return undefined;
    const epsilon = gaussians(seed, DRAWS * mu.length);
    const z = drawAround(mu, reachOf(of), epsilon, reconstruct.exaggeration);
    if (!isWithin(z)) return () => draws.showNone();
    const logits = await model.decode(z, DRAWS);
    return () => draws.show(model.config.id, z, logits);
  };

  /** @param {Frame} of */
  const showBeyond = (of) => {
    setMarked(refs.codeHint, t.beyond);
    code.show({ of, sigma: null, draws: null, path: null }, false);
    draws.showNone();
    const { mu, logvar, model } = of;
    const kl = mu && logvar && sum(klPerDim(mu, logvar));
    loss.show(model.config, { reconstruction: null, deviation: null, kl, mse: null }, null);
  };

  /** @param {State} state @param {Frame} of */
  const showTwin = ({ intent, twin, rebuilt }, of) => {
    const id = of.model.config.twin;
    const isCompared = Boolean(intent.reconstruct.compare && id);
    if (refs.twin.hidden === isCompared) {
      refs.mean.classList.toggle("lx-comparing", isCompared);
      refs.twin.hidden = refs.own.hidden = !isCompared;
    }
    if (!isCompared || !id) return;
    const config = session.catalogue.models[id];
    setText(refs.ownName, fill(t.twinName, { kind: text.models[of.model.config.kind] }));
    setText(refs.twinName, fill(t.twinName, { kind: text.models[config.kind] }));
    const own =
      of.picture && rebuilt?.logits && meanSquaredError(toPixels(rebuilt.logits), of.picture);
    setText(refs.ownHint, own ? fill(t.twinHint, { mse: number(text, own, 4) }) : "");
    const isHere = twin?.of.model.config.id === id && leadsTo(twin.of.source, of.source);
    if (!isHere || !twin?.logits || !twin.of.picture) {
      const missing = !session.models.answering(id, intent.engine);
      setText(refs.twinHint, missing ? t.twinMissing : "");
      blank(refs.twinPicture);
      return;
    }
    const xHat = toPixels(twin.logits);
    const mse = number(text, meanSquaredError(xHat, twin.of.picture), 4);
    setText(refs.twinHint, fill(t.twinHint, { mse }));
    paint(refs.twinPicture, xHat);
  };

  /** @param {ModelConfig} config */
  const showWords = (config) => {
    const { id, kind, twin } = config;
    if (element.dataset.model === id) return;
    element.dataset.model = id;
    refs.encoderLayers.innerHTML = layersHtml(encoderLayers(config));
    refs.decoderLayers.innerHTML = layersHtml(decoderLayers(config));
    code.prepare(config);
    draws.showChoices(kind);
    loss.prepare(config);
    setMarked(refs.codeName, t.code[kind]);
    setMarked(refs.codeHint, t.codeHint[hintOf(config)]);
    setText(refs.compare, t.compare[kind]);
    refs.compare.hidden = !twin;
  };

  const showNothing = (/** @type {Frame} */ of) => {
    for (const name of ["seen", "xHat", "twinPicture"]) blank(refs[name]);
    setMarked(refs.codeHint, t.codeHint[hintOf(of.model.config)]);
    numbers([]);
    soon(() => {
      code.show({ of, sigma: null, draws: null, path: null }, false);
      loss.show(
        of.model.config,
        { reconstruction: null, deviation: null, kl: null, mse: null },
        null,
      );
      draws.showNone();
    });
    later([() => setText(refs.engineTime, t.nothing)]);
  };

  /** @param {Rebuilt} rebuilt @param {boolean} isFirst which no hand has just made */
  const showPicture = (rebuilt, isFirst) => {
    const { of, logits, ms } = rebuilt;
    paint(refs.seen, /** @type {Float32Array} */ (of.picture));
    paint(refs.xHat, toPixels(/** @type {Float32Array} */ (logits)));
    const { config, engine } = of.model;
    const engineTime = fill(t.engineTime[config.kind], {
      where: fill(text.engineTime[engine], { ms: number(text, ms, 1) }),
    });
    later([]); // what the picture before was about to show
    soon(() => {
      if (!isFirst && !descentOf(of)) flow.through();
      numbers([glance(rebuilt)]);
      // Not before the glance, which would stand on the measured loss where frames are slow.
      later([() => setText(refs.engineTime, engineTime), measure(rebuilt), exaggerate(of)]);
    });
  };

  const render = (/** @type {State} */ state) => {
    const { rebuilt, twin, intent } = state;
    const { seed, reconstruct } = intent;
    if (!rebuilt) return false;
    const { config } = rebuilt.of.model;
    const isMissing = config.twin && !session.models.answering(config.twin, intent.engine);
    const isFirst = !shown;
    const isNew = rebuilt !== shown;
    const isOther = seed !== shownFor[0] || reconstruct !== shownFor[1];
    const now = [seed, reconstruct, twin, isMissing];
    if (!isNew && now.every((value, i) => value === shownFor[i])) return false;
    shown = rebuilt;
    shownFor = now;
    showWords(config);
    if (isOther) {
      draws.showChoices(config.kind);
      refs.compare.setAttribute("aria-pressed", String(reconstruct.compare));
    }
    if (isNew) rebuilt.logits ? showPicture(rebuilt, isFirst) : showNothing(rebuilt.of);
    else if (isOther && rebuilt.logits) numbers([measure(rebuilt), exaggerate(rebuilt.of)]);
    showTwin(state, rebuilt.of);
    return undefined;
  };

  refs.compare.addEventListener("click", () => {
    const { compare } = session.state.intent.reconstruct;
    session.dispatch({ type: "compareChosen", compare: !compare });
  });
  showWords(session.catalogue.models[session.state.intent.model]); // before it has loaded
  live(element, session, render, refs.mean);
}
