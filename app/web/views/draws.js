/** Sixteen draws from the posterior on one line, one of them looked at; and where they differ. */

import { pixelSpread, toPixels } from "../maths/pictures.js";
import { fill, number, zName } from "./format.js";
import { setMarked } from "./marked.js";
import { blank, heat, paint } from "./paint.js";
import { build, countFrame, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {"vae" | "ae"} Kind */

export const DRAWS = 16;
const NARROW = "(max-width: 640px)"; // where they take two lines

/** @param {import("../text/en.js").Text} text */
const html = ({ reconstruct: t }) => `
  <div class="lx-draws-head">
    <h2 class="lx-stage-name lx-out" data-ref="drawsName"></h2>
    <button data-ref="resample" type="button"></button>
    <label class="lx-exaggeration"><span data-ref="exaggerationName"></span>
      <input type="range" min="1" max="20" step="1" data-ref="exaggeration">
      <output dir="ltr" data-ref="times"></output></label>
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
export function mountDraws(element, { session, text, gone }) {
  const t = text.reconstruct;
  const refs = build(element, html(text));
  const narrow = matchMedia(NARROW);
  const columns = () => (narrow.matches ? DRAWS / 2 : DRAWS);
  /** @type {{model: string, z: Float32Array, logits: Float32Array} | null} */
  let shown = null;
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
    const column = Math.floor((columns() * (event.clientX - box.left)) / box.width);
    const row = Math.floor((DRAWS * (event.clientY - box.top)) / (columns() * box.height));
    choose(Math.min(columns() - 1, Math.max(0, column)) + columns() * Math.max(0, row));
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
    setMarked(refs.drawsName, t.draws[kind]);
    setText(refs.resample, t.resample[kind]);
    setText(refs.exaggerationName, t.exaggeration[kind]);
    refs.sheet.ariaLabel = t.drawsLabel[kind];
    refs.draw.ariaLabel = t.drawLabel[kind];
    refs.exaggeration.ariaLabel = t.exaggerationLabel[kind];
  };

  /** Which code the chosen one has, for who hears the page. @param {Float32Array} z (n, d) */
  const say = (z) => {
    const d = z.length / DRAWS;
    const { draw } = session.state.intent.reconstruct;
    const code = [...z.subarray(draw * d, (draw + 1) * d)];
    const words = code.map((value, k) => `${zName(k)} ${number(text, value)}`).join(", ");
    refs.draw.ariaValueText = fill(t.drawText, { n: number(text, draw + 1, 0), code: words });
  };

  /**
   * @param {string} model its id
   * @param {Float32Array} z (n, d)
   * @param {Float32Array} logits (n, 784)
   */
  const show = (model, z, logits) => {
    shown = { model, z, logits };
    element.dataset.model = model;
    refs.resample.disabled = false;
    const pictures = toPixels(logits);
    paint(refs.sheet, pictures, { columns: columns() });
    paint(refs.spread, pixelSpread(pictures, DRAWS), { colour: heat });
    element.classList.remove("lx-stale");
    countFrame(element);
    say(z);
  };
  /** The frame around the draw that is looked at. */
  const showChosen = () => {
    const { draw } = session.state.intent.reconstruct;
    const [column, row] = [draw % columns(), Math.floor(draw / columns())];
    refs.chosen.style.transform = `translate(${100 * column}%, ${100 * row}%)`;
  };

  const relay = () => {
    showChosen();
    if (shown) show(shown.model, shown.z, shown.logits);
  };
  narrow.addEventListener("change", relay, { signal: gone });

  return {
    /** The choices, which are there at once. @param {Kind} kind */
    showChoices(kind) {
      showWords(kind);
      const { draw, exaggeration } = session.state.intent.reconstruct;
      refs.draw.value = String(draw + 1);
      showChosen();
      if (shown) say(shown.z);
      refs.exaggeration.value = String(exaggeration);
      setText(refs.times, `× ${exaggeration}`);
      setText(refs.note, exaggeration > 1 ? t.exaggerated[kind] : t.truth[kind]);
    },
    show,
    /** They are of a picture before this one, until the hand rests. */
    age: () => element.classList.toggle("lx-stale", true),
    showNone() {
      shown = null;
      element.classList.remove("lx-stale");
      refs.resample.disabled = true;
      for (const name of ["sheet", "spread"]) blank(refs[name]);
      refs.draw.ariaValueText = "";
      countFrame(element);
    },
  };
}
