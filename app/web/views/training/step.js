/** The five lines of a training step as PyTorch writes them, each beside what it came to. */

import { fixed } from "../format.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../models/training/work.js").Snapshot} Snapshot */
/** @typedef {import("../../session/training.js").TrainOptions} TrainOptions */

const CODE = {
  encode: "mu, logvar = encoder(x).chunk(2, -1)",
  draw: "z = mu + (logvar / 2).exp() * randn_like(mu)",
  loss: "loss = bce(decoder(z), x) + beta * kl(mu, logvar)",
  back: "loss.backward()",
  step: "adam.step()",
};
const WITHOUT_NOISE = "z = mu";

/** @typedef {keyof typeof CODE} Line */
const LINES = /** @type {Line[]} */ (Object.keys(CODE));

/** @param {number} value */
const short = (value) => fixed(value, Math.abs(value) < 10 ? 2 : 1);

/**
 * @param {Snapshot} snapshot
 * @param {TrainOptions} options
 * @returns {Record<Line, string>}
 */
export function figuresOf({ last, spread, slope, step }, { beta, noise, rate }) {
  const loss = last ? last.reconstruction + beta * last.kl : Number.NaN;
  const terms = `${short(last?.reconstruction ?? Number.NaN)} + ${beta} · ${short(last?.kl ?? Number.NaN)}`;
  return {
    encode: `√⟨μ²⟩ = ${fixed(spread.mu)}`,
    draw: noise ? `⟨σ⟩ = ${fixed(spread.sigma, 3)}` : "σ · ε = 0",
    loss: `${terms} = ${short(loss)}`,
    back: `‖∇‖ = ${step ? short(slope) : "–"}`,
    step: `t = ${fixed(step, 0)}, η = ${rate}`,
  };
}

/**
 * @param {HTMLElement} element
 * @param {import("../../text/en.js").Text} text
 * @returns {(snapshot: Snapshot, options: TrainOptions) => void}
 */
export function mountStep(element, text) {
  const { train: t } = text;
  const rows = LINES.map(
    (line) => `<li><span class="lx-train-why">${t.lines[line]}</span>
      <code data-ref="${line}-code"></code><output data-ref="${line}">–</output></li>`,
  );
  const refs = build(element, `<ol class="lx-train-lines">${rows.join("")}</ol>`);
  for (const line of LINES) {
    setText(refs[`${line}-code`], CODE[line]);
    for (const ref of [`${line}-code`, line]) refs[ref].dir = "ltr";
  }
  return (snapshot, options) => {
    const figures = figuresOf(snapshot, options);
    for (const line of LINES) setText(refs[line], figures[line]);
    setText(refs["draw-code"], options.noise ? CODE.draw : WITHOUT_NOISE);
  };
}
