/** Whether samples are new: how near they lie to what was trained on, beside pictures that are. */

import { findingOf, inCells, shareNearer } from "../../maths/copying.js";
import { fill, fixed, number } from "../format.js";
import { escaped, marked, setMarked } from "../marked.js";
import { modelName, namesOf } from "../names.js";
import { segmentsHtml } from "../segments.js";
import { build } from "../view.js";
import { mountLine } from "./noveltyLine.js";
import { mountPairs } from "./noveltyPairs.js";
import { mountHistogram } from "./noveltyPlot.js";
import { answerOf, whyOf } from "./noveltyWords.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./noveltyPairs.js").Example} Example */
/**
 * @typedef {object} Found of one model
 * @property {number} median
 * @property {number} z
 * @property {number} z_in_cells the mean over cells
 * @property {number} z_in_cells_error what chance makes of that mean
 * @property {number} cells
 * @property {number[]} histogram
 * @property {Example[]} examples
 * @property {{median: number, z: number, z_samples: number, histogram: number[]}} rebuilt
 */
/**
 * @typedef {object} Data of a data set
 * @property {number[]} edges
 * @property {{median: number, histogram: number[], examples: Example[]}} held_out
 * @property {Record<string, Found>} models
 */
/** @typedef {{n: number, shares: number[], datasets: Record<string, Data>}} Figures */

const KINDS = /** @type {const} */ (["vae", "ae"]);

/** @param {Text} text */
const html = (text) => {
  const { novelty: t } = text.rooms.of;
  return `
  <div class="lx-novelty-head">
    <div class="lx-novelty-choices" data-ref="choices"></div>
    <ul class="lx-novelty-legend">
      <li data-ref="nameNew"></li>
      <li class="lx-novelty-key-samples" data-ref="nameSamples"></li>
    </ul>
    <button type="button" class="lx-novelty-key-rebuilt" aria-pressed="false"
      data-ref="rebuilt">${t.rebuilt}</button>
  </div>
  <div class="lx-novelty-plot" data-ref="plot"></div>
  <div class="lx-novelty-below">
    <section>
      <h3 class="lx-stage-name">${t.test}</h3>
      <div class="lx-novelty-line" dir="ltr" data-ref="line"></div>
      <ul class="lx-novelty-scores" data-ref="scores"></ul>
      <p class="lx-novelty-plain" data-ref="plain"></p>
    </section>
    <section class="lx-novelty-pairs" data-ref="pairs"></section>
  </div>`;
};

/**
 * The data sets that were measured and of which this folder of weights has a model.
 *
 * @param {Figures} figures
 * @param {import("../../session/types").Catalogue} catalogue
 */
const setsOf = ({ datasets }, { models }) =>
  Object.keys(datasets).filter((id) => Object.keys(datasets[id].models).some((m) => models[m]));

/**
 * The model that the choices mean: of a data set and kind that were measured, with the nearest
 * number of dimensions.
 *
 * @param {Figures} figures of at least one model that is here
 * @param {{dataset: string, kind: string, dims: number}} options
 * @param {import("../../session/types").State} state
 * @param {import("../../session/types").Catalogue} catalogue
 */
function chosen(figures, { dataset, kind, dims }, { intent }, catalogue) {
  const { datasets } = figures;
  const { models } = catalogue;
  const sets = setsOf(figures, catalogue);
  const wanted = dataset || models[intent.model].dataset;
  const set = sets.includes(wanted) ? wanted : sets[0];
  const known = Object.keys(datasets[set].models).flatMap((id) => models[id] ?? []);
  /** @param {string} of */
  const best = (of) =>
    known
      .filter((model) => model.kind === of)
      .sort((a, b) => Math.abs(a.latent_dim - dims) - Math.abs(b.latent_dim - dims))[0] ?? known[0];
  return { set, data: datasets[set], known, model: best(kind), vae: best("vae"), ae: best("ae") };
}

