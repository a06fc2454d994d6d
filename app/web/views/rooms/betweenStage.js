/** What is touched between pictures: ends, walk, classes, and steps aside. */

import { fill } from "../format.js";
import { classesHtml, endsHtml } from "./betweenEnds.js";

export const ATTRIBUTES = /** @type {const} */ (["thicker", "slanted", "wider"]);

/** @param {import("../../text/en.js").Text} text */
export const html = (text) => {
  const { between: t } = text.rooms.of;
  return `
  <div class="lx-between-ends" dir="ltr">${endsHtml(text)}</div>
  <div class="lx-between-walk" data-ref="walk"></div>
  <div class="lx-between-classes">${classesHtml(text)}</div>
  <div class="lx-between-below">
    <section class="lx-between-now">
      <canvas class="lx-picture" data-ref="now" role="img" aria-label="${t.point}"></canvas>
      <p aria-live="off"><bdi dir="ltr" data-ref="place"></bdi><br><span data-ref="reading"></span></p>
    </section>
    <section class="lx-between-steps">
      <div class="lx-between-steps-head"><h3 class="lx-stage-name lx-latent">${t.steps}</h3>
        <button type="button" data-ref="reset">${t.reset}</button></div>
      ${ATTRIBUTES.map(
        (name, i) => `<div class="lx-between-step">
          <button type="button" data-ref="about${i}" aria-pressed="false">${t.attributes[name]}</button>
          <input type="range" min="-3" max="3" step="0.1" data-ref="step${i}"
            aria-label="${fill(t.step, { name: t.attributes[name] })}">
          <output dir="ltr" data-ref="value${i}"></output></div>`,
      ).join("")}
    </section>
    <section class="lx-between-about">
      <div class="lx-between-drawings" data-ref="drawings">
        <figure><figcaption data-ref="directionName"></figcaption>
          <div class="lx-between-drawing" dir="ltr" data-ref="direction"></div></figure>
        <figure><figcaption>${t.effect}</figcaption>
          <div class="lx-between-drawing" dir="ltr" data-ref="effect"></div></figure>
      </div>
      <p data-ref="words"></p>
    </section>
  </div>`;
};
