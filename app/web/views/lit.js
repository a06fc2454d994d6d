/**
 * A symbol and what it stands for light up together, whichever of the two a hand or the focus is
 * on: `data-lit` on what holds both names the part, and the styles do the rest.
 */

const PARTS = ["mu", "sigma", "epsilon", "z", "xHat"];

/** The part that a mark is or a symbol names. @param {EventTarget | null} target */
function partOf(target) {
  if (!(target instanceof Element)) return undefined;
  /** @type {HTMLElement | SVGElement | null} */
  const node = target.closest("[data-part], [data-term]");
  return PARTS.find((part) => part === (node?.dataset.part ?? node?.dataset.term));
}

/** @param {HTMLElement} element around the symbols and the marks */
export function mountLit(element) {
  /** @type {{hovered?: string, focused?: string}} */
  const on = {};

  const show = () => {
    const lit = on.hovered ?? on.focused;
    if (lit === element.dataset.lit) return;
    if (lit) element.dataset.lit = lit;
    else delete element.dataset.lit;
  };
  /** @param {"hovered" | "focused"} how @param {string} [part] */
  const set = (how, part) => {
    on[how] = part;
    show();
  };
  element.addEventListener("pointerover", ({ target }) => set("hovered", partOf(target)));
  element.addEventListener("pointerleave", () => set("hovered"));
  element.addEventListener("focusin", ({ target }) => set("focused", partOf(target)));
  element.addEventListener("focusout", () => set("focused"));
}
