/** The prior p and the posterior q: two bells, or rings and an ellipse; q is moved by its handles. */

import { density } from "../../maths/kl.js";
import { add, onSize, set, through } from "../svg.js";
import { build, setText } from "../view.js";

/** @typedef {{dims: number, mu: number[], sigma: number[]}} Code */
/** @typedef {[number, number]} At */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {"mu" | "sigma0" | "sigma1"} Handle */
/** @typedef {Partial<Code>} Moved */

export const MOST_MU = 3.5; // by hand
export const SIGMAS = /** @type {At} */ ([0.02, 3]); // by hand
const USUAL = 4; // half the axis
const AXIS = 26; // px under the ground line
const HIGHEST = 4.4; // of density: a bell that is higher is cut
const LOWEST = 0.46; // of density: the prior's bell is not larger than that
const APART = 38; // px from the ellipse to a handle
const SHOULDER = Math.exp(-0.5); // of a bell's height, one σ from its middle
const POINTS = 240; // of a bell

/** @type {Handle[]} */
const HANDLES = ["mu", "sigma0", "sigma1"];
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const MU_STEP = 0.05; // for each press of a key
const SIGMA_STEP = 1.05;

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** A number as a hand sets it, no finer than it is shown. @param {number} value @param {number} places */
const rounded = (value, places) => Number(value.toFixed(places));

/** @param {number} sigma */
export const handSigma = (sigma) => rounded(clamp(sigma, ...SIGMAS), 3);

/**
 * Where things are: half the axis, and the places of values and handles in pixels.
 *
 * @param {Code} code
 * @param {Size} size
 */
export function layOut({ dims, mu, sigma }, { width, height }) {
  const far = Math.max(...mu.slice(0, dims).map(Math.abs));
  const half = far <= MOST_MU ? USUAL : Math.ceil(far) + 1;
  if (dims === 1) {
    const ground = height - AXIS;
    const peak = density(mu[0], mu[0], sigma[0]);
    const most = clamp(1.12 * peak, LOWEST, HIGHEST);
    const x = (/** @type {number} */ v) => (width / 2) * (1 + v / half);
    const y = (/** @type {number} */ d) => ground - (ground - 8) * Math.min(1, d / most);
    const side = mu[0] + sigma[0] <= half - 0.2 ? 1 : -1;
    const unit = width / 2 / half;
    /** @type {Partial<Record<Handle, At>>} */
    const handles = {
      mu: [x(mu[0]), ground],
      sigma0: [x(mu[0] + side * sigma[0]), Math.min(y(SHOULDER * peak), ground - APART)],
    };
    return { half, unit, x, y, ground, peak, most, side: [side], apart: 0, handles };
  }
  const unit = Math.min(width, height) / 2 / half;
  const x = (/** @type {number} */ v) => width / 2 + unit * v;
  const y = (/** @type {number} */ v) => height / 2 - unit * v;
  const [cx, cy] = [x(mu[0]), y(mu[1])];
  const reach = sigma.map((s) => unit * s + APART);
  const side = [cx + reach[0] < width - 16 ? 1 : -1, cy - reach[1] > 16 ? 1 : -1];
  /** @type {Partial<Record<Handle, At>>} */
  const handles = {
    mu: [cx, cy],
    sigma0: [cx + side[0] * reach[0], cy],
    sigma1: [cx, cy - side[1] * reach[1]],
  };
  return { half, unit, x, y, ground: height, peak: 0, most: 0, side, apart: APART, handles };
}

/** @typedef {ReturnType<typeof layOut>} Layout */

/**
 * What a handle at a place makes of the code.
 *
 * @param {Handle} handle
 * @param {At} at in pixels
 * @param {Code} code
 * @param {Size} size
 * @returns {Moved}
 */
