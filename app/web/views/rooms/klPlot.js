/** The prior p and the posterior q: two bells, or rings and an ellipse; q is moved by its handles. */

import { density } from "../../maths/kl.js";
import { add, onSize, set, through } from "../svg.js";
import { build, setText } from "../view.js";
import { clamp, layOut, pulled, stepped } from "./klLayout.js";

/** @typedef {import("./klLayout.js").At} At */
/** @typedef {import("./klLayout.js").Code} Code */
/** @typedef {import("./klLayout.js").Handle} Handle */
/** @typedef {import("./klLayout.js").Layout} Layout */
/** @typedef {import("./klLayout.js").Size} Size */
/** @typedef {import("./klLayout.js").Taken} Taken */

const POINTS = 240; // of a bell
const END = 9; // px, across the lines to the handles where they meet one σ, and of μ's cross

/** @type {Handle[]} */
const HANDLES = ["mu", "sigma0", "sigma1"];

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => `
  <svg data-ref="svg" aria-hidden="true"></svg>
  ${HANDLES.map((handle) => `<i class="lx-kl-handle" data-handle="${handle}" data-ref="${handle}" aria-hidden="true"><b></b></i>`).join("")}
  <span class="lx-unseen" aria-live="polite" data-ref="said"></span>
  <span class="lx-kl-tall lx-soft" data-ref="tall" hidden>${of.kl.tall}</span>`;

/** @param {Element} svg */
const makeMarks = (svg) => ({
  grid: add("g", svg, { class: "lx-kl-grid" }),
  prior: add("g", svg, { class: "lx-kl-prior" }),
  posterior: add("g", svg, { class: "lx-kl-posterior" }),
  stems: add("path", svg, { class: "lx-kl-stems" }),
  ends: add("path", svg, { class: "lx-kl-ends" }),
});

/** A bell's outline. @param {Layout} layout @param {number} mu @param {number} sigma */
function bell({ x, y, half, ground }, mu, sigma) {
  const [low, high] = [Math.max(-half, mu - 5 * sigma), Math.min(half, mu + 5 * sigma)];
  /** @type {At[]} */
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const v = low + ((high - low) * i) / POINTS;
    return [x(v), y(density(v, mu, sigma))];
  });
  return through([[x(-half), ground], ...points, [x(half), ground]]);
}

/** @param {Element} group @param {string} name @param {import("../svg.js").Attributes[]} all */
function draw(group, name, all) {
  while (group.childElementCount > all.length) group.lastElementChild?.remove();
  all.forEach((attributes, i) => {
    if (group.children[i] && group.children[i].localName !== name) group.replaceChildren();
    set(group.children[i] ?? add(name, group), attributes);
  });
}

/** The axis, or both. @param {Element} group @param {Layout} layout @param {Size} size @param {number} dims */
function drawGrid(group, { x, y, half, ground }, { width, height }, dims) {
  const lines = dims === 1 ? `M0 ${ground}H${width}` : `M0 ${y(0)}H${width}M${x(0)} 0V${height}`;
  group.replaceChildren();
  add("path", group, { d: lines });
  const step = half > 8 ? Math.ceil(half / 5) : 1;
  for (let v = step - half; v < half; v += step) {
    const mark = add("text", group, { x: x(v), y: (dims === 1 ? ground : y(0)) + 17 });
    mark.textContent = String(v).replace("-", "−");
    if (dims === 2 && v === 0) mark.remove(); // lies on the other axis
  }
}

/** @param {ReturnType<typeof makeMarks>} marks @param {Code} code @param {Layout} layout */
function drawBells({ prior, posterior, stems, ends }, { mu, sigma }, layout) {
  ends.setAttribute("d", "");
  draw(prior, "path", [{ d: bell(layout, 0, 1) }]);
  draw(posterior, "path", [{ d: bell(layout, mu[0], sigma[0]) }]);
  const [x, y] = /** @type {At} */ (layout.handles.sigma0);
  const top = layout.y(layout.peak);
  stems.setAttribute(
    "d",
    `M${layout.x(mu[0])} ${layout.ground}V${top}M${layout.x(mu[0])} ${y}H${x}`,
  );
}

