/** The first seconds of a first visit: the page draws a digit by itself, and hands over the pen. */

import { PAD } from "./sheet.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./sheet.js").At} At */

const PAUSE_MS = 900; // to see what is there before it moves
const DRAW_MS = 2600;
const MOST_MS = 100; // of it in one frame
const INTERRUPTIONS = ["pointerdown", "keydown", "wheel", "change", "dragenter", "paste"];

/** A two in one stroke, in shares of the pad: an arc over the top, down to the left, a foot. */
const KNOTS = [
  [0.3, 0.34],
  [0.36, 0.23],
  [0.5, 0.19],
  [0.64, 0.25],
  [0.66, 0.39],
  [0.57, 0.53],
  [0.42, 0.67],
  [0.31, 0.79],
  [0.5, 0.79],
  [0.71, 0.78],
];

/**
 * A point of the stroke: a Catmull–Rom curve through the knots.
 *
 * @param {number} t in [0, 1]
 * @returns {At} on the pad
 */
export function pointAt(t) {
  const last = KNOTS.length - 1;
  const k = Math.min(last - 1, Math.floor(t * last));
  const s = t * last - k;
  const knot = (/** @type {number} */ i) => KNOTS[Math.min(last, Math.max(0, i))];
  const [a, b, c, d] = [knot(k - 1), knot(k), knot(k + 1), knot(k + 2)];
  const along = (/** @type {number} */ i) =>
    0.5 *
    (2 * b[i] +
      (c[i] - a[i]) * s +
      (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * s ** 2 +
      (3 * b[i] - a[i] - 3 * c[i] + d[i]) * s ** 3);
  return [PAD * along(0), PAD * along(1)];
}

/**
 * Draw once the first picture stands, unless it was seen before or motion is not wanted; any
 * touch or key ends it.
 *
 * @param {Page} page
 * @param {{begin: (at: At) => void, move: (points: At[]) => void}} pen
 */
export function mountOpening({ session, sheet, links, preferences, prefer, gone }, pen) {
  if (links.isByLink) return; // what a link shows stays
  if (preferences.openingSeen || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const ended = new AbortController();
  const end = () => {
    ended.abort();
    sheet.isMine = false; // a hand begins anew
    prefer({ openingSeen: true });
  };
  for (const type of INTERRUPTIONS) {
    document.addEventListener(type, end, { capture: true, signal: ended.signal });
  }
  gone.addEventListener("abort", () => ended.abort(), { signal: ended.signal });

  let t = 0;
  let last = 0;
  const frame = (/** @type {number} */ now) => {
    if (ended.signal.aborted) return;
    // A page that was held up does not leap.
    t = Math.min(1, t + Math.min(MOST_MS, Math.max(0, now - last)) / DRAW_MS);
    last = now;
    pen.move([pointAt(t * t * (3 - 2 * t))]); // slow at both ends, as a hand is
    if (t < 1) requestAnimationFrame(frame);
    else {
      end();
      document.querySelector(".lx-lead-line .lx-tour-start")?.classList.add("lx-asks");
    }
  };
  const start = () => {
    const isHere = session.state.intent.tab === "reconstruct" && !document.hidden;
    if (ended.signal.aborted || !isHere) return;
    last = performance.now();
    sheet.isMine = false;
    pen.begin(pointAt(0));
    requestAnimationFrame(frame);
  };
  const stop = session.subscribe(({ rebuilt }) => {
    if (!rebuilt?.logits) return;
    stop();
    setTimeout(start, PAUSE_MS);
  });
}
