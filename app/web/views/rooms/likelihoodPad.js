/** A point of the code's plane, on the prior's rings, under a hand or by arrow keys. */

import { ARROWS } from "../arrows.js";
import { fill, fixed } from "../format.js";
import { add } from "../svg.js";
import { setText } from "../view.js";

const HALF = 4;
const STEP = 0.1; // for each press of an arrow key

/** Within the pad, to two decimals. @param {number} value */
const within = (value) => Math.round(100 * Math.max(-HALF, Math.min(HALF, value))) / 100;

/**
 * @param {HTMLElement} frame
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @returns {() => void} show z where it is now
 */
export function mountPad(frame, { text }, room) {
  const { likelihood: t } = text.rooms.of;
  const svg = add("svg", frame, {
    viewBox: `${-HALF} ${-HALF} ${2 * HALF} ${2 * HALF}`,
    "aria-hidden": "true",
  });
  add("path", svg, { class: "lx-lik-axis", d: `M${-HALF} 0H${HALF}M0 ${-HALF}V${HALF}` });
  for (const r of [1, 2, 3]) add("circle", svg, { class: "lx-lik-ring", r });
  const hand = add("circle", svg, { class: "lx-lik-hand", r: 0.3 });
  const said = document.createElement("span");
  const value = document.createElement("output");
  said.className = "lx-unseen";
  said.ariaLive = "polite";
  value.className = "lx-lik-value";
  frame.append(value, said);

  /** @param {PointerEvent | MouseEvent} event */
  const choose = ({ clientX, clientY }) => {
    const { left, top, width, height } = frame.getBoundingClientRect();
    const across = (2 * (clientX - left)) / width - 1;
    const up = 1 - (2 * (clientY - top)) / height;
    room.change({ z: [HALF * across, HALF * up].map(within) });
  };
  /** @type {number | null} */
  let dragging = null;
  frame.addEventListener("pointerdown", (event) => {
    if (dragging !== null || event.button) return;
    dragging = event.pointerId;
    frame.setPointerCapture(event.pointerId);
    choose(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerId === dragging) choose(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    frame.addEventListener(end, (event) => {
      if (event.pointerId === dragging) dragging = null;
    });
  }
  frame.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 5 * STEP : STEP;
    const z = /** @type {number[]} */ (room.options().z);
    room.change({ z: z.map((v, k) => within(v + step * way[k])) });
    setText(
      said,
      fill(t.said, {
        z: room
          .options()
          .z.map((/** @type {number} */ v) => fixed(v))
          .join(", "),
      }),
    );
  });

  return () => {
    const [a, b] = /** @type {number[]} */ (room.options().z);
    hand.setAttribute("transform", `translate(${a} ${-b})`);
    setText(value, `${fixed(a)}, ${fixed(b)}`);
  };
}
