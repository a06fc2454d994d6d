/** What KL costs: a posterior on the prior, moved by hand, and its price in nats. */

import { estimates } from "../../maths/kl.js";
import { gaussians } from "../../maths/random.js";
import { fill, fixed, number } from "../format.js";
import { marked } from "../marked.js";
import { segmentsHtml } from "../segments.js";
import { build, setText } from "../view.js";
import { MOST, mountDraws, WIDTH } from "./klDraws.js";
import { handSigma, MOST_MU, SIGMAS } from "./klLayout.js";
import { mountMine } from "./klMine.js";
import { mountPlot } from "./klPlot.js";
import { klOf, mountTerms } from "./klTerms.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./klLayout.js").Code} Code */

/** What the question asks. */
const ASKED = { dims: 1, mu: [0], sigma: [0.1] };
const SUBSCRIPTS = "₁₂";

/** The same by PyTorch's own closed form, for a terminal. */
const COMMAND = `python -c "from torch.distributions import Normal, kl_divergence; print(kl_divergence(Normal(${ASKED.mu[0].toFixed(1)}, ${ASKED.sigma[0]}), Normal(0.0, 1.0)))"`;

/** @param {Text} text @param {"mu" | "sigma"} of @param {number} k */
const sliderHtml = ({ rooms }, of, k) => {
  const [low, high] = of === "mu" ? [-MOST_MU, MOST_MU] : SIGMAS.map(Math.log);
  const sign = `${of === "mu" ? "μ" : "σ"}${SUBSCRIPTS[k]}`;
  const label = fill(rooms.of.kl.slider[of], { name: sign });
  return `<label class="lx-kl-slider" data-ref="${of}Row${k}"><bdi class="lx-latent" dir="ltr"
      data-ref="${of}Name${k}">${sign}</bdi>
    <input type="range" min="${low}" max="${high}" step="0.01" data-ref="${of}${k}"
      aria-label="${label}"><output dir="ltr" data-ref="${of}Value${k}"></output></label>`;
};

/** @param {Text} text */
const html = (text) => {
  const { kl: t } = text.rooms.of;
  return `
  <div class="lx-kl-code">
    <div class="lx-kl-head">
      <p class="lx-kl-total"><bdi dir="ltr">${marked(t.total)} =
        <b data-ref="total"></b></bdi> <small>${marked(t.nats)}</small></p>
      ${segmentsHtml("lx-kl-dims", "dims", t.dims, [
        ["1", t.dimsOf.one],
        ["2", t.dimsOf.two],
      ])}
    </div>
    <div class="lx-kl-plot" dir="ltr" tabindex="0" role="application" aria-label="${t.plot}"
      data-ref="plot"></div>
    <p class="lx-kl-legend"><span>${marked(t.prior)}</span>
      <span class="lx-kl-is-q">${marked(t.posterior)}</span></p>
    <div class="lx-kl-sliders">${[0, 1]
      .map((k) => sliderHtml(text, "mu", k) + sliderHtml(text, "sigma", k))
      .join("")}</div>
  </div>
  <div class="lx-kl-price">
    <section data-ref="terms"></section>
    <section class="lx-kl-draws" data-ref="draws"></section>
    <section data-ref="mine"></section>
  </div>`;
};

/** A code as it is read out. @param {Code} code */
const saidOf = ({ dims, mu, sigma }) =>
  mu
    .slice(0, dims)
    .map((m, k) => `μ ${fixed(m)}, σ ${fixed(sigma[k], 3)}`)
    .join("; ");

/**
 * @param {Record<string, any>} refs
 * @param {Room} room
 */
