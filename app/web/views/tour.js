/** The tour: a few steps along the way of the data, each with its part of the screen in the light. */

import { fill, number } from "./format.js";
import { placeClear } from "./placing.js";
import { build, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Tab} Tab */
/** @typedef {import("./placing.js").Box} Box */
/** @typedef {keyof import("../text/en.js").Text["tour"]["steps"]} Step */

/** @type {Array<{step: Step, tab: Tab, shows: string[]}>} what is shown, the most telling last */
const STEPS = [
  { step: "draw", tab: "reconstruct", shows: ["#pad .lx-pad-frame"] },
  { step: "encoder", tab: "reconstruct", shows: ["#reconstruct .lx-encoder"] },
  { step: "code", tab: "reconstruct", shows: ["#reconstruct .lx-code-place"] },
  {
    step: "decoder",
    tab: "reconstruct",
    shows: ["#reconstruct .lx-decoder", "#reconstruct .lx-mean > .lx-x-hat"],
  },
  { step: "loss", tab: "reconstruct", shows: ["#reconstruct .lx-loss"] },
  { step: "map", tab: "map", shows: ["#map .lx-plot-frame"] },
  { step: "sliders", tab: "sliders", shows: ["#sliders .lx-rows > .lx-row"] },
  { step: "generate", tab: "generate", shows: ["#generate .lx-room-chips"] },
  { step: "guess", tab: "generate", shows: ["#generate .lx-room:not([hidden]) .lx-room-guess"] },
  { step: "weigh", tab: "loss", shows: ["#loss .lx-room-chips"] },
];
const AROUND = 6; // pixels from what is shown to its ring
const BELOW_STRIP = 132; // pixels from the window's top: where a phone has the result

/** @param {import("../text/en.js").Text} text */
const html = ({ tour: t }) => `
  <i class="lx-tour-ring" data-ref="ring"></i>
  <section class="lx-tour-card" role="dialog" aria-labelledby="lx-tour-name"
    aria-describedby="lx-tour-says" tabindex="-1" data-ref="card">
    <div class="lx-tour-head"><h2 id="lx-tour-name" data-ref="name"></h2>
      <button type="button" class="lx-icon lx-tour-close" data-ref="close" aria-label="${t.close}"
        title="${t.close}">✕</button></div>
    <p id="lx-tour-says" data-ref="says" aria-live="polite"></p>
    <div class="lx-tour-tools"><span class="lx-soft" data-ref="place"></span>
      <button type="button" data-ref="back">${t.back}</button>
      <button type="button" class="lx-tour-next" data-ref="next"></button></div>
  </section>`;

/** @param {Box[]} boxes @returns {Box} */
const around = (boxes) => ({
  left: Math.min(...boxes.map(({ left }) => left)) - AROUND,
  top: Math.min(...boxes.map(({ top }) => top)) - AROUND,
  right: Math.max(...boxes.map(({ right }) => right)) + AROUND,
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)) + AROUND,
});

/** @param {Box} box */
const area = ({ left, top, right, bottom }) => (right - left) * (bottom - top);

/**
 * One box around all that is shown, or the last alone where the others are far from it.
 *
 * @param {Element[]} shown
 */
function lightOf(shown) {
  const boxes = shown.map((node) => node.getBoundingClientRect());
  const all = around(boxes);
  const alone = around(boxes.slice(-1));
  return area(all) < 3 * boxes.reduce((sum, box) => sum + area(box), 0) ? all : alone;
}

/**
 * Hear of every button that begins the tour.
 *
 * @param {HTMLElement} root of the page
 * @param {Page} page
 */
