/** A photo on the pad, with the square that the model sees: a hand moves it, and all else follows. */

import { SIDE } from "../maths/pictures.js";
import { moved, sized, turned, viewOf } from "../maths/reading/hand.js";
import { errorOf } from "../models/fault.js";
import { ARROWS } from "./arrows.js";
import { listenToHand } from "./photoHand.js";
import { photoPicture, proposed } from "./photoPicture.js";
import { build, onChange, setHidden } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Source} Source */
/** @typedef {import("../models/photos.js").Photo} Photo */
/** @typedef {import("../maths/reading/frame.js").Frame} Frame */
/** @typedef {Extract<Source, {from: "upload"}>} Upload */

const KEY_SIZE = 1.03; // for each press
const KEY_TURN = Math.PI / 180;
const FINE = 0.5; // of the model's pixels, for each press of an arrow key; with Shift eight times it
const COARSE = 8;
const WHEEL = 0.0015;
const CORNERS = ["nw", "ne", "se", "sw"];

/** What can be done with a photo, and the sign of each. */
const TOOLS = /** @type {const} */ ([
  ["turn", "M19 12a7 7 0 1 1-2.5-5.4M17 2.5v4.6h-4.6"],
  ["swap", "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 4v16M15 5v14M18 7v10"],
  ["again", "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M12 9v6M9 12h6"],
]);

/** @param {import("../text/en.js").Text} text */
const html = ({ frame: t }) => `
  <div class="lx-photo-stage" data-ref="stage" dir="ltr">
    <canvas data-ref="image" aria-hidden="true"></canvas>
    <div class="lx-square" data-ref="square" tabindex="0" role="application" aria-label="${t.label}">
      ${CORNERS.map((corner) => `<i data-grip="size" class="lx-corner-${corner}"></i>`).join("")}
      <i data-grip="turn"></i>
    </div>
  </div>`;

/** @param {import("../text/en.js").Text} text */
const toolsHtml = ({ frame: t }) =>
  TOOLS.map(
    ([name, path]) => `<button type="button" class="lx-icon" data-ref="${name}"
      aria-label="${t[name]}" title="${t[name]}"><svg viewBox="0 0 24 24" aria-hidden="true"
      ><path d="${path}"/></svg></button>`,
  ).join("");

/** The photo of a state's picture, and the square on it. @param {State} state */
const framedIn = ({ pictures: { main }, intent: { picture } }) =>
  picture?.from === "upload" && main?.source === picture ? (main.framed ?? null) : null;

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} tools what can be done with a photo
 * @param {Page} page
 * @param {ReturnType<typeof import("./pen.js").makePen>} pen keeps what can be gone back to
 */
