/** Where a picture comes from: draw it, or take a test picture and draw on it. */

import { centre, grid, squash } from "../centre.js";
import { paint, SIDE } from "../paint.js";
import { randomInteger } from "../random.js";
import { build, say } from "../view.js";

const PAD = 140; // five pad pixels to one of the model's, so that a test picture survives unaltered
const PEN = 11;
// One clear example of each digit among the first test pictures.
const EXAMPLES = [3, 2, 1, 30, 4, 15, 11, 0, 61, 7];

const HTML = `
  <div class="lx-stage-name lx-data">Picture</div>
  <canvas class="lx-picture lx-pad" data-ref="pad" width="${PAD}" height="${PAD}" tabindex="0"
    aria-label="Drawing pad: draw a digit with mouse, pen or finger"></canvas>
  <div class="lx-hint" data-ref="hint">Draw here.</div>
  <div class="lx-buttons">
    <button data-ref="clear" type="button">Clear</button>
    <button data-ref="random" type="button">Random test picture</button>
  </div>
  <div class="lx-thumbs" data-ref="thumbs" role="group" aria-label="Test pictures"></div>
  <label class="lx-check"><input type="checkbox" data-ref="asIs">
    as is <span>(neither centred nor inverted)</span></label>`;

const WHOLE = { left: 0, top: 0, right: PAD, bottom: PAD };

/** The part of the pad that a stroke between two points can have touched. */
function touched([ax, ay], [bx, by]) {
  const inside = (value) => Math.min(PAD, Math.max(0, Math.round(value)));
  return {
    left: inside(Math.min(ax, bx) - PEN), top: inside(Math.min(ay, by) - PEN),
    right: inside(Math.max(ax, bx) + PEN), bottom: inside(Math.max(ay, by) + PEN),
  };
}

/** Read a part of the pad into the grid of ink: the red channel of white strokes on black. */
function readInk(context, ink, { left, top, right, bottom }) {
  const [width, height] = [right - left, bottom - top];
  if (width <= 0 || height <= 0) return;
  const { data } = context.getImageData(left, top, width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) ink.data[(top + y) * PAD + left + x] = data[i] / 255;
  }
}

function drawingContext(canvas) {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  Object.assign(context, { lineWidth: PEN, lineCap: "round", lineJoin: "round", strokeStyle: "#fff" });
  return context;
}

/**
 * @param {HTMLElement} element
 * @param {import("../session.js").Session} session
 * @param {{testset: import("../testset.js").TestSet}} host
 */
export function mount(element, session, { testset }) {
  const refs = build(element, HTML);
  const context = drawingContext(refs.pad);
  let shown = null; // the picture on the pad, when it was not drawn here
  let last = null;

  const ink = grid(PAD, PAD); // what the pad shows, kept up part by part

  const clear = () => {
    context.fillStyle = "#000";
    context.fillRect(0, 0, PAD, PAD);
    ink.data.fill(0);
  };

  const readPad = () => {
    // A picture that was centred when it came, and then drawn upon, stays where it is.
    const centred = shown ? squash(ink) : centre(ink);
    shown = shown && centred;
    if (!centred) return session.setPicture(null, null, null);
    const text = shown ? "a picture drawn upon" : "my drawing";
    return session.setPicture(centred, () => squash(ink), { from: "pad", text });
  };

  const show = (picture) => {
    const small = document.createElement("canvas");
    paint(small, picture);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, PAD, PAD);
    readInk(context, ink, WHOLE);
    shown = picture;
  };

  const position = (event) => {
    const box = refs.pad.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * PAD, ((event.clientY - box.top) / box.height) * PAD];
  };

  const strokeTo = (point) => {
    context.beginPath();
    context.moveTo(...(last ?? point));
    context.lineTo(...point);
    context.stroke();
    readInk(context, ink, touched(last ?? point, point));
    last = point;
  };

  refs.pad.addEventListener("pointerdown", (event) => {
    refs.pad.setPointerCapture(event.pointerId);
    last = null;
    strokeTo(position(event));
    readPad();
  });
  refs.pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    // A fast hand makes several points a frame; all are drawn, and the sum is read once.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) strokeTo(position(each));
    readPad();
  });
  for (const end of ["pointerup", "pointercancel"]) refs.pad.addEventListener(end, () => (last = null));

  const takeTestPicture = async (index) => {
    const { pixels, label } = await testset.get(index);
    const text = `test picture ${index}, a ${session.model.classes[label]}`;
    await session.setPicture(pixels, () => pixels, { from: "test", text });
  };

  refs.clear.addEventListener("click", () => session.setPicture(null, null, null));
  refs.random.addEventListener("click", () => takeTestPicture(randomInteger(testset.size)));
  refs.asIs.addEventListener("change", () => session.setAsIs(refs.asIs.checked));

  EXAMPLES.forEach(async (index) => {
    const button = document.createElement("button");
    button.type = "button";
    const canvas = button.appendChild(document.createElement("canvas"));
    canvas.width = canvas.height = SIDE;
    button.addEventListener("click", () => takeTestPicture(index));
    refs.thumbs.append(button);
    const { pixels, label } = await testset.get(index);
    button.setAttribute("aria-label", `Test picture ${index}, a ${session.model.classes[label]}`);
    paint(canvas, pixels);
  });

  // What came from elsewhere (a test picture, an upload) appears on the pad; a drawing is there.
  let known = null;
  session.subscribe((state) => {
    if (state.centred === known) return;
    known = state.centred;
    say(refs.hint, state.source ? `Now: ${state.source.text}. Draw on it, or clear.` : "Draw a digit here.");
    if (!state.source) {
      clear();
      shown = null;
    } else if (state.source.from !== "pad") {
      show(state.centred);
    }
  });
  clear();
  testset.get(EXAMPLES[3]).then(() => {
    if (!known && last === null) takeTestPicture(EXAMPLES[3]); // unless a hand was quicker
  });
}
