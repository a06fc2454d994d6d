/** From where to where: two pictures, or the centres of two classes. */

import { fill, number } from "../format.js";
import { escaped } from "../marked.js";
import { namesOf } from "../names.js";
import { blank, paint } from "../paint.js";
import { segmentsHtml } from "../segments.js";
import { setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../session/types").State} State */
/** @typedef {import("../../session/types").End} End */

/** @type {End[]} */
export const ENDS = ["a", "b"];
const WAYS = /** @type {const} */ (["straight", "spherical"]);

/** @param {End} end @param {import("../../text/en.js").Text} text */
const endHtml = (end, { walk: t }) => {
  const says = { end: end.toUpperCase() };
  return `<div class="lx-between-end" role="group" aria-label="${fill(t.end, says)}">
    <canvas class="lx-picture" data-ref="picture-${end}" role="img"
      aria-label="${fill(t.end, says)}"></canvas>
    <div><b class="lx-latent" aria-hidden="true">${says.end}</b> <small data-ref="name-${end}"></small>
      <div class="lx-buttons"><button type="button" data-ref="mine-${end}"
        aria-label="${fill(t.mineAs, says)}">${t.mine}</button>
      <button type="button" data-ref="random-${end}"
        aria-label="${fill(t.randomAs, says)}">${t.random}</button></div></div></div>`;
};

/** @param {import("../../text/en.js").Text} text */
export const endsHtml = (text) => `
  ${endHtml("a", text)}
  ${segmentsHtml("lx-between-way", "way", text.walk.way, Object.entries(text.walk.ways))}
  ${endHtml("b", text)}`;

/** @param {import("../../text/en.js").Text} text */
export const classesHtml = (text) => {
  const { between: t } = text.rooms.of;
  return `<span class="lx-between-set"><span>${t.centres}
      <small class="lx-soft" data-ref="right"></small></span>
    ${segmentsHtml(
      "lx-between-set",
      "set",
      t.centres,
      ENDS.map((end, i) => [String(i), end.toUpperCase()]),
    )}</span>
    <div class="lx-between-chips" role="group" aria-label="${t.centres}" data-ref="chips"></div>`;
};

/**
 * @param {Record<string, any>} refs of what `endsHtml` and `classesHtml` made
 * @param {Page} page
 * @param {Room} room
 */
export function mountEnds(refs, { session, text }, room) {
  const { between: t } = text.rooms.of;
  const { catalogue } = session;
  let laid = "";
  /** @type {Float32Array[]} decoded from each class's centre */
  let decoded = [];

  /** @param {number} i @param {number} c */
  const centre = (i, c) =>
    room
      .options()
      .centres.map((/** @type {number} */ old, /** @type {number} */ k) => (k === i ? c : old));

  ENDS.forEach((end, i) => {
    const choose = (/** @type {string | null} */ dataset) => {
      session.dispatch({ type: "walkEndChosen", end, dataset });
      room.change({ centres: centre(i, -1) });
    };
    refs[`mine-${end}`].addEventListener("click", () => choose(null));
    refs[`random-${end}`].addEventListener("click", () =>
      choose(catalogue.models[session.state.intent.model].dataset),
    );
    refs[`set-${i}`].addEventListener("change", () => room.change({ end: i }));
  });
  for (const way of WAYS) {
    refs[`way-${way}`].addEventListener("change", () =>
      session.dispatch({ type: "walkWayChosen", way }),
    );
  }
  refs.chips.addEventListener("click", (/** @type {MouseEvent} */ { target }) => {
    const chip = /** @type {HTMLElement} */ (target).closest("button");
    if (!chip) return;
    const { end, centres } = room.options();
    const c = Number(chip.dataset.class);
    room.change({ centres: centre(end, centres[end] === c ? -1 : c) });
  });

  /** @param {string[]} classes */
  const layChips = (classes) => {
    const key = classes.join();
    if (key === laid) return;
    laid = key;
    refs.chips.innerHTML = classes
      .map(
        (name, c) => `<button type="button" data-class="${c}" aria-pressed="false"
          style="--lx-class: var(--lx-class-${c % 10})"><canvas class="lx-picture" aria-hidden="true"
          data-blank="true"></canvas>${escaped(name)}</button>`,
      )
      .join("");
  };

  /** @param {State} state @param {number} centroids how many classes have one */
  const show = (state, centroids = 0) => {
    const { intent, ends, frame } = state;
    const { centres, end: current } = room.options();
    const { classes } = namesOf(text, catalogue.datasets[catalogue.models[intent.model].dataset]);
    layChips(classes);
    ENDS.forEach((end, i) => {
      const c = centres[i] < centroids ? centres[i] : -1; // else the walk is from the picture
      const pixels = c >= 0 ? decoded[c] : ends[end]?.picture;
      if (pixels) paint(refs[`picture-${end}`], pixels);
      else blank(refs[`picture-${end}`]);
      const label = state.pictures[end]?.label ?? null;
      const named = c >= 0 ? fill(t.centreOf, { label: classes[c] }) : classes[label ?? -1];
      setText(refs[`name-${end}`], named ?? "");
      refs[`mine-${end}`].disabled = !frame?.picture;
      refs[`set-${i}`].checked = i === current;
    });
    for (const way of WAYS) refs[`way-${way}`].checked = way === intent.walk.way;
    for (const chip of refs.chips.children) {
      chip.ariaPressed = String(centres[current] === Number(chip.dataset.class));
      chip.disabled = !decoded.length;
    }
  };

  return {
    show,
    /**
     * What the centres decode to; none while they are not known.
     *
     * @param {Float32Array[]} pictures
     * @param {number | null} right how many of them read as their own class
     */
    showCentres(pictures, right) {
      decoded = pictures;
      const says = { right: number(text, right, 0), n: number(text, pictures.length, 0) };
      setText(refs.right, right === null ? "" : fill(t.right, says));
      show(session.state);
      Array.from(refs.chips.children).forEach((chip, c) => {
        const canvas = /** @type {HTMLCanvasElement} */ (chip.firstElementChild);
        if (pictures[c]) paint(canvas, pictures[c]);
        else blank(canvas);
      });
    },
  };
}
