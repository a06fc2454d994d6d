/** Sixteen draws from the posterior on one line, one of them looked at; and where they differ. */

import { pixelSpread, toPixels } from "../maths/pictures.js";
import { fill, fixed, zName } from "./format.js";
import { blank, heat, paint } from "./paint.js";
import { build, countFrame, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {"vae" | "ae"} Kind */

export const DRAWS = 16;

/** @param {import("../text/en.js").Text} text */
const html = ({ reconstruct: t }) => `
  <div class="lx-draws-head">
    <h2 class="lx-stage-name lx-out" data-ref="drawsName"></h2>
    <button data-ref="resample" type="button"></button>
    <label class="lx-exaggeration"><span data-ref="exaggerationName"></span>
      <input type="range" min="1" max="20" step="1" data-ref="exaggeration">
      <output data-ref="times"></output></label>
    <span class="lx-soft lx-note" data-ref="note"></span>
  </div>
  <div class="lx-draws-line">
    <div class="lx-sheet-frame" data-ref="sheetPart">
      <canvas class="lx-picture lx-sheet" data-ref="sheet" role="img"></canvas>
      <i class="lx-chosen" data-ref="chosen"></i>
      <input type="range" min="1" max="${DRAWS}" step="1" data-ref="draw">
    </div>
    <figure class="lx-spread-part" data-ref="spreadPart">
      <canvas class="lx-picture lx-spread" data-ref="spread" role="img"
        aria-label="${t.spreadLabel}"></canvas>
      <figcaption class="lx-hint">${t.spread}</figcaption>
    </figure>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountDraws(element, { session, text }) {
  const t = text.reconstruct;
  const refs = build(element, html(text));
  /** @type {Kind | null} */
  let shownKind = null;

  /** @param {number} draw from 0 */
  const choose = (draw) => {
    const within = Math.min(DRAWS - 1, Math.max(0, draw));
    if (within === session.state.intent.reconstruct.draw) return;
    session.dispatch({ type: "drawChosen", draw: within });
  };
  refs.sheetPart.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    const box = refs.sheetPart.getBoundingClientRect();
    choose(Math.floor((DRAWS * (event.clientX - box.left)) / box.width));
  });
  refs.draw.addEventListener("input", () => choose(refs.draw.valueAsNumber - 1));
  refs.resample.addEventListener("click", () => session.dispatch({ type: "resampled" }));
  refs.exaggeration.addEventListener("input", () =>
    session.dispatch({
      type: "exaggerationChosen",
      exaggeration: refs.exaggeration.valueAsNumber,
    }),
  );

  /** @param {Kind} kind */
  const showWords = (kind) => {
    if (kind === shownKind) return;
    shownKind = kind;
    setText(refs.drawsName, t.draws[kind]);
    setText(refs.resample, t.resample[kind]);
    setText(refs.exaggerationName, t.exaggeration[kind]);
    refs.sheet.ariaLabel = t.drawsLabel[kind];
    refs.draw.ariaLabel = t.drawLabel[kind];
    refs.exaggeration.ariaLabel = t.exaggerationLabel[kind];
  };

  return {
    /** The choices, which are there at once. @param {Kind} kind */
    showChoices(kind) {
      showWords(kind);
      const { draw, exaggeration } = session.state.intent.reconstruct;
      refs.draw.value = String(draw + 1);
      refs.chosen.style.transform = `translateX(${100 * draw}%)`;
      refs.exaggeration.value = String(exaggeration);
      setText(refs.times, `× ${exaggeration}`);
      setText(refs.note, exaggeration > 1 ? t.exaggerated[kind] : t.truth[kind]);
    },
    /** The codes, (n, d), and their logits, (n, 784). */
    show(/** @type {Float32Array} */ z, /** @type {Float32Array} */ logits) {
      const pictures = toPixels(logits);
      paint(refs.sheet, pictures, { columns: DRAWS });
      paint(refs.spread, pixelSpread(pictures, DRAWS), { colour: heat });
      countFrame(element);
      this.say(z);
    },
    /** Which code the chosen one has, for who hears the page. @param {Float32Array} z (n, d) */
    say(z) {
      const d = z.length / DRAWS;
      const { draw } = session.state.intent.reconstruct;
      const code = [...z.subarray(draw * d, (draw + 1) * d)];
      const words = code.map((value, k) => `${zName(k)} ${fixed(value)}`).join(", ");
      refs.draw.ariaValueText = fill(t.drawText, { n: draw + 1, code: words });
    },
    showNone() {
      for (const name of ["sheet", "spread"]) blank(refs[name]);
      refs.draw.ariaValueText = "";
      countFrame(element);
    },
  };
}
