/** What the nets of four errors say: the sentences, chosen by their figures. */

import { fill, fixed, fixedPercent, number } from "../format.js";
import { marked } from "../marked.js";

/** The nets, by the names that the measurement has for them. */
export const NETS = /** @type {const} */ ({
  bce: "mnist-vae-2d-beta-1",
  mse: "mnist-vae-2d-mse",
  learned: "mnist-vae-2d-mse-learned-variance",
  averaged: "mnist-vae-2d-averaged",
});
export const NAMES = /** @type {Name[]} */ (Object.keys(NETS));

/** @typedef {keyof typeof NETS} Name */
/** @typedef {import("../../text/en.js").Text} Text */
/**
 * @typedef {object} Net what was measured of one
 * @property {string} id
 * @property {"bernoulli" | "gaussian"} likelihood
 * @property {number | null} variance of a gaussian's pixel
 * @property {number} beta
 * @property {number | null} beta_of_squared_error
 * @property {number} kl_nats
 * @property {number} mse
 * @property {number} grey the share of x̂'s pixels that are neither black nor white
 * @property {number} grey_pictures of the pictures themselves
 * @property {{frechet: number}} samples what its draws from the prior scored
 */
/** @typedef {{factor: number, nets: Record<Name, Net>}} Figures */

const NOTHING = 0.01; // nats: a code of less carries nothing
const ALIKE = 0.05; // of a figure, within which two nets trained once each are called alike

/** How heavy the KL is beside the sum of the errors. @param {Net} net */
const weightOf = ({ beta, beta_of_squared_error: squared }) => squared ?? beta;

/** Which of the room's choices is right. @param {Figures} figures */
export function truthOf({ nets: { bce, averaged } }) {
  if (averaged.kl_nats < NOTHING) return "nothing";
  return averaged.mse > (1 + ALIKE) * bce.mse ? "worse" : "same";
}

/** @param {number} a @param {number} b @returns {"less" | "alike" | "more"} */
const compared = (a, b) => {
  if (Math.abs(a - b) <= ALIKE * Math.max(a, b)) return "alike";
  return a < b ? "less" : "more";
};

/** @param {Text} text @param {number} share */
const percent = (text, share) => number(text, 100 * share, 1);

/**
 * The answer with how MSE and BCE compare, whose pictures are the sharper, and the reason.
 *
 * @param {Text} text
 * @param {Figures} figures
 */
export function says(text, figures) {
  const { likelihood: t } = text.rooms.of;
  const { bce, mse, learned, averaged } = figures.nets;
  const truth = truthOf(figures);
  const collapse = fill(t.answer[truth], {
    kl: number(text, averaged.kl_nats),
    bceKl: number(text, bce.kl_nats),
    mse: number(text, averaged.mse, 4),
    bceMse: number(text, bce.mse, 4),
  });
  const error = fill(t.lower[compared(mse.mse, bce.mse)], {
    mse: number(text, mse.mse, 4),
    bce: number(text, bce.mse, 4),
  });
  const grey = fill(t.greyer[compared(bce.grey, mse.grey)], {
    bce: percent(text, bce.grey),
    mse: percent(text, mse.grey),
    own: percent(text, bce.grey_pictures),
  });
  const factor = number(text, figures.factor, 0);
  const weight = fill(t.weighs, {
    variance: fixed(mse.variance),
    mse: fixed(weightOf(mse)),
    learned: fixed(weightOf(learned), 3),
  });
  const why = [fill(t.why, { factor }), truth === "nothing" ? t.cheapest : "", weight];
  return {
    answer: [collapse, error].join(" "),
    grey,
    why: why.filter(Boolean).join(" "),
  };
}

/** @param {Text} text @param {Figures} figures */
export function tableHtml(text, { nets }) {
  const { likelihood: t } = text.rooms.of;
  const columns = /** @type {const} */ (["mse", "kl", "grey", "samples"]);
  const head = columns.map((column) => `<th scope="col">${marked(t.columns[column])}</th>`);
  const rows = NAMES.map((name) => {
    const net = nets[name];
    const values = [
      fixed(net.mse, 4),
      fixed(net.kl_nats, 2),
      fixedPercent(net.grey),
      fixed(net.samples.frechet, 0),
    ];
    return `<tr data-net="${name}"><th scope="row">${t.nets[name]}</th>${values
      .map((value) => `<td dir="ltr">${value}</td>`)
      .join("")}</tr>`;
  });
  return `<table class="lx-lik-figures"><caption>${marked(t.caption)}</caption>
    <thead><tr><td></td>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** The weights of KL as bars from one power of ten to another. @param {Text} text @param {Figures} figures */
export function weightsHtml(text, { nets }) {
  const { likelihood: t } = text.rooms.of;
  const logs = NAMES.map((name) => Math.log10(weightOf(nets[name])));
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const share = (/** @type {number} */ log) => (100 * (log - low)) / (high - low || 1);
  const bars = NAMES.map((name, k) => {
    const [from, to] = [share(0), share(logs[k])].sort((a, b) => a - b);
    const value = weightOf(nets[name]);
    return `<li data-net="${name}"><span>${t.nets[name]}</span>
      <span class="lx-lik-track" dir="ltr"><i style="left: ${share(0)}%"></i>
      <b style="left: ${from}%; width: ${to - from}%"></b></span>
      <em dir="ltr">${fixed(value, value < 1 ? 3 : 0)}</em></li>`;
  });
  return `<h3 class="lx-stage-name">${marked(t.weights)}</h3>
    <ul class="lx-lik-weights">${bars.join("")}</ul><p class="lx-lik-note">${t.weightsNote}</p>`;
}
