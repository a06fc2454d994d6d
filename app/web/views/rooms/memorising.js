/** Few training pictures, without the KL and with it: side by side on the same axes. */

import { fromBytes } from "../../maths/pictures.js";
import { fill, fixed, fixedPercent, number } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { blank, paint } from "../paint.js";
import { build, setText } from "../view.js";
import { answerOf, sayOf } from "./memorisingAnswer.js";
import { bestStep, LIMIT, pairOf, sizes, spoilt } from "./memorisingFindings.js";
import { axisOf, mountPlot } from "./memorisingPlot.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./memorisingFindings.js").Net} Net */

const SIDES = /** @type {const} */ (["free", "paid"]);
const FIGURES = /** @type {const} */ (["train", "test", "gap", "best", "copying", "nearer"]);
const REACH = 10; // of copying z to each side, at least

/** @param {Text} text @param {"free" | "paid"} side */
const sideHtml = ({ rooms }, side) => {
  const { memorising: t } = rooms.of;
  return `<section class="lx-memo-side">
    <h3 class="lx-stage-name">${marked(t.sides[side])}</h3>
    <div class="lx-memo-plot" dir="ltr" data-ref="${side}Plot"><svg role="img" aria-label="${t.trained}"
      data-ref="${side}Svg"></svg></div>
    <dl class="lx-memo-figures">${FIGURES.map(
      (key) => `<div><dt>${marked(t.figures[key])}</dt>
        <dd dir="ltr" data-ref="${side}-${key}">–</dd></div>`,
    ).join("")}</dl>
    <div class="lx-memo-scale" dir="ltr" aria-hidden="true">
      <i class="lx-memo-copies"></i><i class="lx-memo-limit"></i><i class="lx-memo-zero"></i>
      <b data-ref="${side}Z"></b>
      <span>${fixed(LIMIT, 0)}</span><span>0</span></div>
    <div class="lx-memo-pairs" role="group" aria-label="${t.pairs}">
      <p class="lx-memo-law">${marked(t.laws[side])}</p>
      <p class="lx-soft">${t.sample}</p><canvas class="lx-picture" role="img"
        aria-label="${t.sample}" data-ref="${side}-samples"></canvas>
      <p class="lx-soft">${t.nearest}</p><canvas class="lx-picture" role="img"
        aria-label="${t.nearest}" data-ref="${side}-nearest"></canvas>
      <p class="lx-soft">${t.distance}</p><div class="lx-memo-distances" dir="ltr" data-ref="${side}Distances"></div>
    </div>
  </section>`;
};

/** @param {Text} text */
const html = (text) => {
  const { memorising: t } = text.rooms.of;
  return `<div class="lx-memo">
    <div class="lx-memo-head">
      <span>${t.trained}</span>
      <div class="lx-segments" role="radiogroup" aria-label="${t.trained}" data-ref="sizes"></div>
      <p class="lx-memo-keys"><span>${t.seen}</span>
        <span class="lx-memo-is-test">${t.unseen}</span>
        <span class="lx-memo-is-best">${t.best}</span></p>
    </div>
    <p class="lx-memo-said" data-ref="said" aria-live="polite"></p>
    <div class="lx-memo-sides">${SIDES.map((side) => sideHtml(text, side)).join("")}</div>
    <p class="lx-memo-note">${marked(t.copyingMeans)}</p>
  </div>`;
};

/** How far the scale of copying z reaches, the same for all nets. @param {Net[]} nets */
const reachOf = (nets) =>
  Math.max(REACH, 10 * Math.ceil(Math.max(...nets.map((net) => Math.abs(net.copying_z))) / 10));

/**
 * @param {Record<string, any>} refs
 * @param {"free" | "paid"} side
 * @param {Net} net
 * @param {{reach: number, steps: number}} scale how far that of copying z reaches, and the curves'
 * @param {Text} text
 */
