/** Where a picture comes from: draw it, take a test picture, or bring a file. */

import { sameSource } from "../session/intent.js";
import { listenForFiles, makeBringer } from "./bring.js";
import { explain } from "./explain.js";
import { fill, number } from "./format.js";
import { namesOf } from "./names.js";
import { mountOpening } from "./opening.js";
import { paint } from "./paint.js";
import { listen, makePen } from "./pen.js";
import { mountPhoto } from "./photo.js";
import { background, build, countFrame, onChange, setHidden, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Source} Source */
/** @typedef {import("../session/types").Placing} Placing */

/** @param {import("../text/en.js").Text} text */
const html = ({ pad, frame }) => `
  <h2 class="lx-stage-name lx-data">${pad.name}</h2>
  <div class="lx-pad-frame" data-ref="frame">
    <div data-ref="place"></div>
    <p class="lx-invitation" data-ref="invitation" aria-hidden="true"></p>
    <div class="lx-photo" data-ref="photo" hidden></div>
  </div>
  <div class="lx-pad-now"><p class="lx-hint" data-ref="hint" aria-live="polite"></p>
    <div class="lx-photo-tools" data-ref="photoTools" role="group" aria-label="${frame.tools}"
      hidden></div></div>
  <div class="lx-buttons lx-pad-tools">
    <button data-ref="undo" type="button" title="Ctrl+Z">${pad.undo}</button>
    <button data-ref="clear" type="button">${pad.clear}</button>
  </div>
  <div class="lx-buttons lx-pad-tools lx-ways">
    <button data-ref="random" type="button">${pad.random}</button>
    <button data-ref="upload" type="button" title="${frame.ways}">${pad.uploadButton}</button>
    <button data-ref="camera" type="button" class="lx-camera">${frame.camera}</button>
    <input data-ref="file" type="file" accept="image/*,.tif,.tiff" hidden
      aria-label="${pad.uploadButton}">
    <input data-ref="shot" type="file" accept="image/*" capture="environment" hidden
      aria-label="${frame.camera}">
  </div>
  <p class="lx-wrong" data-ref="wrong" role="alert" hidden></p>
  <p class="lx-drop" data-ref="drop" hidden>${frame.drop}</p>
  <div class="lx-thumbs" data-ref="thumbs" role="group" aria-label="${pad.examples}"></div>
  <label class="lx-check"><input type="checkbox" data-ref="asIs"> <span>${pad.asIs}</span></label>`;

/**
 * What the hint calls a picture.
 *
 * @param {State} state
 * @param {Page} page
 */
function nameOf({ intent, pictures }, { text, session }) {
  const { pad } = text;
  const source = intent.picture;
  if (source?.from === "upload") return fill(pad.upload, { name: source.name });
  if (source?.from === "drawing") return pad.drawing;
  if (source?.from === "link") return text.link.picture;
  if (source?.from !== "test") return null;
  const label = sameSource(pictures.main?.source ?? null, source) ? pictures.main?.label : null;
  const index = number(text, source.index, 0);
  if (label === null || label === undefined) return fill(pad.testUnnamed, { index });
  const { named } = namesOf(text, session.catalogue.datasets[source.dataset]);
  return fill(pad.test, { index, label: named[label] });
}

/**
 * What is said where nothing in what was brought convinces, and no hand has placed the square.
 *
 * @param {State} state
 * @param {Page} page
 */
function unsureOf({ pictures }, { text }) {
  const { framed, isUnsure } = pictures.main ?? {};
  if (framed) return framed.frame || framed.photo.reading.sure ? null : text.frame.unsure;
  return isUnsure ? text.frame.unsureWhole : null;
}

/**
 * The examples of a data set as buttons, in the order of their classes.
 *
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {string} dataset
 * @param {(source: Source) => void} choose
 */
