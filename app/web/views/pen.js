/** A hand on the sheet: what it draws, and takes back, as events of the session. */

import { centre, squash } from "../maths/centre.js";
import { SIDE } from "../maths/pictures.js";
import { PAD } from "./sheet.js";

/** @typedef {import("../session/types").Source} Source */
/** @typedef {import("../session/types").Picture} Picture */
/** @typedef {import("../session/types").Placing} Placing */
/** @typedef {import("./sheet.js").At} At */
/** @typedef {ReturnType<typeof import("./sheet.js").makeSheet>} Sheet */

/**
 * A drawing as a picture of the session, laid on the model's pixels when that is asked for.
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
    placed[placing] ??=
      (placing === "as-is" ? squash(sheet) : centre(sheet, placing)) ??
      new Float32Array(SIDE * SIDE);
    return placed[placing];
  };
  return { source, label: null, as, ink: sheet.data };
}

/**
 * One finger, pen or mouse at a time draws; a second finger or a palm is not heard.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {AbortSignal} signal
 * @param {{begin: (at: At) => void, move: (points: At[]) => void}} pen
 */
export function listen(canvas, signal, { begin, move }) {
  /** @type {number | null} */
  let pointer = null;
  /** @param {PointerEvent[]} events @returns {At[]} */
  const positions = (events) => {
    const box = canvas.getBoundingClientRect();
    return events.map(({ clientX, clientY }) => [
      ((clientX - box.left) / box.width) * PAD,
      ((clientY - box.top) / box.height) * PAD,
    ]);
  };
  /** @type {(type: "pointerdown" | "pointermove" | "pointerup" | "pointercancel", hear: (event: PointerEvent) => void) => void} */
  const on = (type, hear) => canvas.addEventListener(type, hear, { signal });

  on("pointerdown", (event) => {
    if (pointer !== null || event.button) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(pointer);
    begin(positions([event])[0]);
  });
  on("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    // A fast hand makes several points a frame; all are drawn, and the sum is read once.
    const points = event.getCoalescedEvents?.() ?? [];
    move(positions(points.length ? points : [event]));
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    on(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
}

/**
 * What a hand does with the sheet, as events of the session.
 *
 * @param {Sheet} sheet
 * @param {import("../session/session.js").Session} session
 */
export function makePen(sheet, session) {
  /** @type {At} */
  let last = [0, 0];
  const now = () => session.state.pictures.main;

  const drawn = () => {
    const { drawings: drawing } = sheet;
    const source = { from: /** @type {const} */ ("drawing"), drawing, stroke: ++sheet.strokes };
    sheet.shown = JSON.stringify(source);
    session.dispatch({ type: "pictureBrought", picture: pictureOf(sheet.ink, source) });
  };
  return {
    /** A stroke on what another hand made begins a new drawing. @param {At} at */
    begin(at) {
      sheet.turn++;
      sheet.keep(session.state.intent.picture ? now() : null);
      if (!sheet.isMine) {
        sheet.wipe();
        sheet.drawings++;
        sheet.isMine = true;
      }
      last = at;
      sheet.stroke(at, at);
      drawn();
    },
    /** @param {At[]} points */
    move(points) {
      for (const next of points) {
        sheet.stroke(last, next);
        last = next;
      }
      drawn();
    },
    /** Another picture, or none, is about to take this one's place. */
    leave() {
      sheet.turn++;
      sheet.keep(session.state.intent.picture ? now() : null);
    },
    undo() {
      const picture = sheet.before.pop();
      if (picture === undefined) return;
      sheet.turn++;
      if (picture) session.dispatch({ type: "pictureBrought", picture });
      else session.dispatch({ type: "cleared" });
    },
  };
}