/** A table of all models of the data set. @param {ReturnType<typeof chosen>} now @param {Text} text */
function tableHtml({ data, known, model }, text) {
  const { novelty: t } = text.rooms.of;
  const name = (/** @type {typeof model} */ { kind, latent_dim: d }) =>
    `<bdi>${escaped(text.chooser.kinds[kind])}</bdi> · <bdi>${number(text, d, 0)}</bdi>`;
  const row = (/** @type {typeof model} */ one) => {
    const found = data.models[one.id];
    const cells = [found.median, found.z, inCells(found)].map(
      (value) => `<td dir="ltr">${fixed(value, 1)}</td>`,
    );
    const isNow = one.id === model.id ? ` class="lx-is-now"` : "";
    return `<tr${isNow}><th scope="row">${name(one)}</th>${cells.join("")}</tr>`;
  };
  return `<table class="lx-novelty-table"><caption class="lx-unseen">${t.table.label}</caption>
    <thead><tr><td></td><th scope="col">${t.table.median}</th><th scope="col">${marked(t.table.z)}</th>
    <th scope="col">${t.table.cells}</th></tr></thead>
    <tbody>${known.map(row).join("")}
    <tr><th scope="row">${t.table.heldOut}</th><td dir="ltr">${fixed(data.held_out.median, 1)}</td>
    <td></td><td></td></tr></tbody></table>`;
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { text, session } = page;
  const { novelty: t } = text.rooms.of;
  const { catalogue } = session;
  const refs = build(stage, html(text));
  const showBins = mountHistogram(refs.plot, page);
  const showLine = mountLine(refs.line, page);
  refs.rebuilt.addEventListener("click", () => room.change({ rebuilt: !room.options().rebuilt }));

  /** @param {Figures} figures */
  const makeChoices = (figures) => {
    const { datasets } = figures;
    const ids = setsOf(figures, catalogue);
    const all = ids.flatMap((id) =>
      Object.keys(datasets[id].models).map((m) => catalogue.models[m]),
    );
    const dims = [...new Set(all.flatMap((model) => model?.latent_dim ?? []))].sort(
      (a, b) => a - b,
    );
    const title = (/** @type {string} */ id) => namesOf(text, catalogue.datasets[id]).title;
    const t2 = text.chooser;
    const found = build(
      refs.choices,
      (ids.length > 1
        ? segmentsHtml(
            "lx-novelty-dataset",
            "dataset",
            t2.dataset,
            ids.map((id) => [id, title(id)]),
          )
        : "") +
        segmentsHtml(
          "lx-novelty-kind",
          "kind",
          t2.kind,
          KINDS.map((kind) => [kind, t2.kinds[kind]]),
        ) +
        segmentsHtml(
          "lx-novelty-dims",
          "dims",
          t2.latent_dim,
          dims.map((d) => [String(d), fill(t.dims, { d: number(text, d, 0) })]),
        ),
    );
    refs.choices.addEventListener("change", (/** @type {any} */ { target: { name, value } }) => {
      const key = name.replace("lx-novelty-", "");
      room.change({ [key]: key === "dims" ? Number(value) : value });
    });
    return found;
  };

  room.measured("novelty", ({ figures: found }) => {
    const figures = /** @type {Figures} */ (found);
    if (!setsOf(figures, catalogue).length) {
      room.unknown();
      return;
    }
    const inputs = makeChoices(figures);
    const showPairs = mountPairs(refs.pairs, page, figures.shares);

    /** @param {ReturnType<typeof chosen>} now @param {boolean} withRebuilt */
    const showStage = ({ set, data, model }, withRebuilt) => {
      for (const [name, value] of Object.entries({
        dataset: set,
        kind: model.kind,
        dims: model.latent_dim,
      })) {
        if (inputs[`${name}-${value}`]) inputs[`${name}-${value}`].checked = true;
      }
      const own = data.models[model.id];
      const n = number(text, figures.n, 0);
      setMarked(refs.nameNew, fill(t.heldOut, { n }));
      setMarked(refs.nameSamples, fill(t.samples, { n }));
      refs.rebuilt.ariaPressed = String(withRebuilt);
      showBins({
        edges: data.edges,
        samples: own.histogram,
        heldOut: data.held_out.histogram,
        rebuilt: withRebuilt ? own.rebuilt.histogram : null,
      });
      const cells = { cells: number(text, own.cells, 0) };
      /** @type {import("./noveltyLine.js").Score[]} */
      const scores = [
        { name: t.scores.cell, z: own.z, shape: "cell" },
        { name: fill(t.scores.cells, cells), z: inCells(own), shape: "cells" },
      ];
      if (withRebuilt) scores.push({ name: t.scores.rebuilt, z: own.rebuilt.z, shape: "rebuilt" });
      showLine(scores);
      refs.scores.innerHTML = scores
        .map(
          ({ name, z, shape }) => `<li class="lx-novelty-score-${shape}">${escaped(name)}:
            <bdi dir="ltr">z = <b>${fixed(z, 1)}</b></bdi></li>`,
        )
        .join("");
      const share = number(text, 100 * shareNearer(own.z, figures.n, figures.n), 0);
      setMarked(refs.plain, fill(t.plain, { share }));
      showPairs(own.examples, data.held_out.examples);
      stage.dataset.model = model.id;
    };

    room.live(
      ({ dataset, kind, dims, rebuilt }, { intent }) => [
        dataset,
        kind,
        dims,
        rebuilt,
        intent.model,
      ],
      (options, state) => {
        const now = chosen(figures, options, state, catalogue);
        showStage(now, options.rebuilt);
        const { data, vae, ae } = now;
        const own = data.models[vae.id];
        room.setTruth(findingOf(own, data.held_out));
        room.setAnswer(answerOf(own, data.held_out, modelName(text, vae, catalogue), text));
        room.setWhy(whyOf(own, data.held_out, ae.kind === "ae" ? data.models[ae.id] : null, text));
        room.answer.innerHTML = tableHtml(now, text);
      },
    );
  });
}
