/** Where a picture comes from: draw it, or take a test picture and draw on it. */

import { centre, squash } from "../maths/centre.js";
import { SIDE } from "../maths/pictures.js";
import { sameSource } from "../session/intent.js";
import { fill } from "./format.js";
import { paint } from "./paint.js";
import { PAD } from "./sheet.js";
import { background, build, countFrame, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Source} Source */
/** @typedef {import("../session/types").Picture} Picture */
/** @typedef {import("../session/types").Placing} Placing */
/** @typedef {import("./sheet.js").At} At */
/** @typedef {ReturnType<typeof import("./sheet.js").makeSheet>} Sheet */

/** @param {import("../text/en.js").Text} text */
const html = ({ pad }) => `
  <div class="lx-stage-name lx-data">${pad.name}</div>
  <div data-ref="place"></div>
  <div class="lx-hint" data-ref="hint">${pad.invitation}</div>
  <div class="lx-buttons">
    <button data-ref="clear" type="button">${pad.clear}</button>
    <button data-ref="random" type="button">${pad.random}</button>
    <button data-ref="upload" type="button">${pad.uploadButton}</button>
    <input data-ref="file" type="file" accept="image/*,.tif,.tiff" hidden aria-label="${pad.uploadButton}">
  </div>
  <p class="lx-wrong" data-ref="wrong" role="alert" hidden></p>
  <div class="lx-thumbs" data-ref="thumbs" role="group" aria-label="${pad.examples}"></div>
  <label class="lx-check"><input type="checkbox" data-ref="asIs"> ${pad.asIs}</label>`;

/**
 * The drawing as a picture of the session, laid on the model's pixels when that is asked for. A
 * picture that was placed when it came, and then drawn upon, stays where it is.
 *
 * @param {import("../maths/centre.js").Grid} ink
 * @param {Extract<Source, {from: "drawing"}>} source
 * @returns {Picture}
 */
function pictureOf(ink, source) {
  const sheet = { ...ink, data: ink.data.slice() }; // the next stroke changes the ink
  /** @type {Partial<Record<Placing, Float32Array>>} */
  const placed = {};
  const as = /** @param {Placing} placing */ (placing) => {
    const isWhole = source.upon || placing === "as-is";
    placed[placing] ??=
      (isWhole ? squash(sheet) : centre(sheet, placing)) ?? new Float32Array(SIDE * SIDE);
    return placed[placing];
  };
  return { source, label: null, as };
}

/**
 * What the hint calls a picture.
 *
 * @param {State} state
 * @param {Page} page
 */
function nameOf({ intent, pictures }, { text: { pad }, session }) {
  const source = intent.picture;
  if (source?.from === "upload") return fill(pad.upload, { name: source.name });
  if (source?.from === "drawing") return source.upon ? pad.drawnUpon : pad.drawing;
  if (source?.from !== "test") return null;
  const label = sameSource(pictures.main?.source ?? null, source) ? pictures.main?.label : null;
  if (label === null || label === undefined) return fill(pad.testUnnamed, { index: source.index });
  const { classes } = session.catalogue.datasets[source.dataset];
  return fill(pad.test, { index: source.index, label: classes[label] });
}

/**
 * One finger, pen or mouse at a time draws; a second finger or a palm is not heard.
 *
 * @param {Sheet} sheet
 * @param {AbortSignal} signal
 * @param {() => void} drawn called after each event that left ink
 */
function listen(sheet, signal, drawn) {
  const { canvas } = sheet;
  /** @type {number | null} */
  let pointer = null;
  /** @type {At} */
  let last = [0, 0];
  /** @param {PointerEvent} event @returns {At} */
  const position = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * PAD,
      ((event.clientY - box.top) / box.height) * PAD,
    ];
  };
  canvas.addEventListener(
    "pointerdown",
    (event) => {
      if (pointer !== null || event.button) return;
      pointer = event.pointerId;
      canvas.setPointerCapture(pointer);
      last = position(event);
      sheet.stroke(last, last);
      drawn();
    },
    { signal },
  );
  canvas.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerId !== pointer) return;
      // A fast hand makes several points a frame; all are drawn, and the sum is read once.
      const points = event.getCoalescedEvents?.() ?? [];
      for (const each of points.length ? points : [event]) {
        const next = position(each);
        sheet.stroke(last, next);
        last = next;
      }
      drawn();
    },
    { signal },
  );
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(
      end,
      (event) => {
        if (event.pointerId === pointer) pointer = null;
      },
      { signal },
    );
  }
}