function listenToSliders(refs, room) {
  for (const k of [0, 1]) {
    const replaced = (/** @type {number[]} */ list, /** @type {number} */ value) =>
      list.map((old, i) => (i === k ? value : old));
    refs[`mu${k}`].addEventListener("input", () =>
      room.change({ mu: replaced(room.options().mu, refs[`mu${k}`].valueAsNumber) }),
    );
    refs[`sigma${k}`].addEventListener("input", () => {
      const sigma = handSigma(Math.exp(refs[`sigma${k}`].valueAsNumber));
      room.change({ sigma: replaced(room.options().sigma, sigma) });
    });
    const dims = k + 1;
    refs[`dims-${dims}`].addEventListener("change", () => room.change({ dims }));
  }
}

/** @param {Record<string, any>} refs @param {Code} code */
function showSliders(refs, { dims, mu, sigma }) {
  for (const k of [0, 1]) {
    refs[`dims-${k + 1}`].checked = dims === k + 1;
    for (const [of, value, at, places] of /** @type {const} */ ([
      ["mu", mu[k], mu[k], 2],
      ["sigma", sigma[k], Math.log(sigma[k]), 3],
    ])) {
      const input = refs[`${of}${k}`];
      refs[`${of}Row${k}`].hidden = k >= dims;
      if (Math.abs(input.valueAsNumber - at) > 0.0051) input.value = String(at);
      input.ariaValueText = fixed(value, places);
      setText(refs[`${of}Value${k}`], fixed(value, places));
    }
    setText(refs.muName0, dims === 1 ? "μ" : "μ₁");
    setText(refs.sigmaName0, dims === 1 ? "σ" : "σ₁");
  }
}

/** What the question asks, in closed form and by draws. @param {Page} page @param {Room} room */
function answer({ session, text }, room) {
  const { kl: t } = text.rooms.of;
  const { seed } = session.state.intent;
  const [{ mean, error }] = estimates(
    ASKED.mu,
    ASKED.sigma,
    gaussians(seed, WIDTH * MOST),
    [MOST],
    WIDTH,
  );
  const say = (/** @type {number} */ value) => number(text, value);
  const kl = klOf(ASKED);
  const says = { kl: say(kl), n: number(text, MOST, 0), mean: say(mean) };
  room.setTruth(kl < 0.05 ? "none" : kl < 10 ? "few" : "many");
  room.setAnswer(fill(t.answer, { ...says, error: say(2 * error) }));
  room.setWhy(t.why);
  const protocol = {
    closed_form: "½ (μ² + σ² − 1 − ln σ²)",
    estimate: "1/n Σ (ln q(z) − ln p(z)), z = μ + σ ε",
    draws: MOST,
    seed,
  };
  room.setProtocol(protocol, COMMAND);
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { text } = page;
  const { kl: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const code = () => /** @type {Code} */ (room.options());
  const say = () => fill(t.said, { code: saidOf(code()), kl: fixed(klOf(code())) });
  const showPlot = mountPlot(refs.plot, page, room, say);
  const showTerms = mountTerms(refs.terms, text);
  const showDraws = mountDraws(refs.draws, page, room);
  const showMine = mountMine(refs.mine, page, room);
  listenToSliders(refs, room);

  const set = Object.assign(document.createElement("button"), { type: "button" });
  set.textContent = t.set;
  set.addEventListener("click", () => {
    const { mu, sigma } = code();
    room.change({ dims: 1, mu: [ASKED.mu[0], mu[1]], sigma: [ASKED.sigma[0], sigma[1]] });
  });
  room.answer.replaceChildren(set);

  room.live(
    ({ dims, mu, sigma }) => [dims, mu, sigma],
    () => {
      showPlot();
      setText(refs.total, fixed(klOf(code())));
      showSliders(refs, code());
      showTerms(code());
    },
  );
  room.live(
    ({ dims, mu, sigma, draws }, { intent }) => [dims, mu, sigma, draws, intent.seed],
    showDraws,
  );
  room.live(
    ({ ones }, { frame }) => [ones, frame],
    (_, state) => showMine(state),
  );
  room.live(
    (_, { intent }) => [intent.seed],
    () => answer(page, room),
  );
}
