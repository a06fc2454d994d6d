/** The latent code as a table: for each dimension the posterior on the prior, μ, σ, z and nats. */

import { klPerDim, sum } from "../objective.js";
import { fixed, say, zName } from "../view.js";

const BELL = Array.from({ length: 61 }, (_, i) => {
  const x = i / 60;
  return `${(100 * x).toFixed(1)},${(30 - 28 * Math.exp(-0.5 * (8 * x - 4) ** 2)).toFixed(2)}`;
}).join(" ");

// The prior's density from −4 to 4; placed by its own width, so that a wider axis keeps it true.
const PRIOR = `<svg class="lx-prior" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
  <polygon points="0,30 ${BELL} 100,30"/></svg>`;

const rowHtml = (k, variational) => `
  <div class="lx-code-row" role="row">
    <b role="cell">${zName(k)}</b>
    <span class="lx-track" role="cell">${variational ? PRIOR : ""}
      <i class="lx-posterior"></i><i class="lx-mu"></i><i class="lx-draw"></i></span>
    <span class="lx-number" role="cell"></span>
    <span class="lx-number" role="cell"></span>
    <span class="lx-nats" role="cell"><i></i><em></em></span>
  </div>`;

const HEAD = `<div class="lx-code-row lx-code-head" role="row"><span role="columnheader"></span>
  <span role="columnheader">posterior on prior</span><span role="columnheader">μ</span>
  <span role="columnheader">σ</span><span role="columnheader">KL, nats</span></div>`;

const MOST_NATS = 5; // a full bar

/** Half the axis: 4 for a VAE, more where the codes lie further out. */
const reach = ({ metrics: { mu_min: low, mu_max: high } }) =>
  Math.max(4, Math.ceil(Math.max(...high, ...low.map((value) => -value))));

export class CodeTable {
  constructor(element) {
    this.element = element;
    element.setAttribute("role", "table");
    element.setAttribute("aria-label", "The latent code");
  }

  rebuild(model) {
    if (this.model === model) return;
    this.model = model;
    const rows = Array.from({ length: model.latent_dim }, (_, k) => rowHtml(k, model.kind === "vae"));
    this.element.innerHTML = HEAD + rows.join("");
    this.element.classList.toggle("lx-many", model.latent_dim > 4);
    this.half = reach(model);
    this.rows = [...this.element.querySelectorAll(".lx-code-row:not(.lx-code-head)")].map((row) => ({
      prior: row.querySelector(".lx-prior"),
      posterior: row.querySelector(".lx-posterior"),
      mu: row.querySelector(".lx-mu"),
      draw: row.querySelector(".lx-draw"),
      numbers: row.querySelectorAll(".lx-number"),
      bar: row.querySelector(".lx-nats i"),
      nats: row.querySelector(".lx-nats em"),
    }));
    for (const { prior } of this.rows) if (prior) prior.style.width = `${(100 * 4) / this.half}%`;
  }

  percent(value) {
    return Math.min(100, Math.max(0, 50 + (50 * value) / this.half));
  }

  /** @param {Float32Array | null} z the draw to mark */
  render(model, mu, logvar, z) {
    this.rebuild(model);
    const kl = mu && logvar && klPerDim(mu, logvar);
    this.rows.forEach((row, k) => {
      const sigma = logvar ? Math.exp(0.5 * logvar[k]) : null;
      row.posterior.hidden = !mu || sigma === null;
      row.mu.hidden = !mu;
      row.draw.hidden = !mu || !z || sigma === null;
      say(row.numbers[0], mu ? fixed(mu[k]) : "–");
      say(row.numbers[1], mu && sigma !== null ? fixed(sigma, sigma < 0.1 ? 3 : 2) : "–");
      say(row.nats, kl ? fixed(kl[k]) : "–");
      row.bar.style.width = `${kl ? Math.min(100, (100 * kl[k]) / MOST_NATS) : 0}%`;
      if (!mu) return;
      row.mu.style.left = `${this.percent(mu[k])}%`;
      if (sigma === null) return;
      const [low, high] = [this.percent(mu[k] - 2 * sigma), this.percent(mu[k] + 2 * sigma)];
      row.posterior.style.left = `${low}%`;
      row.posterior.style.width = `${high - low}%`;
      if (z) row.draw.style.left = `${this.percent(z[k])}%`;
    });
    return kl ? sum(kl) : null;
  }
}