function showSide(refs, side, net, { reach, steps }, text) {
  const { memorising: t } = text.rooms.of;
  const figures = {
    train: fixed(net.train.reconstruction_nats, 1),
    test: fixed(net.test.reconstruction_nats, 1),
    gap: fixed(net.gap, 1),
    best: fixed(spoilt(net), 1),
    copying: fixed(net.copying_z, 1),
    nearer: fixedPercent(net.nearer_to_seen, 1),
  };
  for (const [key, words] of Object.entries(figures)) setText(refs[`${side}-${key}`], words);
  refs[`${side}Z`].style.setProperty("--lx-at", String(0.5 + net.copying_z / (2 * reach)));
  refs[`${side}Z`].classList.toggle("lx-is-copying", net.copying_z < LIMIT);
  const { samples } = net;
  paint(refs[`${side}-samples`], fromBytes(samples.flatMap(({ sample }) => sample)), {
    columns: samples.length,
  });
  paint(refs[`${side}-nearest`], fromBytes(samples.flatMap(({ nearest }) => nearest)), {
    columns: samples.length,
  });
  refs[`${side}-samples`].ariaLabel = t.sampleLabel;
  refs[`${side}-nearest`].ariaLabel = fill(t.nearestLabel, {
    distances: samples.map(({ distance }) => number(text, distance, 1)).join("; "),
  });
  refs[`${side}Distances`].innerHTML = samples
    .map(({ distance }) => `<span>${fixed(distance, 1)}</span>`)
    .join("");
  refs[`${side}Svg`].ariaLabel = fill(t.plotLabel, {
    train: number(text, net.curves.train.at(-1), 1),
    test: number(text, net.curves.test.at(-1), 1),
    best: number(text, net.best_test, 1),
    step: number(text, bestStep(net, steps), 0),
    steps: number(text, steps, 0),
  });
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { text, gone } = page;
  const { memorising: t } = text.rooms.of;
  const refs = build(stage, html(text));
  const plots = SIDES.map((side) =>
    mountPlot(refs[`${side}Plot`], refs[`${side}Svg`], gone, t.axes),
  );
  for (const side of SIDES) {
    for (const row of ["samples", "nearest"]) blank(refs[`${side}-${row}`]);
  }
  /** @type {Net[]} */
  let nets = [];
  /** @type {import("./memorisingAnswer.js").Protocol} */
  let trained = { steps: 1, n_samples: 1 };

  const show = () => {
    const all = sizes(nets);
    if (!all.length) return;
    const wanted = room.options().n;
    const n = all.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
    const pair = /** @type {import("./memorisingFindings.js").Pair} */ (pairOf(nets, n));
    for (const input of refs.sizes.querySelectorAll("input")) {
      input.checked = Number(input.value) === n;
    }
    const axis = axisOf([pair.free, pair.paid]);
    SIDES.forEach((side, i) => {
      plots[i](pair[side], axis, trained.steps);
      showSide(refs, side, pair[side], { reach: reachOf(nets), steps: trained.steps }, text);
    });
    setMarked(refs.said, sayOf(text, pair, trained));
    stage.dataset.n = String(n);
  };

  refs.sizes.addEventListener("change", (/** @type {any} */ { target }) =>
    room.change({ n: Number(target.value) }),
  );
  room.measured("memorising", ({ figures, protocol }) => {
    nets = figures.nets;
    trained = { steps: Number(protocol.steps), n_samples: Number(protocol.n_samples) };
    stage.style.setProperty("--lx-limit", String(0.5 + LIMIT / (2 * reachOf(nets))));
    refs.sizes.innerHTML = sizes(nets)
      .map(
        (n) => `<label><input type="radio" name="lx-memo-n" value="${n}">
          <span>${number(text, n, 0)}</span></label>`,
      )
      .join("");
    const told = answerOf(text, nets, trained);
    room.setTruth(told.truth);
    room.setAnswer(told.answer);
    room.setWhy(told.why);
    room.answer.innerHTML = told.more.map((words) => `<p>${marked(words)}</p>`).join("");
    show();
  });
  room.live(({ n }) => [n], show);
}
