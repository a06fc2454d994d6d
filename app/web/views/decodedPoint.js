/** What the map's chosen point decodes to, how far it is from all codes, and the nearest of them. */

import { toPixels } from "../maths/pictures.js";
import { fill, fixed, number, zName } from "./format.js";
import { namesOf } from "./names.js";
import { blank, paint } from "./paint.js";
import { nearestTo } from "./plot.js";
import { afterPaint, background, build, countFrame, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Point} Point */
/** @typedef {import("./plot.js").Plot} Plot */

const SHORT = 4; // a code of no more numbers is written out

/** @param {import("../text/en.js").Text} text */
const html = ({ map: t }) => `
  <figure class="lx-map-decoded">
    <figcaption class="lx-stage-name lx-out">${t.decoded}</figcaption>
    <div class="lx-decoded-frame" data-ref="decodedFrame">
      <canvas class="lx-picture" data-ref="xHat" role="img" aria-label="${t.decodedLabel}"></canvas>
      <b class="lx-strange">${t.strange}</b>
    </div>
  </figure>
  <div class="lx-decoded-words">
    <div class="lx-point" data-ref="point"></div>
    <p data-ref="verdict" class="lx-verdict"></p>
    <figure class="lx-nearest">
      <figcaption class="lx-stage-name lx-data">${t.nearest}</figcaption>
      <canvas class="lx-picture" data-ref="nearest" role="img" aria-label="${t.nearestLabel}"></canvas>
      <div class="lx-hint" data-ref="nearestText"></div>
    </figure>
    <div class="lx-hint lx-engine-time" data-ref="engineTime"></div>
    <div class="lx-unseen" data-ref="said" role="status" aria-live="polite"></div>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountDecodedPoint(element, { session, pictures, text }) {
  const t = text.map;
  const refs = build(element, html(text));
  const soon = afterPaint();
  const nearest = background(session, "nearest", { pause: 0 });
  const later = background(session, "point", { pause: 400 });
  let isStrange = false;

  /** @param {Float32Array} z @param {Plot | null} plot */
  const place = (z, plot) => {
    const isShort = z.length <= SHORT;
    const values = isShort ? [...z] : (plot?.plane.project(z) ?? []);
    const names = isShort ? values.map((_, k) => zName(k)) : (plot?.axes ?? []);
    return values.map((value, k) => `${names[k]} = ${fixed(value)}`);
  };

  /** @param {Plot} plot @param {number} distance */
  const showVerdict = ({ config: { metrics } }, distance) => {
    const within = metrics.neighbour_distance;
    const now = within ? distance > within : false;
    if (now !== isStrange) refs.decodedFrame.classList.toggle("lx-is-strange", now);
    isStrange = now;
    const says = { distance: number(text, distance), within: number(text, within) };
    setText(refs.verdict, within ? fill(now ? t.far : t.near, says) : "");
  };

  /** @param {Point} point @param {Plot} plot @param {ReturnType<typeof nearestTo>} found */
  const showNearest = (point, plot, { index, distance }) => {
    const { dataset } = plot.config;
    const { named } = namesOf(text, session.catalogue.datasets[dataset]);
    nearest([
      async () => {
        const { pixels, label } = await pictures[dataset].get(index);
        const says = {
          index: number(text, index, 0),
          label: named[label],
          distance: number(text, distance),
        };
        return () => {
          if (refs.nearest.dataset.index !== `${dataset} ${index}`) paint(refs.nearest, pixels);
          refs.nearest.dataset.index = `${dataset} ${index}`;
          setText(refs.nearestText, fill(t.nearestText, says));
          const at = place(point.z, plot).join(", ");
          later([() => setText(refs.said, fill(t.said, { at, label: named[label] }))]);
        };
      },
    ]);
  };

  /** Of codes that are not there nothing can be said. */
  const showNone = () => {
    nearest([]);
    isStrange = false;
    refs.decodedFrame.classList.remove("lx-is-strange");
    blank(refs.nearest);
    refs.nearest.dataset.index = "";
    for (const name of ["verdict", "nearestText", "said"]) setText(refs[name], "");
  };

  /** @param {Point} point @param {Plot | null} plot */
  const showNumbers = (point, plot) => {
    setText(refs.point, place(point.z, plot).join("\n"));
    setText(
      refs.engineTime,
      fill(text.engineTime[point.model.engine], { ms: number(text, point.ms, 1) }),
    );
    if (plot) {
      const found = nearestTo(plot.codes, point.z);
      showVerdict(plot, found.distance);
      showNearest(point, plot, found);
    } else showNone();
    countFrame(refs.point);
  };

  /** Paint the picture now, and its numbers when that is on the screen. */
  return (/** @type {Point} */ point, /** @type {Plot | null} */ plot) => {
    paint(refs.xHat, toPixels(point.logits));
    soon(() => showNumbers(point, plot));
  };
}
