/** The small picture beside a point that the mouse rests on. */

import { fill, number } from "./format.js";
import { namesOf } from "./names.js";
import { paint } from "./paint.js";
import { background, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./plot.js").Plot} Plot */
/** @typedef {ReturnType<typeof import("./scatter.js").makeScatter>} Scatter */

/**
 * @param {Record<string, any>} refs of the map
 * @param {Page} page
 */
export function makeTip(refs, { session, pictures, text }) {
  const later = background(session, "tip", { pause: 0 });
  /** @type {number | null} */
  let hovered = null;

  /** @param {Scatter | null} scatter */
  const hide = (scatter) => {
    hovered = null;
    refs.tip.hidden = true;
    scatter?.setMark("hovered", null);
    later([]);
  };

  /** @param {number} index @param {Plot} plot @param {Scatter} scatter */
  const place = (index, { x, y }, scatter) => {
    /** @type {[number, number]} */
    const at = [x[index], y[index]];
    const [px, py] = scatter.toPixels(at);
    const left = px + (refs.plot.clientWidth - px > 150 ? 16 : -134);
    refs.tip.style.transform = `translate(${left}px, ${py + (py > 150 ? -146 : 16)}px)`;
    refs.tip.hidden = false;
    refs.tip.dataset.index = String(index);
    scatter.setMark("hovered", { shape: "ring", at });
  };

  /** @param {number | null} index @param {Plot} plot @param {Scatter} scatter */
  const show = (index, plot, scatter) => {
    if (index === null) return hide(scatter);
    if (index === hovered) return;
    hovered = index;
    const { dataset } = plot.config;
    later([
      async () => {
        const { pixels, label } = await pictures[dataset].get(index);
        const { classes } = namesOf(text, session.catalogue.datasets[dataset]);
        const says = { label: classes[label], index: number(text, index, 0) };
        return () => {
          paint(refs.tipPicture, pixels);
          setText(refs.tipText, fill(text.map.tip, says));
          place(index, plot, scatter);
        };
      },
    ]);
  };
  return { show, hide };
}
