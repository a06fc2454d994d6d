/** C4: a VAE and an autoencoder of the same nets, asked for new pictures from three laws of codes. */

import { nextSeed } from "../../maths/random.js";
import { pairOf, pairs } from "../../models/pairs.js";
import { fill, number } from "../format.js";
import { namesOf } from "../names.js";
import { segmentsHtml } from "../segments.js";
import { build, setText } from "../view.js";
import { mountChosen } from "./samplingChosen.js";
import { answer } from "./samplingSays.js";
import { mountSide } from "./samplingSide.js";
import { mountTable } from "./samplingTable.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("../../models/pairs.js").Pair} Pair */
/** @typedef {"prior" | "gaussian" | "mixture"} LawName */
/** @typedef {{d: number, dataset: string, law: LawName, seed: number, of: "vae" | "ae", sample: number}} Options */
/** @typedef {{frechet: number, confidence: number, entropy: number}} Scores */
/** @typedef {import("../../maths/mixture.js").Mixture & Scores} Law */
/** @typedef {{laws: Record<LawName, Law>, reconstructions: Scores}} Measured */
/** @typedef {{n: number, floors: Record<string, Scores>, models: Record<string, Measured>}} Figures */

/** @type {LawName[]} */
const LAWS = ["prior", "gaussian", "mixture"];
/** @type {Array<"vae" | "ae">} */
const KINDS = ["vae", "ae"];

/** @param {Text} text @param {Pair[]} all @param {Page} page */
function html(text, all, { session }) {
  const { sampling: t } = text.rooms.of;
  const dims = [...new Set(all.map(({ vae }) => vae.latent_dim))].sort((a, b) => a - b);
  const sets = [...new Set(all.map(({ vae }) => vae.dataset))];
  const titles = sets.map(
    (id) =>
      /** @type {[string, string]} */ ([id, namesOf(text, session.catalogue.datasets[id]).title]),
  );
  return `
  <div class="lx-sampling-tools">
    ${segmentsHtml(
      "lx-sampling-law",
      "law",
      t.law,
      LAWS.map((law) => [law, t.laws[law]]),
    )}
    ${
      dims.length > 1
        ? segmentsHtml(
            "lx-sampling-d",
            "d",
            text.chooser.latent_dim,
            dims.map((d) => [String(d), fill(t.numbers, { d: number(text, d, 0) })]),
          )
        : ""
    }
    ${sets.length > 1 ? segmentsHtml("lx-sampling-dataset", "dataset", text.chooser.dataset, titles) : ""}
    <button type="button" data-ref="again">${t.again}</button>
  </div>
  <div class="lx-sampling-pair">
    ${KINDS.map((kind) => `<section class="lx-sampling-one" data-ref="${kind}"></section>`).join("")}
  </div>
  <div class="lx-sampling-below">
    <section data-ref="table"></section>
    <section class="lx-sampling-chosen" data-ref="chosen"></section>
  </div>`;
}

/**
 * @param {Record<string, any>} refs
 * @param {Room} room
 * @param {Pair[]} all
 */
function listen(refs, room, all) {
  for (const law of LAWS) refs[`law-${law}`].addEventListener("change", () => room.change({ law }));
  for (const { vae } of all) {
    const { latent_dim: d, dataset } = vae;
    // Several pairs have one size, or one data set.
    for (const [ref, change] of /** @type {const} */ ([
      [`d-${d}`, { d }],
      [`dataset-${dataset}`, { dataset }],
    ])) {
      if (refs[ref]) refs[ref].onchange = () => room.change(change);
    }
  }
  refs.again.addEventListener("click", () =>
    room.change({ seed: nextSeed(room.options().seed), sample: -1 }),
  );
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, text } = page;
  const { sampling: t } = text.rooms.of;
  const all = pairs(session.catalogue.models);
  if (!all.length) {
    setText(stage, t.nothing);
    return;
  }
  const refs = build(stage, html(text, all, page));
  const sides = KINDS.map((kind) => mountSide(refs[kind], kind, page, room));
  const showTable = mountTable(refs.table, text);
  const showChosen = mountChosen(refs.chosen, page, room, (kind) =>
    sides[KINDS.indexOf(kind)].shown(),
  );
  listen(refs, room, all);
  /** @type {Figures | null} */
  let figures = null;

  const pairNow = () => {
    const { d, dataset } = /** @type {Options} */ (room.options());
    const { model } = session.state.intent;
    const pair = pairOf(all, dataset || session.catalogue.models[model].dataset, d);
    return /** @type {Pair} */ (pair);
  };

  const show = () => {
    const pair = pairNow();
    const { law: wanted, seed } = /** @type {Options} */ (room.options());
    const { latent_dim: d, dataset } = pair.vae;
    const isKnown = Boolean(figures?.models[pair.vae.id] && figures.models[pair.ae.id]);
    const law = isKnown ? wanted : "prior"; // the others were fitted when it was measured
    for (const name of LAWS) {
      refs[`law-${name}`].checked = name === law;
      refs[`law-${name}`].disabled = name !== "prior" && !isKnown;
    }
    if (refs[`d-${d}`]) refs[`d-${d}`].checked = true;
    if (refs[`dataset-${dataset}`]) refs[`dataset-${dataset}`].checked = true;
    sides.forEach((side, i) => {
      const config = pair[KINDS[i]];
      const found = isKnown ? figures?.models[config.id] : null;
      side.show(config, found?.laws[law] ?? null, seed, figures?.n ?? null);
    });
    showTable(figures, pair, law);
    answer(page, room, figures, pair);
  };

  room.live(({ d, dataset, law, seed }, { intent }) => [d, dataset, law, seed, intent.model], show);
  room.live(
    ({ of, sample }) => [of, sample],
    () => {
      const { of, sample } = /** @type {Options} */ (room.options());
      for (const [i, side] of sides.entries()) side.choose(KINDS[i] === of ? sample : -1);
      showChosen();
    },
  );
  for (const side of sides) side.listen(showChosen);
  room.measured("sampling", (found) => {
    figures = found.figures;
    show();
  });
}