export function mountPhoto(element, tools, { session, sheet, text }, pen) {
  const refs = { ...build(element, html(text)), ...build(tools, toolsHtml(text)) };
  /** @type {import("../maths/reading/hand.js").View | null} */
  let view = null;
  /** @type {Photo | null} */
  let shown = null;

  const placing = () => {
    const { models, datasets } = session.catalogue;
    const { intent } = session.state;
    return intent.asIs ? "as-is" : datasets[models[intent.model].dataset].placing;
  };
  const now = () => {
    const framed = framedIn(session.state);
    return framed && { ...framed, square: framed.frame ?? proposed(framed.photo, placing()) };
  };

  /** @param {Photo} photo @param {Frame | null} frame */
  const bring = (photo, frame) => {
    const { picture } = session.state.intent;
    if (picture?.from !== "upload") return;
    const source = { ...picture, change: ++sheet.strokes };
    session.dispatch({ type: "pictureBrought", picture: photoPicture(photo, frame, source) });
  };

  /** One change by itself, that can be taken back. @param {(square: Frame) => Frame | null} change */
  const change = (change) => {
    const before = now();
    if (!before) return;
    pen.leave();
    bring(before.photo, change(before.square));
  };

  /** The photo read anew. What is done meanwhile has the last word. @param {(photo: Photo) => Promise<Photo>} read */
  const reread = async (read) => {
    const before = now();
    if (!before) return;
    pen.leave();
    const { turn } = sheet;
    try {
      const photo = await read(before.photo);
      if (turn === sheet.turn) bring(photo, null);
    } catch (reason) {
      if (turn === sheet.turn) session.dispatch({ type: "uploadFailed", error: errorOf(reason) });
    }
  };

  /** @param {Photo} photo */
  const paintPhoto = (photo) => {
    const { preview } = photo;
    Object.assign(refs.image, { width: preview.width, height: preview.height });
    refs.image.getContext("2d").drawImage(preview, 0, 0);
    shown = photo;
  };

  /** @param {Photo} photo @param {Frame} square */
  const place = ({ width, height }, { x, y, side, angle }) => {
    if (!view) return;
    const { left, top, span } = view;
    const longer = Math.max(width, height);
    /** @param {number} share */
    const percent = (share) => `${(100 * share) / span}%`;
    Object.assign(refs.image.style, {
      left: percent(-left),
      top: percent(-top),
      width: percent(width / longer),
      height: percent(height / longer),
    });
    Object.assign(refs.square.style, {
      left: percent(x - left),
      top: percent(y - top),
      width: percent(side),
      rotate: `${angle}rad`,
    });
    refs.square.dataset.at = [x, y, side, angle].map((value) => value.toFixed(4)).join(" ");
  };

  const render = (/** @type {State} */ state) => {
    const framed = framedIn(state);
    for (const node of [element, tools]) setHidden(node, !framed);
    if (!framed) {
      shown = view = null;
      return;
    }
    const { photo } = framed;
    const square = framed.frame ?? proposed(photo, placing());
    if (photo !== shown) view = null;
    if (photo !== shown) paintPhoto(photo);
    if (!hand.isDown()) view = viewOf(photo, square, view);
    place(photo, square);
  };

  const hand = listenToHand(refs.stage, {
    toPhoto: ({ clientX, clientY }) => {
      const box = refs.stage.getBoundingClientRect();
      const { left, top, span } = /** @type {NonNullable<typeof view>} */ (view);
      return [
        left + ((clientX - box.left) / box.width) * span,
        top + ((clientY - box.top) / box.height) * span,
      ];
    },
    begin: () => {
      const before = now();
      if (before) pen.leave();
      return before?.square ?? null;
    },
    move: (square) => {
      const before = now();
      if (before) bring(before.photo, square);
    },
    end: () => render(session.state),
  });
  refs.stage.addEventListener(
    "wheel",
    (/** @type {WheelEvent} */ event) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page's own
      event.preventDefault();
      change((square) => sized(square, Math.exp(WHEEL * event.deltaY)));
    },
    { passive: false },
  );
  refs.square.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const by = keyed(event);
    if (!by) return;
    event.preventDefault();
    change(by);
  });
  refs.turn.addEventListener("click", () => reread((photo) => photo.turned(1)));
  refs.swap.addEventListener("click", () => reread((photo) => photo.swapped()));
  refs.again.addEventListener("click", () => change(() => null));
  onChange(
    session,
    ({ intent: { picture, asIs, model }, pictures: { main } }) => [picture, asIs, model, main],
    render,
  );
}

/**
 * What a key does to the square; null for another key.
 *
 * @param {KeyboardEvent} event
 * @returns {((square: Frame) => Frame | null) | null}
 */
function keyed({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return null; // the browser's own
  const arrow = ARROWS[key];
  if (arrow) {
    const pixels = FINE * (shiftKey ? COARSE : 1);
    return (square) => {
      const step = (pixels * square.side) / SIDE;
      return moved(square, arrow[0] * step, -arrow[1] * step);
    };
  }
  /** @type {Record<string, (square: Frame) => Frame | null>} */
  const others = {
    "+": (square) => sized(square, KEY_SIZE),
    "=": (square) => sized(square, KEY_SIZE),
    "-": (square) => sized(square, 1 / KEY_SIZE),
    "]": (square) => turned(square, KEY_TURN),
    "[": (square) => turned(square, -KEY_TURN),
    0: () => null,
  };
  return others[key] ?? null;
}