async function examples(element, { session, pictures, text }, dataset, choose) {
  const config = session.catalogue.datasets[dataset];
  const { named } = namesOf(text, config);
  const found = await Promise.all(
    config.examples.map(async (index) => ({ index, ...(await pictures[dataset].get(index)) })),
  );
  found.sort((a, b) => a.label - b.label);
  const buttons = found.map(({ index, pixels, label }) => {
    const button = document.createElement("button");
    button.type = "button";
    const says = { index: number(text, index, 0), label: named[label] };
    const name = fill(text.pad.testPicture, says);
    button.setAttribute("aria-label", name);
    paint(button.appendChild(document.createElement("canvas")), pixels);
    button.addEventListener("click", () => choose({ from: "test", dataset, index }));
    return button;
  });
  return () => element.replaceChildren(...buttons);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, text, sheet, gone } = page;
  const refs = build(element, html(text));
  const later = background(session, "pad", { pause: 0 });
  const pen = makePen(sheet, session);
  let thumbs = "";
  refs.place.replaceWith(sheet.canvas);
  Object.assign(sheet.canvas, { className: "lx-picture lx-pad", tabIndex: 0 });
  sheet.canvas.dataset.ref = "pad";
  sheet.canvas.setAttribute("role", "img");

  /** What came from elsewhere (a test picture, an upload) appears; a drawing is there already. */
  const follow = (/** @type {State} */ { intent, pictures }) => {
    const source = intent.picture;
    const isDrawing = source?.from === "drawing";
    const key = source ? JSON.stringify(isDrawing ? source : [source, intent.asIs]) : "";
    if (key === sheet.shown) return;
    const picture = sameSource(pictures.main?.source ?? null, source) ? pictures.main : null;
    if (!source) sheet.wipe();
    else if (!picture) return;
    else if (isDrawing && picture.ink) sheet.restore(picture.ink);
    else if (!picture.framed) sheet.show(picture.as(intent.asIs ? "as-is" : placing()));
    sheet.isMine = isDrawing;
    sheet.shown = key;
    countFrame(element);
  };
  const placing = () => {
    const { models, datasets } = session.catalogue;
    return datasets[models[session.state.intent.model].dataset].placing;
  };

  /** @param {import("../session/types").Event} event */
  const replace = (event) => {
    const { picture } = session.state.intent;
    const isSame =
      event.type === "cleared" ? !picture : event.source && sameSource(event.source, picture);
    if (!isSame) pen.leave(); // an undo that changes nothing is none
    session.dispatch(event);
  };

  const render = (/** @type {State} */ state) => {
    const { dataset } = session.catalogue.models[state.intent.model];
    follow(state);
    const name = nameOf(state, page);
    const now = name ? fill(text.pad.now, { what: name }) : text.pad.nothing;
    setText(refs.hint, (!state.intent.asIs && unsureOf(state, page)) || now);
    setHidden(refs.invitation, Boolean(state.intent.picture));
    refs.undo.disabled = !sheet.before.length;
    refs.asIs.checked = state.intent.asIs;
    if (thumbs === dataset) return;
    thumbs = dataset;
    const { says } = namesOf(text, session.catalogue.datasets[dataset]);
    sheet.canvas.setAttribute("aria-label", says.pad);
    setText(refs.invitation, says.invitation);
    const { length } = session.catalogue.datasets[dataset].examples;
    refs.thumbs.innerHTML = "<i></i>".repeat(length); // the room that they will take
    const choose = (/** @type {Source} */ source) => replace({ type: "pictureChosen", source });
    later([() => examples(refs.thumbs, page, dataset, choose)]);
  };

  const bring = makeBringer(page, replace);
  for (const [button, input] of [
    [refs.upload, refs.file],
    [refs.camera, refs.shot],
  ]) {
    button.addEventListener("click", () => {
      page.photos.warm();
      input.click();
    });
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = ""; // the same file again is a change again
      if (file) bring(file);
    });
  }
  listenForFiles(refs.drop, page, bring);
  refs.undo.addEventListener("click", () => pen.undo());
  refs.clear.addEventListener("click", () => replace({ type: "cleared" }));
  refs.random.addEventListener("click", () =>
    replace({ type: "randomPictureChosen", dataset: thumbs }),
  );
  refs.asIs.addEventListener("change", () =>
    session.dispatch({ type: "asIsChosen", asIs: refs.asIs.checked }),
  );
  const isTyping = (/** @type {EventTarget | null} */ target) =>
    target instanceof HTMLInputElement && target.type === "number";
  document.addEventListener(
    "keydown",
    (event) => {
      const isZ = event.key.toLowerCase() === "z" || event.code === "KeyZ"; // in any layout
      if (!isZ || !(event.ctrlKey || event.metaKey)) return;
      if (event.shiftKey || isTyping(event.target)) return;
      if (session.state.intent.tab !== "reconstruct") return;
      event.preventDefault();
      pen.undo();
    },
    { signal: gone },
  );
  onChange(
    session,
    ({ troubles: { upload } }) => [upload],
    ({ troubles: { upload } }) => {
      refs.upload.setAttribute("aria-busy", String(upload === "pending"));
      const error = upload instanceof Error ? upload : null;
      refs.wrong.hidden = !error;
      setText(refs.wrong, error ? explain(text, error) : "");
    },
  );
  listen(sheet.canvas, gone, pen);
  onChange(
    session,
    ({ intent: { picture, asIs, model }, pictures: { main } }) => [picture, asIs, model, main],
    render,
  );
  mountPhoto(refs.photo, refs.photoTools, page, pen);
  mountOpening(page, pen);
}
