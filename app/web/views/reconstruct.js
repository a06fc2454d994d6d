/** One picture flowing through: what the model sees, μ and σ, x̂, the nats, and 16 draws. */

import { meanSquaredError, reconstructionNats } from "../objective.js";
import { blank, heat, paint, PIXELS, toPixels } from "../paint.js";
import { drawPosterior, gaussians } from "../random.js";
import { afterPaint, background, build, countFrame, fixed, live, made, say } from "../view.js";
import { CodeTable } from "./codes.js";

const DRAWS = 16;

const HTML = `
  <div class="lx-flow">
    <section class="lx-stage lx-seen">
      <div class="lx-stage-name lx-data">What the model sees</div>
      <canvas class="lx-picture" data-ref="seen" aria-label="The 28 by 28 pixels the model sees"></canvas>
      <div class="lx-hint">28 × 28 = 784 numbers</div>
    </section>
    <div class="lx-net lx-encoder"><span>encoder</span></div>
    <section class="lx-stage lx-code">
      <div class="lx-stage-name lx-latent" data-ref="codeName"></div>
      <div class="lx-codes" data-ref="codes"></div>
      <div class="lx-hint" data-ref="codeHint"></div>
    </section>
    <div class="lx-net lx-decoder"><span>decoder</span></div>
    <section class="lx-stage lx-mean">
      <div class="lx-stage-name lx-out">x̂ from μ</div>
      <canvas class="lx-picture" data-ref="xHat" aria-label="The reconstruction from mu"></canvas>
      <div class="lx-hint lx-made" data-ref="made"></div>
    </section>
    <section class="lx-stage lx-twin" data-ref="twin" hidden>
      <div class="lx-stage-name lx-out" data-ref="twinName"></div>
      <canvas class="lx-picture" data-ref="twinPicture" aria-label="The other model's reconstruction"></canvas>
      <div class="lx-hint" data-ref="twinHint"></div>
    </section>
    <dl class="lx-loss" data-ref="loss" aria-label="The loss, in nats a picture">
      <div><dt>reconstruction <small>−log p(x|z)</small></dt><dd data-ref="reconstruction"></dd></div>
      <span>+</span>
      <div><dt>KL <small>q(z|x) ‖ p(z)</small></dt><dd data-ref="kl"></dd></div>
      <span>=</span>
      <div><dt>−ELBO <small>nats a picture</small></dt><dd data-ref="negElbo"></dd></div>
      <div class="lx-aside"><dt>MSE <small>of x̂ from μ, a pixel</small></dt><dd data-ref="mse"></dd></div>
      <button data-ref="compare" type="button" aria-pressed="false"></button>
    </dl>
  </div>
  <div class="lx-draws" data-ref="draws">
    <section>
      <div class="lx-stage-name lx-out">16 draws: z = μ + σ·ε, decoded</div>
      <canvas class="lx-picture lx-sheet" data-ref="sheet" aria-label="16 draws from the posterior, decoded"></canvas>
    </section>
    <section>
      <div class="lx-stage-name lx-out">Their spread</div>
      <canvas class="lx-picture lx-spread" data-ref="spread" aria-label="Standard deviation of each pixel over the draws"></canvas>
    </section>
    <section class="lx-prose">
      <p><button data-ref="resample" type="button">Resample ε</button></p>
      <p data-ref="drawsText"></p>
    </section>
  </div>`;

const TEXT = {
  vae: {
    code: "Code: q(z|x) = N(μ, σ²)",
    hint: "Shaded: the prior N(0, 1). Bar: μ ± 2σ, to scale. Tick: the draw z.",
    twin: "Compare with the autoencoder",
    draws: "A VAE's code is a small cloud, not a point. These 16 pictures are drawn from it: where they " +
      "differ, the code left the picture open. Bright in the spread: those pixels, white at a standard deviation of ¼.",
  },
  ae: {
    code: "Code: a point z",
    hint: "An autoencoder has no σ and no prior: its code is one point.",
    twin: "Compare with the VAE",
    draws: "An autoencoder has no posterior to draw from: all 16 would be the same picture. Choose a VAE above.",
  },
};

