/** The latent code: on a small map where it has two numbers, else a row a dimension. */

import { gaussians } from "../maths/random.js";
import { mountCodeMap } from "./codeMap.js";
import { mountCodes } from "./codes.js";
import { classColours } from "./colours.js";
import { DRAWS } from "./draws.js";
import { fixed, sigmaDecimals, zName } from "./format.js";
import { marked } from "./marked.js";
import { background } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Frame} Frame */
/**
 * @typedef {object} Shown
 * @property {Frame} of
 * @property {Float32Array | null} sigma (d) as it is drawn; null where there is none
 * @property {Float32Array | null} draws (DRAWS, d)
 */

/** z = μ + σ · ε in signs, above its numbers. @param {import("../text/en.js").Text} text */
const equationHtml = ({ reconstruct: { equationLabel, columns } }) => `
  <caption class="lx-unseen">${equationLabel}</caption>
  <thead><tr><td></td>
    <th scope="col" class="lx-is-z">${marked(columns.z)}</th><td>=</td>
    <th scope="col" class="lx-is-mu">${marked(columns.mu)}</th><td>+</td>
    <th scope="col" class="lx-is-sigma">${marked(columns.sigma)}</th><td>·</td>
    <th scope="col" class="lx-is-epsilon">${marked(columns.epsilon)}</th></tr></thead>
  <tbody></tbody>`;

/**
 * z = μ + σ · ε of one draw, a line a dimension.
 *
 * @param {Shown} shown
 * @param {number} draw
 * @param {number} seed
 */
function equation({ of: { mu, logvar }, sigma, draws }, draw, seed) {
  if (!mu || !sigma || !draws || !logvar) return "";
  const epsilon = gaussians(seed, DRAWS * mu.length);
  const rows = [...mu].map((value, k) => {
    const i = draw * mu.length + k;
    const places = Math.max(2, sigmaDecimals(sigma[k]));
    return `<tr><th scope="row">${zName(k)}</th>
      <td class="lx-is-z">${fixed(draws[i], places)}</td><td>=</td>
      <td class="lx-is-mu">${fixed(value, places)}</td><td>+</td>
      <td class="lx-is-sigma">${fixed(sigma[k], places)}</td><td>·</td>
      <td class="lx-is-epsilon">${fixed(epsilon[i], 2)}</td></tr>`;
  });
  return rows.join("");
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountCode(element, { session, codes, text }) {
  element.innerHTML = `<div class="lx-code-map" dir="ltr" hidden></div>
    <div class="lx-codes" dir="ltr" hidden></div>
    <table class="lx-equation" dir="ltr" hidden>${equationHtml(text)}</table>`;
  const [square, rows, table] = /** @type {HTMLElement[]} */ ([...element.children]);
  const numbers = /** @type {HTMLElement} */ (table.querySelector("tbody"));
  const map = mountCodeMap(square, text);
  const list = mountCodes(rows, text);
  const later = background(session, "code");
  let ground = "";
  /** @type {Shown | null} */
  let last = null;

  /** @param {import("../models/types").ModelConfig} config */
  const showGround = (config) => {
    if (ground === config.id) return;
    ground = config.id;
    map.ground(config, null, []);
    later([
      async () => {
        const found = await codes.get(config);
        return () => {
          const { classes } = session.catalogue.datasets[config.dataset];
          map.ground(config, found, classColours(square, classes.length));
          if (last?.of.model.config === config) show(last, false);
        };
      },
    ]);
  };

  /** @param {Shown} shown @param {boolean} isMoving whether ε was drawn anew */
  const show = (shown, isMoving) => {
    last = shown;
    const { of, sigma, draws } = shown;
    const { config } = of.model;
    const { seed, reconstruct } = session.state.intent;
    const { draw } = reconstruct;
    const isFlat = config.latent_dim === 2;
    square.hidden = !isFlat;
    rows.hidden = isFlat;
    if (isFlat) {
      showGround(config);
      map.show({ mu: of.mu, sigma, draws, draw }, isMoving);
    } else list.render(config, { mu: of.mu, logvar: of.logvar, sigma, draws, draw }, isMoving);
    numbers.innerHTML = isFlat ? equation(shown, draw, seed) : "";
    table.hidden = !numbers.firstChild;
  };
  return { show };
}
