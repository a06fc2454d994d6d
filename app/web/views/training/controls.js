/** What can be changed of a training, each with a sentence of what it does to the loss. */

import { AMOUNTS, BATCHES, BETAS, RATES, WIDTHS } from "../../session/training.js";
import { fixed, number } from "../format.js";
import { build, onChange, setText } from "../view.js";
import { mountDrawings } from "./drawings.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../session/training.js").TrainOptions} TrainOptions */

/** @type {Record<"pictures" | "hidden" | "batch" | "rate", number[]>} */
const CHOICES = { pictures: AMOUNTS, hidden: WIDTHS, batch: BATCHES, rate: RATES };
const NAMES = /** @type {Array<keyof typeof CHOICES>} */ (Object.keys(CHOICES));

/** The place on the slider that is nearest to a β. @param {number} beta */
export const placeOf = (beta) =>
  BETAS.reduce((best, value, i) => {
    const isNearer = Math.abs(value - beta) < Math.abs(BETAS[best] - beta);
    return isNearer ? i : best;
  }, 0);

/** @param {import("../../text/en.js").Text} text */
const html = (text) => {
  const { controls: t } = text.train;
  return `
  <div class="lx-train-control lx-train-beta">
    <label for="lx-train-beta">${t.beta.name}
      <bdi dir="ltr">β = <b data-ref="betaValue"></b></bdi></label>
    <input type="range" id="lx-train-beta" min="0" max="${BETAS.length - 1}" step="1"
      data-ref="beta" aria-describedby="lx-train-beta-says">
    <p class="lx-hint" id="lx-train-beta-says">${t.beta.says}</p>
  </div>
  <div class="lx-train-control">
    <label class="lx-check"><input type="checkbox" data-ref="noise"
      aria-describedby="lx-train-noise-says"> ${t.noise.name}</label>
    <p class="lx-hint" id="lx-train-noise-says">${t.noise.says}</p>
  </div>
  <details class="lx-room-more lx-train-more" data-ref="more"><summary>${t.more}</summary>
    <div class="lx-train-control" data-ref="data"></div>
    ${NAMES.map(
      (name) => `<div class="lx-train-control lx-train-choice">
      <label for="lx-train-${name}">${t[name].name}</label>
      <select id="lx-train-${name}" data-ref="${name}"
        aria-describedby="lx-train-${name}-says"></select>
      <p class="lx-hint" id="lx-train-${name}-says">${t[name].says}</p></div>`,
    ).join("")}
    <div class="lx-train-control lx-train-choice">
      <label for="lx-train-seed">${t.seed.name}</label>
      <input type="number" id="lx-train-seed" min="0" max="9999" step="1" data-ref="seed"
        aria-describedby="lx-train-seed-says">
      <p class="lx-hint" id="lx-train-seed-says">${t.seed.says}</p></div>
  </details>`;
};

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {() => import("../../models/types").DatasetConfig} datasetNow
 */
export function mountControls(element, page, datasetNow) {
  const { session, text } = page;
  const refs = build(element, html(text));
  mountDrawings(refs.data, page, datasetNow);
  const change = (/** @type {Partial<TrainOptions>} */ changes) =>
    session.dispatch({ type: "trainingChanged", changes });
  for (const name of NAMES) {
    refs[name].append(
      ...CHOICES[name].map((value) => {
        const words = name === "rate" ? String(value) : number(text, value, 0);
        return new Option(words, String(value));
      }),
    );
    refs[name].addEventListener("change", () => change({ [name]: Number(refs[name].value) }));
  }
  refs.beta.addEventListener("input", () => change({ beta: BETAS[refs.beta.valueAsNumber] }));
  refs.noise.addEventListener("change", () => change({ noise: refs.noise.checked }));
  refs.seed.addEventListener("change", () => change({ seed: refs.seed.valueAsNumber }));
  onChange(
    session,
    ({ intent }) => [intent.train],
    ({ intent: { train } }) => {
      const place = String(placeOf(train.beta));
      if (refs.beta.value !== place) refs.beta.value = place;
      refs.beta.setAttribute("aria-valuetext", `β = ${train.beta}`);
      setText(refs.betaValue, fixed(train.beta, train.beta % 1 ? 2 : 0));
      refs.noise.checked = train.noise;
      refs.seed.value = String(train.seed);
      for (const name of NAMES) refs[name].value = String(train[name]);
      refs.pictures.disabled = train.data === "mine";
      if (train.data === "mine") refs.more.open = true;
    },
  );
}