export function mountTour(root, { session, text, prefer, gone }) {
  const t = text.tour;
  const tour = root.appendChild(document.createElement("div"));
  Object.assign(tour, { className: "lx-tour", popover: "manual" });
  const refs = build(tour, html(text));
  let at = 0;
  /** @type {HTMLElement | null} */
  let opener = null;
  const isOpen = () => tour.matches(":popover-open");
  /** What is in the light: until it is there, all of its tab. */
  const shown = () => {
    const { tab, shows } = STEPS[at];
    const found = shows.flatMap((selector) => root.querySelector(selector) ?? []);
    return found.length ? found : [...root.querySelectorAll(`#tab-${tab}`)];
  };

  /** In each frame: what is shown may be made anew, grow, or scroll away. */
  const follow = () => {
    if (!isOpen() || gone.aborted) return;
    place();
    requestAnimationFrame(follow);
  };

  const place = () => {
    const light = lightOf(shown());
    const ground = tour.getBoundingClientRect(); // not the window where a page is wider than that
    const [width, height] = [light.right - light.left, light.bottom - light.top];
    Object.assign(refs.ring.style, {
      transform: `translate(${light.left - ground.left}px, ${light.top - ground.top}px)`,
      width: `${width}px`,
      height: `${height}px`,
    });
    const size = { width: refs.card.offsetWidth, height: refs.card.offsetHeight };
    const { left, top } = placeClear(light, size, { width: innerWidth, height: innerHeight });
    refs.card.style.transform = `translate(${left - ground.left}px, ${top - ground.top}px)`;
  };

  const show = () => {
    const { step, tab } = STEPS[at];
    session.dispatch({ type: "tabShown", tab });
    setText(refs.name, t.steps[step].name);
    setText(refs.says, t.steps[step].says);
    const says = { k: number(text, at + 1, 0), n: number(text, STEPS.length, 0) };
    setText(refs.place, fill(t.place, says));
    setText(refs.next, at === STEPS.length - 1 ? t.done : t.next);
    refs.back.disabled = at === 0;
    const { top } = lightOf(shown());
    scrollBy({ top: top - BELOW_STRIP, behavior: "instant" }); // where the page scrolls at all
  };

  const close = () => {
    if (!isOpen()) return;
    const hadFocus = tour.contains(document.activeElement);
    tour.hidePopover();
    prefer({ tourSeen: true });
    root.querySelector(".lx-new")?.classList.remove("lx-new");
    const isThere = opener?.checkVisibility();
    const tab = /** @type {HTMLElement | null} */ (root.querySelector("[role=tab][tabindex='0']"));
    if (hadFocus) (isThere ? opener : tab)?.focus();
  };

  /** @param {number} by */
  const go = (by) => {
    if (at + by < 0) return;
    if (at + by >= STEPS.length) return close();
    at += by;
    show();
    if (document.activeElement === document.body) refs.next.focus(); // its button was disabled
  };

  root.addEventListener(
    "click",
    ({ target }) => {
      const button = target instanceof Element && target.closest("[data-tour]");
      if (!(button instanceof HTMLElement)) return;
      button.closest("dialog")?.close();
      opener = button;
      at = 0;
      const isNew = !isOpen();
      if (isNew) tour.showPopover();
      show();
      if (isNew) follow();
      refs.next.focus();
    },
    { signal: gone },
  );
  refs.next.addEventListener("click", () => go(1));
  refs.back.addEventListener("click", () => go(-1));
  refs.close.addEventListener("click", close);
  refs.card.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const onward = getComputedStyle(refs.card).direction === "rtl" ? -1 : 1;
    const ways = { ArrowRight: onward, ArrowLeft: -onward };
    const way = ways[/** @type {keyof typeof ways} */ (event.key)];
    if (!way) return;
    event.preventDefault();
    go(way);
  });
  document.addEventListener(
    "keydown",
    (event) => {
      const isOther = document.querySelector("dialog[open], [popover=auto]:popover-open");
      if (event.key === "Escape" && !isOther) close();
    },
    { signal: gone },
  );
  session.subscribe(({ intent }) => {
    if (isOpen() && intent.tab !== STEPS[at].tab) close(); // somebody goes their own way
  });
}