/** @param {ReturnType<typeof makeMarks>} marks @param {Code} code @param {Layout} layout */
function drawRings({ prior, posterior, stems, ends }, { sigma }, layout) {
  const { x, y, unit, side, middle, handles } = layout;
  const [cx, cy] = middle;
  const ring = (/** @type {number} */ r) => ({ cx: x(0), cy: y(0), rx: r * unit, ry: r * unit });
  draw(prior, "ellipse", [3, 2, 1].map(ring));
  const around = (/** @type {number} */ r) => ({
    ...{ cx, cy, rx: r * unit * sigma[0], ry: r * unit * sigma[1] },
  });
  draw(posterior, "ellipse", [2, 1].map(around));
  const [[mx, my], [sx], [, sy]] = /** @type {At[]} */ ([
    handles.mu,
    handles.sigma0,
    handles.sigma1,
  ]);
  stems.setAttribute("d", `M${mx} ${my}L${cx} ${cy}H${sx}M${cx} ${cy}V${sy}`);
  const [right, top] = [cx + side[0] * unit * sigma[0], cy - side[1] * unit * sigma[1]];
  const h = END / 2;
  ends.setAttribute(
    "d",
    `M${right} ${cy - h}v${END}M${cx - h} ${top}h${END}M${cx - h} ${cy}h${END}M${cx} ${cy - h}v${END}`,
  );
}

/**
 * @param {HTMLElement} frame
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 * @param {() => string} say what a key has made of it, for who hears the page
 */
export function mountPlot(frame, { text, gone }, room, say) {
  const refs = build(frame, html(text));
  const marks = makeMarks(refs.svg);
  let size = { width: 0, height: 0 };
  let gridKey = "";

  const show = () => {
    const { width, height } = size;
    if (!width) return;
    const code = /** @type {Code} */ (room.options());
    const layout = layOut(code, size);
    frame.classList.toggle("lx-is-flat", code.dims === 2);
    const key = [code.dims, layout.half, width, height].join();
    if (key !== gridKey) drawGrid(marks.grid, layout, size, code.dims);
    gridKey = key;
    if (code.dims === 1) drawBells(marks, code, layout);
    else drawRings(marks, code, layout);
    refs.tall.hidden = layout.peak <= layout.most;
    for (const handle of HANDLES) {
      const at = layout.handles[handle];
      refs[handle].hidden = !at;
      if (!at) continue;
      const [x, y] = [clamp(at[0], 0, width), clamp(at[1], 0, height)];
      refs[handle].style.transform = `translate(${x}px, ${y}px)`;
    }
    const subscripts = code.dims === 2 ? ["", "₁", "₂"] : ["", "", ""];
    HANDLES.forEach((handle, i) => {
      setText(refs[handle].firstElementChild, (i ? "σ" : "μ") + subscripts[i]);
    });
  };
  onSize(frame, gone, (width, height) => {
    size = { width, height };
    set(refs.svg, { viewBox: `0 0 ${width} ${height}` });
    show();
  });
  listen(frame, room, () => size);
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own
    const moved = stepped(event.key, event.shiftKey, room.options());
    if (!moved) return;
    event.preventDefault();
    room.change(/** @type {any} */ (moved));
    setText(refs.said, say());
  });
  return show;
}

/**
 * A handle is pulled; elsewhere a mouse takes q along, and a finger's tap puts it there.
 *
 * @param {HTMLElement} frame
 * @param {import("../room.js").Room} room
 * @param {() => Size} sizeOf
 */
function listen(frame, room, sizeOf) {
  /** @type {{handle: Taken, pointer: number, offset: At} | null} */
  let drag = null;
  /** Of a finger beside the handles: it taps, unless the browser takes it to scroll. */
  let tap = NaN;

  /** @param {MouseEvent} event @returns {At} */
  const place = ({ clientX, clientY }) => {
    const { left, top } = frame.getBoundingClientRect();
    return [clientX - left - frame.clientLeft, clientY - top - frame.clientTop];
  };
  /** @param {Taken} handle @param {At} at */
  const pull = (handle, at) =>
    room.change(/** @type {any} */ (pulled(handle, at, room.options(), sizeOf())));

  frame.addEventListener("pointerdown", (event) => {
    if (drag || event.button) return;
    const target = /** @type {Element} */ (event.target);
    const found = /** @type {HTMLElement | null} */ (target.closest("[data-handle]"));
    if (!found && event.pointerType === "touch") {
      tap = event.isPrimary ? event.pointerId : NaN;
      return;
    }
    const handle = /** @type {Taken} */ (found?.dataset.handle ?? "middle");
    const at = place(event);
    const own = handle === "middle" ? null : layOut(room.options(), sizeOf()).handles[handle];
    /** @type {At} */
    const offset = own ? [own[0] - at[0], own[1] - at[1]] : [0, 0];
    drag = { handle, pointer: event.pointerId, offset };
    frame.setPointerCapture(event.pointerId);
    if (!found) pull("middle", at);
  });
  frame.addEventListener("pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    const [x, y] = place(event);
    pull(drag.handle, [x + drag.offset[0], y + drag.offset[1]]);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    frame.addEventListener(end, (event) => {
      if (drag?.pointer === event.pointerId) drag = null;
      if (tap !== event.pointerId) return;
      tap = NaN;
      if (end === "pointerup") pull("middle", place(event));
    });
  }
}