/**
 * The examples of a data set as buttons, in the order of their classes.
 *
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {string} dataset
 */
async function examples(element, { session, pictures, text }, dataset) {
  const { classes, examples: indices } = session.catalogue.datasets[dataset];
  const found = await Promise.all(
    indices.map(async (index) => ({ index, ...(await pictures[dataset].get(index)) })),
  );
  found.sort((a, b) => a.label - b.label);
  const buttons = found.map(({ index, pixels, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    const name = fill(text.pad.testPicture, { index, label: classes[label] });
    button.setAttribute("aria-label", name);
    paint(button.appendChild(document.createElement("canvas")), pixels);
    const source = { from: "test", dataset, index };
    button.addEventListener("click", () => session.dispatch({ type: "pictureChosen", source }));
    return button;
  });
  return () => element.replaceChildren(...buttons);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, text, sheet, host, gone } = page;
  const refs = build(element, html(text));
  const later = background(session, "pad", { pause: 0 });
  let thumbs = "";
  refs.place.replaceWith(sheet.canvas);
  Object.assign(sheet.canvas, { className: "lx-picture lx-pad", tabIndex: 0 });
  sheet.canvas.dataset.ref = "pad";
  sheet.canvas.setAttribute("aria-label", text.pad.label);

  const drawn = () => {
    const { picture } = session.state.intent;
    const isMine = picture?.from === "drawing" && sheet.shown === "drawing";
    const source = isMine
      ? { ...picture, stroke: picture.stroke + 1 }
      : {
          from: /** @type {const} */ ("drawing"),
          drawing: ++sheet.drawings,
          stroke: 0,
          upon: Boolean(sheet.shown),
        };
    sheet.shown = "drawing";
    session.dispatch({ type: "pictureBrought", picture: pictureOf(sheet.ink, source) });
  };

  /** What came from elsewhere (a test picture, an upload) appears; a drawing is there already. */
  const follow = (/** @type {State} */ { intent, pictures }) => {
    const source = intent.picture;
    if (source?.from === "drawing") return;
    const key = source ? JSON.stringify([source, intent.asIs]) : "";
    if (key === sheet.shown) return;
    if (!source) sheet.wipe();
    else if (!sameSource(pictures.main?.source ?? null, source)) return;
    else sheet.show(/** @type {Picture} */ (pictures.main).as(intent.asIs ? "as-is" : placing()));
    sheet.shown = key;
    countFrame(element);
  };
  const placing = () => {
    const { models, datasets } = session.catalogue;
    return datasets[models[session.state.intent.model].dataset].placing;
  };

  const render = (/** @type {State} */ state) => {
    const { dataset } = session.catalogue.models[state.intent.model];
    follow(state);
    const name = nameOf(state, page);
    setText(refs.hint, name ? fill(text.pad.now, { what: name }) : text.pad.invitation);
    refs.asIs.checked = state.intent.asIs;
    if (thumbs === dataset) return;
    thumbs = dataset;
    later([() => examples(refs.thumbs, page, dataset)]);
  };

  /** @param {File} file */
  const bring = async (file) => {
    refs.wrong.hidden = true;
    refs.upload.setAttribute("aria-busy", "true");
    try {
      const pixels = await /** @type {NonNullable<typeof host.readPicture>} */ (host.readPicture)(
        file,
      );
      const source = { from: "upload", upload: performance.now(), name: file.name };
      const as = (/** @type {Placing} */ way) => pixels[way];
      session.dispatch({ type: "pictureBrought", picture: { source, label: null, as } });
    } catch (error) {
      refs.wrong.hidden = false;
      setText(refs.wrong, error instanceof Error ? error.message : String(error));
    } finally {
      refs.upload.removeAttribute("aria-busy");
    }
  };

  refs.upload.hidden = !host.readPicture;
  refs.upload.addEventListener("click", () => refs.file.click());
  refs.file.addEventListener("change", () => {
    const [file] = refs.file.files;
    refs.file.value = ""; // the same file again is a change again
    if (file) bring(file);
  });
  refs.clear.addEventListener("click", () => session.dispatch({ type: "cleared" }));
  refs.random.addEventListener("click", () =>
    session.dispatch({ type: "randomPictureChosen", dataset: thumbs }),
  );
  refs.asIs.addEventListener("change", () =>
    session.dispatch({ type: "asIsChosen", asIs: refs.asIs.checked }),
  );
  listen(sheet, gone, drawn);
  onChange(
    session,
    ({ intent: { picture, asIs, model }, pictures: { main } }) => [picture, asIs, model, main],
    render,
  );
}