export function pulled(handle, [px, py], code, size) {
  const { dims, mu, sigma } = code;
  const { half, unit, side, apart, handles } = layOut(code, size);
  const bound = half === USUAL ? MOST_MU : half - 1;
  if (handle === "mu") {
    const across = (px - size.width / 2) / unit;
    const up = dims === 1 ? mu[1] : (size.height / 2 - py) / unit;
    return { mu: [across, up].map((v) => rounded(clamp(v, -bound, bound), 2)) };
  }
  const [cx, cy] = /** @type {At} */ (handles.mu);
  const k = handle === "sigma0" ? 0 : 1;
  const away = k === 0 ? side[0] * (px - cx) : side[1] * (cy - py);
  return { sigma: sigma.map((s, i) => (i === k ? handSigma((away - apart) / unit) : s)) };
}

/**
 * What an arrow key makes of the code: it moves μ, with Shift it widens or narrows; up and down
 * do so alone where there is one number.
 *
 * @param {string} key
 * @param {boolean} isShifted
 * @param {Code} code
 * @returns {Moved | null}
 */
export function stepped(key, isShifted, { dims, mu, sigma }) {
  const step = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  if (!step) return null;
  const k = step[0] ? 0 : 1;
  if (isShifted || (dims === 1 && k === 1)) {
    const of = dims === 1 ? 0 : k;
    const times = SIGMA_STEP ** (step[0] + step[1]);
    return { sigma: sigma.map((s, i) => (i === of ? handSigma(s * times) : s)) };
  }
  const moved = (/** @type {number} */ m) =>
    rounded(clamp(m + MU_STEP * (step[0] + step[1]), -MOST_MU, MOST_MU), 2);
  return { mu: mu.map((m, i) => (i === k ? moved(m) : m)) };
}

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
function drawBells({ prior, posterior, stems }, { mu, sigma }, layout) {
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
function drawRings({ prior, posterior, stems }, { sigma }, { x, y, unit, handles }) {
  const [cx, cy] = /** @type {At} */ (handles.mu);
  const ring = (/** @type {number} */ r) => ({ cx: x(0), cy: y(0), rx: r * unit, ry: r * unit });
  draw(prior, "ellipse", [3, 2, 1].map(ring));
  const around = (/** @type {number} */ r) => ({
    ...{ cx, cy, rx: r * unit * sigma[0], ry: r * unit * sigma[1] },
  });
  draw(posterior, "ellipse", [2, 1].map(around));
  const [[sx], [, sy]] = /** @type {At[]} */ ([handles.sigma0, handles.sigma1]);
  stems.setAttribute("d", `M${cx} ${cy}H${sx}M${cx} ${cy}V${sy}`);
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
 * A handle is pulled; elsewhere a mouse takes μ along, and a finger's tap puts it there.
 *
 * @param {HTMLElement} frame
 * @param {import("../room.js").Room} room
 * @param {() => Size} sizeOf
 */
function listen(frame, room, sizeOf) {
  /** @type {{handle: Handle, pointer: number, offset: At} | null} */
  let drag = null;
  /** Of a finger beside the handles: it taps, unless the browser takes it to scroll. */
  let tap = NaN;

  /** @param {MouseEvent} event @returns {At} */
  const place = ({ clientX, clientY }) => {
    const { left, top } = frame.getBoundingClientRect();
    return [clientX - left - frame.clientLeft, clientY - top - frame.clientTop];
  };
  /** @param {Handle} handle @param {At} at */
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
    const handle = /** @type {Handle} */ (found?.dataset.handle ?? "mu");
    const at = place(event);
    const own = layOut(room.options(), sizeOf()).handles[handle];
    /** @type {At} */
    const offset = found && own ? [own[0] - at[0], own[1] - at[1]] : [0, 0];
    drag = { handle, pointer: event.pointerId, offset };
    frame.setPointerCapture(event.pointerId);
    if (!found) pull(handle, at);
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
      if (end === "pointerup") pull("mu", place(event));
    });
  }
}
