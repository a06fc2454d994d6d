/** Which error: one picture, and one z, through nets trained with four of them. */

import { fill, fixed } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { segmentsHtml } from "../segments.js";
import { build, setText } from "../view.js";
import { mountNets } from "./likelihoodNets.js";
import { mountPad } from "./likelihoodPad.js";
import { NAMES, NETS, says, tableHtml, truthOf, weightsHtml } from "./likelihoodSays.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("./likelihoodSays.js").Figures} Figures */
/** @typedef {import("./likelihoodSays.js").Name} Name */

const NUMBERS = /** @type {const} */ (["error", "kl", "mse"]);

/** @param {import("../../text/en.js").Text} text @param {Name} net */
const netHtml = ({ rooms: { of } }, net) => {
  const { likelihood: t } = of;
  const name = t.nets[net];
  return `<section class="lx-lik-net" data-net="${net}" data-ref="net-${net}" aria-label="${name}">
    <h3 class="lx-stage-name">${name}<small data-ref="says-${net}"></small></h3>
    <canvas class="lx-picture" data-ref="mine-${net}" role="img"
      aria-label="${fill(t.mineLabel, { net: name })}"></canvas>
    <dl>${NUMBERS.map(
      (key) =>
        `<div><dt>${marked(t.numbers[key])}</dt><dd dir="ltr" data-ref="${key}-${net}">–</dd></div>`,
    ).join("")}</dl>
    <canvas class="lx-picture" data-ref="z-${net}" role="img"
      aria-label="${fill(t.zLabel, { net: name })}"></canvas>
  </section>`;
};

/** @param {import("../../text/en.js").Text} text */
const html = (text) => {
  const { likelihood: t } = text.rooms.of;
  return `
  <div class="lx-lik-over">
    ${segmentsHtml("lx-lik-over", "over", t.overLabel, Object.entries(t.over))}
    <p data-ref="formula"></p>
  </div>
  <div class="lx-lik-table">
    <section class="lx-lik-own">
      <div class="lx-lik-head"><h3 class="lx-stage-name lx-data">${t.mine}</h3>
        <button type="button" data-ref="another">${t.another}</button></div>
      <canvas class="lx-picture" data-ref="seen" role="img" aria-label="${t.seenLabel}"></canvas>
    </section>
    <section class="lx-lik-own lx-lik-z">
      <h3 class="lx-stage-name lx-latent">${marked(t.sameZ)}</h3>
      <div class="lx-lik-pad" dir="ltr" tabindex="0" role="application" aria-label="${t.pad}"
        data-ref="pad"></div>
    </section>
    ${NAMES.map((net) => netHtml(text, net)).join("")}
  </div>
  <p class="lx-lik-note" data-ref="note"></p>`;
};

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, text } = page;
  const { likelihood: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const nets = mountNets(refs, page, room);
  const showPad = mountPad(refs.pad, page, room);

  for (const net of NAMES) {
    const { variance = null } = session.catalogue.models[NETS[net]] ?? {};
    setMarked(refs[`says-${net}`], fill(t.says[net], { variance: fixed(variance, 3) }));
  }
  refs.another.addEventListener("click", () =>
    session.dispatch({ type: "randomPictureChosen", dataset: "mnist" }),
  );
  for (const over of ["sum", "mean"]) {
    refs[`over-${over}`].addEventListener("change", () => room.change({ over }));
  }
  room.live(
    ({ over }) => [over],
    ({ over }) => {
      for (const each of ["sum", "mean"]) refs[`over-${each}`].checked = each === over;
      setMarked(refs.formula, t.formula[/** @type {"sum"} */ (over)]);
      for (const net of NAMES) {
        const isMeant = (net === "averaged") === (over === "mean");
        refs[`net-${net}`].classList.toggle("lx-is-meant", isMeant);
      }
    },
  );
  room.live(
    (_, { frame, intent }) => [frame, intent.seed],
    (_, { frame }) => {
      nets.rebuild(frame);
      setText(refs.note, nets.noteOf(frame));
    },
  );
  room.live(
    ({ z }) => [z],
    ({ z }) => {
      showPad();
      nets.decode(z);
    },
  );

  room.measured("likelihood", (experiment) => {
    /** @type {Figures} */
    const figures = experiment.figures;
    room.setTruth(truthOf(figures));
    const { answer, grey, why } = says(text, figures);
    room.setAnswer(answer);
    room.setWhy(why, weightsHtml(text, figures));
    room.answer.innerHTML = `${tableHtml(text, figures)}<p>${marked(grey)}</p>`;
  });
}
