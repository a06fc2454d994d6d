/** Where a picture comes from: draw it, or take a test picture and draw on it. */

import { centre, grid, squash } from "../maths/centre.js";
import { SIDE } from "../maths/pictures.js";
import { sameSource } from "../session/intent.js";
import { fill } from "./format.js";
import { paint } from "./paint.js";
import { background, build, countFrame, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Source} Source */
/** @typedef {import("../session/types").Picture} Picture */
/** @typedef {import("../session/types").Placing} Placing */
/** @typedef {[number, number]} At */

const PAD = 140; // five pad pixels to one of the model's, so that a test picture survives unaltered
const PEN = 11;
const HAIR = 1e-3; // added to a stroke: a line of no length would leave no ink, a dot does
const WHOLE = { left: 0, top: 0, right: PAD, bottom: PAD };

/** @param {import("../text/en.js").Text} text */
const html = ({ pad }) => `
  <div class="lx-stage-name lx-data">${pad.name}</div>
  <canvas class="lx-picture lx-pad" data-ref="pad" width="${PAD}" height="${PAD}" tabindex="0"
    aria-label="${pad.label}"></canvas>
  <div class="lx-hint" data-ref="hint">${pad.invitation}</div>
  <div class="lx-buttons">
    <button data-ref="clear" type="button">${pad.clear}</button>
    <button data-ref="random" type="button">${pad.random}</button>
  </div>
  <div class="lx-thumbs" data-ref="thumbs" role="group" aria-label="${pad.examples}"></div>
  <label class="lx-check"><input type="checkbox" data-ref="asIs"> ${pad.asIs}</label>`;

/**
 * The part of the pad that a stroke between two points can have touched.
 *
 * @param {At} from
 * @param {At} to
 */
function touched([ax, ay], [bx, by]) {
  /** @param {number} value */
  const inside = (value) => Math.min(PAD, Math.max(0, Math.round(value)));
  return {
    left: inside(Math.min(ax, bx) - PEN),
    top: inside(Math.min(ay, by) - PEN),
    right: inside(Math.max(ax, bx) + PEN),
    bottom: inside(Math.max(ay, by) + PEN),
  };
}

/**
 * A canvas to draw on with white ink, and the grid of ink that it shows.
 *
 * @param {HTMLCanvasElement} canvas
 */
function makeSheet(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  Object.assign(context, { lineWidth: PEN, lineCap: "round", lineJoin: "round" });
  Object.assign(context, { strokeStyle: "#fff", fillStyle: "#000", imageSmoothingEnabled: false });
  const ink = grid(PAD, PAD);

  /** Read a part of the canvas: the red channel of white strokes on black. */
  const read = ({ left, top, right, bottom } = WHOLE) => {
    const [width, height] = [right - left, bottom - top];
    if (width <= 0 || height <= 0) return;
    const { data } = context.getImageData(left, top, width, height);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i += 4) {
        ink.data[(top + y) * PAD + left + x] = data[i] / 255;
      }
    }
  };

  return {
    ink,
    wipe() {
      context.fillRect(0, 0, PAD, PAD);
      ink.data.fill(0);
    },
    /** @param {Float32Array} picture (784) */
    show(picture) {
      const small = document.createElement("canvas");
      paint(small, picture);
      context.drawImage(small, 0, 0, PAD, PAD);
      read();
    },
    /** @param {At} from @param {At} to */
    stroke(from, to) {
      const [x, y] = to;
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(x + HAIR, y);
      context.stroke();
      read(touched(from, to));
    },
  };
}

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
 * @param {HTMLCanvasElement} canvas
 * @param {ReturnType<typeof makeSheet>} sheet
 * @param {() => void} drawn called after each event that left ink
 */
function listen(canvas, sheet, drawn) {
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
  canvas.addEventListener("pointerdown", (event) => {
    if (pointer !== null || event.button) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    last = position(event);
    sheet.stroke(last, last);
    drawn();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    // A fast hand makes several points a frame; all are drawn, and the sum is read once.
    const points = event.getCoalescedEvents?.() ?? [];
    for (const each of points.length ? points : [event]) {
      const next = position(each);
      sheet.stroke(last, next);
      last = next;
    }
    drawn();
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    canvas.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
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
  const { session, text } = page;
  const refs = build(element, html(text));
  const sheet = makeSheet(refs.pad);
  const later = background(session, "pad", { pause: 0 });
  let drawings = 0;
  let shown = ""; // what the sheet shows, but for the strokes of a hand
  let thumbs = "";

  const drawn = () => {
    const { picture } = session.state.intent;
    const isMine = picture?.from === "drawing" && shown === "drawing";
    const source = isMine
      ? { ...picture, stroke: picture.stroke + 1 }
      : {
          from: /** @type {const} */ ("drawing"),
          drawing: ++drawings,
          stroke: 0,
          upon: Boolean(shown),
        };
    shown = "drawing";
    session.dispatch({ type: "pictureBrought", picture: pictureOf(sheet.ink, source) });
  };

  /** What came from elsewhere (a test picture, an upload) appears; a drawing is there already. */
  const follow = (/** @type {State} */ { intent, pictures }) => {
    const source = intent.picture;
    if (source?.from === "drawing") return;
    const key = source ? JSON.stringify([source, intent.asIs]) : "";
    if (key === shown) return;
    if (!source) sheet.wipe();
    else if (!sameSource(pictures.main?.source ?? null, source)) return;
    else sheet.show(/** @type {Picture} */ (pictures.main).as(intent.asIs ? "as-is" : placing()));
    shown = key;
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

  refs.clear.addEventListener("click", () => session.dispatch({ type: "cleared" }));
  refs.random.addEventListener("click", () =>
    session.dispatch({ type: "randomPictureChosen", dataset: thumbs }),
  );
  refs.asIs.addEventListener("change", () =>
    session.dispatch({ type: "asIsChosen", asIs: refs.asIs.checked }),
  );
  listen(refs.pad, sheet, drawn);
  sheet.wipe();
  onChange(
    session,
    ({ intent: { picture, asIs, model }, pictures: { main } }) => [picture, asIs, model, main],
    render,
  );
}
