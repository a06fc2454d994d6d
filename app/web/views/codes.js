/** The latent code as a table: for each dimension the posterior on the prior, μ, σ, z and nats. */

import { klPerDim } from "../maths/objective.js";
import { DRAWS } from "./draws.js";
import { fixed, sigmaDecimals, zName } from "./format.js";
import { marked } from "./marked.js";
import { setHidden, setText } from "./view.js";

/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../text/en.js").Text} Text */

const BELL = Array.from({ length: 61 }, (_, i) => {
  const x = i / 60;
  return `${(100 * x).toFixed(1)},${(30 - 28 * Math.exp(-0.5 * (8 * x - 4) ** 2)).toFixed(2)}`;
}).join(" ");

// The prior's density from −4 to 4; placed by its own width, so that a wider axis keeps it true.
const PRIOR = `<svg class="lx-prior" viewBox="0 0 100 30" preserveAspectRatio="none"
  aria-hidden="true"><polygon points="0,30 ${BELL} 100,30"/></svg>`;

const MOST_NATS = 5; // a full bar

/** An autoencoder's number is z itself. @param {number} k @param {boolean} isVariational */
const rowHtml = (k, isVariational) => `
  <div class="lx-code-row" role="row">
    <b role="cell">${zName(k)}</b>
    <span class="lx-track" role="cell">${isVariational ? PRIOR : ""}
      <i class="lx-posterior" data-part="sigma"></i>${'<i class="lx-dot"></i>'.repeat(DRAWS)}
      <i class="lx-guess" hidden></i><i class="lx-mu" data-part="${isVariational ? "mu" : "z"}"></i>
      <i class="lx-draw" data-part="${isVariational ? "z" : ""}"></i></span>
    <span class="lx-number" data-part="${isVariational ? "mu" : "z"}" role="cell"></span>
    <span class="lx-number" data-part="${isVariational ? "sigma" : ""}" role="cell"></span>
    <span class="lx-nats" role="cell"><i></i><em></em></span>
  </div>`;

/** A heading, or an empty cell: an empty heading is a fault. @param {string} name */
const heading = (name) => `<span role="${name ? "columnheader" : "cell"}">${marked(name)}</span>`;

/** @param {Text} text @param {boolean} isVariational */
const headHtml = ({ reconstruct: { columns } }, isVariational) => {
  const { posterior, code, mu, sigma, kl, z } = columns;
  const names = isVariational ? ["", posterior, mu, sigma, kl] : ["", code, z, "", ""];
  return `<div class="lx-code-row lx-code-head" role="row">${names.map(heading).join("")}</div>`;
};

/** Half the axis: 4 for a VAE, more where the codes lie further out. @param {ModelConfig} config */
const reach = ({ metrics: { mu_min: low, mu_max: high } }) =>
  Math.max(4, Math.ceil(Math.max(...high, ...low.map((value) => -value))));

/** @param {HTMLElement} row */
function partsOf(row) {
  /** @param {string} selector */
  const one = (selector) => /** @type {HTMLElement} */ (row.querySelector(selector));
  const numbers = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll(".lx-number"));
  return {
    prior: one(".lx-prior"),
    posterior: one(".lx-posterior"),
    mu: one(".lx-mu"),
    guess: one(".lx-guess"),
    draw: one(".lx-draw"),
    dots: /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll(".lx-dot")),
    numbers,
    bar: one(".lx-nats i"),
    nats: one(".lx-nats em"),
  };
}

/**
 * @typedef {object} Code what the table shows; all null while there is no picture
 * @property {Float32Array | null} mu
 * @property {Float32Array | null} logvar
 * @property {Float32Array | null} sigma as it is drawn
 * @property {Float32Array | null} draws (DRAWS, d)
 * @property {number} draw the one that is looked at
 * @property {Float32Array | null} guess the encoder's centre of an improved code, else null
 */

/**
 * @param {HTMLElement} element
 * @param {Text} text
 */
export function mountCodes(element, text) {
  element.setAttribute("role", "table");
  element.setAttribute("aria-label", text.reconstruct.codeLabel);
  /** @type {ModelConfig | null} */
  let shown = null;
  let half = 4;
  /** @type {ReturnType<typeof partsOf>[]} */
  let rows = [];

  /** @param {ModelConfig} config */
  const rebuild = (config) => {
    if (shown === config) return;
    shown = config;
    half = reach(config);
    const isVariational = config.kind === "vae";
    const html = Array.from({ length: config.latent_dim }, (_, k) => rowHtml(k, isVariational));
    element.innerHTML = headHtml(text, isVariational) + html.join("");
    element.classList.toggle("lx-many", config.latent_dim > 4);
    element.classList.toggle("lx-points", !isVariational);
    const found = /** @type {NodeListOf<HTMLElement>} */ (
      element.querySelectorAll(".lx-code-row:not(.lx-code-head)")
    );
    rows = [...found].map(partsOf);
    for (const { prior } of rows) if (prior) prior.style.width = `${(100 * 4) / half}%`;
  };

  /** @param {number} value */
  const percent = (value) => Math.min(100, Math.max(0, 50 + (50 * value) / half));

  /** @param {ReturnType<typeof partsOf>} row @param {number} k @param {Code} code */
  const place = (row, k, { mu, sigma, draws, draw, guess }) => {
    if (!mu) return;
    setHidden(row.guess, !guess);
    if (guess) row.guess.style.left = `${percent(guess[k])}%`;
    row.mu.style.left = `${percent(mu[k])}%`;
    if (sigma) {
      const [low, high] = [percent(mu[k] - 2 * sigma[k]), percent(mu[k] + 2 * sigma[k])];
      row.posterior.style.left = `${low}%`;
      row.posterior.style.width = `${high - low}%`;
    }
    if (!draws) return;
    row.dots.forEach((dot, i) => {
      dot.style.left = `${percent(draws[i * mu.length + k])}%`;
    });
    row.draw.style.left = `${percent(draws[draw * mu.length + k])}%`;
  };

  /**
   * @param {ModelConfig} config
   * @param {Code} code
   * @param {boolean} isMoving whether the draws leave μ before our eyes
   */
  const render = (config, code, isMoving) => {
    rebuild(config);
    element.classList.remove("lx-moving");
    if (isMoving && code.mu && code.draws) {
      const { mu, draws } = code;
      const still = { ...code, draws: draws.map((_, i) => mu[i % mu.length]) };
      rows.forEach((row, k) => {
        place(row, k, still);
      });
      element.getBoundingClientRect(); // laid out at μ, so that what follows is a way from there
      element.classList.add("lx-moving");
    }
    const { mu, logvar, sigma, draws } = code;
    const kl = mu && logvar && klPerDim(mu, logvar);
    rows.forEach((row, k) => {
      const spread = logvar ? Math.exp(0.5 * logvar[k]) : null;
      row.posterior.hidden = !mu || !sigma;
      row.mu.hidden = !mu;
      row.draw.hidden = !mu || !draws;
      for (const dot of row.dots) dot.hidden = row.draw.hidden;
      const none = config.kind === "vae" ? "–" : "";
      setText(row.numbers[0], mu ? fixed(mu[k]) : "–");
      setText(row.numbers[1], spread === null ? none : fixed(spread, sigmaDecimals(spread)));
      setText(row.nats, kl ? fixed(kl[k]) : none);
      row.bar.style.width = `${kl ? Math.min(100, (100 * kl[k]) / MOST_NATS) : 0}%`;
      place(row, k, code);
    });
  };
  return { render };
}
