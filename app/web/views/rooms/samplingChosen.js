/** The sample that is chosen, large: what the classifier takes it for, and the nearest test picture. */

import { PIXELS } from "../../maths/pictures.js";
import { nearestPicture } from "../../maths/scores.js";
import { fill, number } from "../format.js";
import { namesOf } from "../names.js";
import { openCode } from "../openCode.js";
import { blank, paint } from "../paint.js";
import { background, build, setText } from "../view.js";

/** @typedef {import("./samplingSide.js").Shown} Shown */

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms, tabs }) => {
  const { sampling: t } = rooms.of;
  return `
  <figure><canvas class="lx-picture" role="img" aria-label="${t.chosen}" data-ref="own"></canvas>
    <figcaption data-ref="ownSays">${t.chosen}</figcaption></figure>
  <figure><canvas class="lx-picture" role="img" aria-label="${t.nearest}" data-ref="other"></canvas>
    <figcaption data-ref="otherSays">${t.nearest}</figcaption></figure>
  <div class="lx-sampling-open">
    <p data-ref="hint">${t.hint}</p>
    <div class="lx-buttons" data-ref="buttons" role="group" aria-label="${t.open}" hidden>
      <span>${t.open}</span>
      <button type="button" data-ref="map">${tabs.map.name}</button>
      <button type="button" data-ref="sliders">${tabs.sliders.name}</button></div>
  </div>`;
};

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {(kind: "vae" | "ae") => Shown | null} shownOf
 */
export function mountChosen(element, { session, pictures, text }, room, shownOf) {
  const { sampling: t } = text.rooms.of;
  const refs = build(element, html(text));
  const later = background(session, "nearest picture", { pause: 0 });
  for (const tab of /** @type {const} */ (["map", "sliders"])) {
    refs[tab].addEventListener("click", () => {
      const { of, sample } = room.options();
      const shown = shownOf(of);
      if (shown && sample >= 0) openCode(session, shown, sample, tab);
    });
  }

  /** @param {Shown} shown @param {Float32Array} picture @returns {import("../view.js").Step} */
  const finding =
    ({ config }, picture) =>
    async () => {
      const set = pictures[config.dataset];
      const { images } = await set.tensors();
      const { index, distance } = nearestPicture(picture, /** @type {Uint8Array} */ (images.raw));
      const { pixels, label } = await set.get(index);
      const { named } = namesOf(text, session.catalogue.datasets[config.dataset]);
      return () => {
        paint(refs.other, pixels);
        const says = { class: named[label], distance: number(text, distance, 1) };
        setText(refs.otherSays, fill(t.nearestSays, says));
        Object.assign(element.dataset, { nearest: index, distance });
      };
    };

  return () => {
    const { of, sample } = room.options();
    const shown = sample >= 0 ? shownOf(of) : null;
    refs.buttons.hidden = !shown;
    refs.hint.hidden = Boolean(shown);
    element.classList.toggle("lx-is-chosen", Boolean(shown));
    delete element.dataset.nearest;
    if (!shown) {
      later([]);
      for (const ref of ["own", "other"]) blank(refs[ref]);
      setText(refs.ownSays, t.chosen);
      setText(refs.otherSays, t.nearest);
      return;
    }
    const picture = shown.pixels.slice(sample * PIXELS, (sample + 1) * PIXELS);
    paint(refs.own, picture);
    const one = shown.judged?.each[sample];
    const { named } = namesOf(text, session.catalogue.datasets[shown.config.dataset]);
    const share = one ? number(text, 100 * one.probability, 0) : "";
    setText(refs.ownSays, one ? fill(t.takenFor, { class: named[one.label], share }) : t.chosen);
    later([finding(shown, picture)]);
  };
}
