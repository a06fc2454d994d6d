/** A batch in slow motion: its pictures go through both nets, and the gradient comes back. */

import { SIDE } from "../../maths/pictures.js";
import { fixed } from "../format.js";
import { marked } from "../marked.js";
import { add } from "../svg.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../models/training/batch.js").Batch} Batch */
/** @typedef {import("../../models/training/vae.js").Terms} Terms */

const REACH = 3.2; // σ of the prior that are in sight
const BEAT = 170; // ms from one part to the next
/** In the order of the step: the loss is half-way, then the gradient comes back. */
const PARTS = ["x", "encoder", "code", "decoder", "xHat", "loss", "decoderBack", "encoderBack"];

/** @param {import("../../text/en.js").Text} text */
const html = ({ train: { batch: t }, reconstruct: r }) => `
  <figcaption class="lx-stage-name">${t.name}</figcaption>
  <div class="lx-batch" role="img" aria-label="${t.label}">
    <div class="lx-batch-part lx-data" data-ref="x"><b>x</b><canvas class="lx-picture"></canvas></div>
    <div class="lx-batch-part lx-batch-net lx-batch-encoder" data-ref="encoder"><b>${r.encoder}</b>
      <div data-ref="encoderBack"></div></div>
    <div class="lx-batch-part lx-latent" data-ref="code"><b>${marked(t.code)}</b>
      <svg viewBox="${-REACH} ${-REACH} ${2 * REACH} ${2 * REACH}" aria-hidden="true"></svg></div>
    <div class="lx-batch-part lx-batch-net lx-batch-decoder" data-ref="decoder"><b>${r.decoder}</b>
      <div data-ref="decoderBack"></div></div>
    <div class="lx-batch-part lx-out" data-ref="xHat"><b>x̂</b><canvas class="lx-picture"></canvas></div>
    <div class="lx-batch-part lx-batch-loss" data-ref="loss"><b>${t.loss}</b>
      <output dir="ltr" data-ref="nats"></output></div>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {import("../../text/en.js").Text} text
 * @returns {(batch: Batch, terms: Terms, beta: number) => void}
 */
export function mountBatch(element, text) {
  const refs = build(element, html(text));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const svg = refs.code.querySelector("svg");

  /** @param {string} name @param {Batch["x"]} pixels @param {number} n */
  const put = (name, pixels, n) => {
    const canvas = refs[name].querySelector("canvas");
    Object.assign(canvas, { width: (n / 2) * SIDE, height: 2 * SIDE });
    canvas.getContext("2d").putImageData(new ImageData(pixels, (n / 2) * SIDE, 2 * SIDE), 0, 0);
  };

  /** @param {Batch} batch */
  const showCodes = ({ n, mu, sigma, z }) => {
    svg.replaceChildren();
    for (const r of [1, 2, 3]) add("circle", svg, { r, class: "lx-batch-ring" });
    for (let i = 0; i < n; i++) {
      const [x, y] = [mu[2 * i], -mu[2 * i + 1]];
      const [rx, ry] = [2 * sigma[2 * i], 2 * sigma[2 * i + 1]];
      add("ellipse", svg, { cx: x, cy: y, rx, ry, class: "lx-batch-sigma" });
      add("path", svg, { d: `M${x} ${y}L${z[2 * i]} ${-z[2 * i + 1]}`, class: "lx-batch-step" });
      add("circle", svg, { cx: z[2 * i], cy: -z[2 * i + 1], r: 0.11, class: "lx-batch-z" });
    }
  };

  /** @param {"encoder" | "decoder"} half @param {number[]} slopes @param {number} most */
  const showSlopes = (half, slopes, most) => {
    const place = refs[`${half}Back`];
    place.innerHTML = slopes
      .map(
        (slope, k) => `<span class="lx-batch-slope" dir="ltr"><small>‖∇W<sub>${k + 1}</sub>‖</small>
          <i style="--lx-share: ${most > 0 ? slope / most : 0}"></i>
          <small class="lx-number">${fixed(slope, slope < 10 ? 2 : 0)}</small></span>`,
      )
      .join("");
  };

  /** One part after the other lights up. */
  const animate = () => {
    if (calm.matches) return;
    PARTS.forEach((name, i) => {
      refs[name].animate([{ opacity: 0.15 }, { opacity: 1 }], {
        duration: 1.6 * BEAT,
        delay: i * BEAT,
        fill: "backwards",
      });
    });
  };

  return (batch, { reconstruction, kl }, beta) => {
    put("x", batch.x, batch.n);
    put("xHat", batch.xHat, batch.n);
    showCodes(batch);
    const most = Math.max(...batch.slopes.encoder, ...batch.slopes.decoder);
    for (const half of /** @type {const} */ (["encoder", "decoder"])) {
      showSlopes(half, batch.slopes[half], most);
    }
    setText(refs.nats, fixed(reconstruction + beta * kl, 1));
    animate();
  };
}