/** The standard deviation of each pixel over n pictures (n, 784). */
function pixelSpread(pictures, n) {
  return Float32Array.from({ length: PIXELS }, (_, i) => {
    let total = 0, squares = 0;
    for (let p = 0; p < n; p++) {
      const value = pictures[p * PIXELS + i];
      total += value;
      squares += value * value;
    }
    return Math.sqrt(Math.max(0, squares / n - (total / n) ** 2));
  });
}

/** @param {HTMLElement} element @param {import("../session.js").Session} session */
export function mount(element, session) {
  const refs = build(element, HTML);
  const codes = new CodeTable(refs.codes);
  const soon = afterPaint();
  const later = background();
  let comparing = false;
  let sixteen = gaussians(DRAWS * session.maxDim);

  const showNumbers = ({ reconstruction, kl, mse }) => {
    say(refs.reconstruction, fixed(reconstruction, 1));
    say(refs.kl, fixed(kl, 1));
    say(refs.negElbo, fixed(kl === null ? null : reconstruction + kl, 1));
    say(refs.mse, fixed(mse, 4));
    countFrame(refs.loss);
  };

  const showDraws = async ({ engine, modelId, mu, logvar }) => {
    const { sheet, spread } = refs;
    if (!mu || !logvar) return [sheet, spread].forEach(blank);
    const logits = await engine.decode(modelId, drawPosterior(mu, logvar, sixteen, DRAWS), DRAWS);
    const pictures = toPixels(logits);
    paint(sheet, pictures, { columns: 8 });
    paint(spread, pixelSpread(pictures, DRAWS), { colour: heat });
    countFrame(refs.draws);
  };

  const showTwin = async () => {
    const { twin, state: { picture } } = session;
    refs.twin.hidden = !comparing || !twin;
    if (refs.twin.hidden || !picture) return blank(refs.twinPicture);
    const engine = await session.readyEngine(twin.id);
    const { mu } = await engine.encode(twin.id, picture);
    const xHat = toPixels(await engine.decode(twin.id, mu, 1));
    say(refs.twinName, `x̂, ${twin.kind === "ae" ? "autoencoder" : "VAE"}`);
    say(refs.twinHint, `same nets; MSE ${fixed(meanSquaredError(xHat, picture), 4)}`);
    paint(refs.twinPicture, xHat);
  };

  const showWords = ({ modelId }) => {
    if (element.dataset.model === modelId) return;
    element.dataset.model = modelId;
    const text = TEXT[session.model.kind];
    say(refs.codeName, text.code);
    say(refs.codeHint, text.hint);
    say(refs.compare, text.twin);
    refs.compare.hidden = !session.twin;
    say(refs.drawsText, text.draws);
    refs.resample.disabled = session.model.kind === "ae";
  };

  const showNothing = (state) => {
    [refs.seen, refs.xHat].forEach(blank);
    soon(() => {
      codes.render(session.model, null, null, null);
      showNumbers({ reconstruction: null, kl: null, mse: null });
    });
    later([() => say(refs.made, "nothing to decode yet"), showTwin, () => showDraws(state)]);
  };

  const showPicture = async (state) => {
    const { engine, modelId, picture, mu, logvar } = state;
    const { model } = session;
    const started = performance.now();
    const xHat = toPixels(await engine.decode(modelId, mu, 1));
    const ms = performance.now() - started;
    paint(refs.seen, picture);
    paint(refs.xHat, xHat);
    soon(async () => {
      const z = drawPosterior(mu, logvar, state.epsilon);
      const logits = await engine.decode(modelId, z, 1);
      if (state.modelId !== session.state.modelId) return;
      const kl = codes.render(model, mu, logvar, z);
      const reconstruction = reconstructionNats(logits, picture, model.likelihood);
      showNumbers({ reconstruction, kl, mse: meanSquaredError(xHat, picture) });
    });
    later([() => say(refs.made, made(engine, ms)), showTwin, () => showDraws(state)]);
  };

  const render = (state) => {
    showWords(state);
    return state.picture ? showPicture(state) : showNothing(state);
  };

  refs.compare.addEventListener("click", () => {
    comparing = !comparing;
    refs.compare.setAttribute("aria-pressed", String(comparing));
    redraw();
  });
  refs.resample.addEventListener("click", () => {
    sixteen = gaussians(DRAWS * session.maxDim);
    session.resample();
  });
  const redraw = live(element, session, render);
}
