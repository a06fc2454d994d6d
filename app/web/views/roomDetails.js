/**
 * The details under a room's answer: all open where the panel has the height, else one at a time,
 * and the figures first. A panel that may grow, as on a phone, always has the height.
 */

import { onSize } from "./svg.js";

/**
 * @param {HTMLElement} panel what scrolls where its content is too high
 * @param {HTMLDetailsElement[]} details those that are open at first, the most wanted first
 * @param {HTMLDetailsElement[]} closed those that nobody has asked for yet
 * @param {string} group a name that no other room has
 * @param {AbortSignal} gone
 * @returns {() => void} looks again, when what is in them has changed
 */
export function fitDetails(panel, details, closed, group, gone) {
  const all = [...details, ...closed];
  const overflows = () => panel.scrollHeight > panel.clientHeight + 1;
  const grows = () => getComputedStyle(panel).overflowY === "visible";

  /** One at a time: the browser closes the others. @param {HTMLDetailsElement} kept */
  const tighten = (kept) => {
    if (!panel.clientHeight || all[0].name || !overflows()) return;
    for (const each of all) each.open &&= each === kept;
    for (const each of all) each.name = group;
  };
  const fit = () => tighten(details[0]);

  for (const each of closed) {
    each.addEventListener("toggle", () => {
      if (each.open) tighten(each);
    });
  }
  let known = 0;
  onSize(panel, gone, (width) => {
    if (width === known && grows()) return; // it has grown with what was opened in it
    known = width;
    for (const each of all) each.name = "";
    for (const each of details) each.open = true;
    for (const each of closed) each.open = false;
    fit();
  });
  return fit;
}
