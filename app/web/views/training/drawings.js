/** What is learnt: the data set, or a small shelf of drawings that are made here. */

import { centre, squash } from "../../maths/centre.js";
import { fromBytes } from "../../maths/pictures.js";
import { EACH, LEAST, MOST } from "../../models/training/drawings.js";
import { DATA } from "../../session/training.js";
import { fill, number, plural } from "../format.js";
import { paint } from "../paint.js";
import { listen } from "../pen.js";
import { makeSheet } from "../sheet.js";
import { build, onChange, setHidden, setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */

const COLUMNS = 10;

/** @param {import("../../text/en.js").Text} text */
const html = ({ train: { drawings: t } }) => `
  <div class="lx-room-chips lx-train-data" role="radiogroup" aria-label="${t.choose}">${DATA.map(
    (name) => `<label><input type="radio" name="lx-train-data" value="${name}"
      data-ref="data-${name}"><span>${t.data[/** @type {"set"} */ (name)]}</span></label>`,
  ).join("")}</div>
  <div class="lx-train-shelf" data-ref="shelf" hidden>
    <div class="lx-train-pad" data-ref="pad"></div>
    <div class="lx-train-drawn">
      <div class="lx-buttons">
        <button type="button" data-action="add" data-ref="add">${t.add}</button>
        <button type="button" data-ref="undo">${t.undo}</button></div>
      <p class="lx-hint" data-ref="says" role="status"></p>
    </div>
    <canvas class="lx-picture lx-train-mine" role="img" aria-label="${t.label}"
      data-ref="all"></canvas>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {() => {placing: import("../../session/types").Placing}} datasetNow
 */
export function mountDrawings(element, { session, drawings, text, gone }, datasetNow) {
  const { drawings: t } = text.train;
  const refs = build(element, html(text));
  const sheet = makeSheet();
  const { canvas } = sheet;
  canvas.setAttribute("aria-label", t.pad);
  canvas.setAttribute("role", "img");
  refs.pad.append(canvas);
  /** @type {import("../sheet.js").At} */
  let last = [0, 0];
  let isBlank = true;

  const show = () => {
    const { list } = drawings;
    const n = list.length;
    refs.add.disabled = isBlank || n >= MOST;
    refs.undo.disabled = isBlank && n === 0;
    const rows = Math.max(1, Math.ceil(n / COLUMNS));
    const pixels = new Float32Array(rows * COLUMNS * 784);
    list.forEach((drawing, i) => {
      pixels.set(fromBytes(drawing), i * drawing.length);
    });
    paint(refs.all, pixels, { columns: COLUMNS });
    setHidden(refs.all, n === 0);
    const says = {
      n: number(text, n, 0),
      all: number(text, n * EACH, 0),
      least: number(text, LEAST, 0),
    };
    setText(refs.says, fill(drawings.isEnough ? plural(text, n, t.says) : t.few, says));
  };
  const wipe = () => {
    sheet.wipe();
    isBlank = true;
  };
  listen(canvas, gone, {
    begin(at) {
      last = at;
      sheet.stroke(at, at);
      isBlank = false;
      show();
    },
    move(points) {
      for (const next of points) {
        sheet.stroke(last, next);
        last = next;
      }
    },
  });
  refs.add.addEventListener("click", () => {
    const { placing } = datasetNow();
    const { ink } = sheet;
    const picture = placing === "as-is" ? squash(ink) : centre(ink, placing);
    wipe();
    if (picture) drawings.add(picture);
    show();
  });
  refs.undo.addEventListener("click", () => {
    if (isBlank) drawings.undo();
    wipe();
    show();
  });
  for (const data of DATA) {
    refs[`data-${data}`].addEventListener("change", () =>
      session.dispatch({ type: "trainingChanged", changes: { data } }),
    );
  }
  const stop = drawings.subscribe(show);
  gone.addEventListener("abort", stop);
  onChange(
    session,
    ({ intent }) => [intent.train.data],
    ({ intent: { train } }) => {
      for (const data of DATA) refs[`data-${data}`].checked = data === train.data;
      setHidden(refs.shelf, train.data !== "mine");
      if (train.data === "mine") drawings.load();
      show();
    },
  );
}
