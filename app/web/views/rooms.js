/** A tab of experiments. What it is made of is loaded when it is first shown, and not before. */

import { Fault } from "../models/fault.js";
import { stylesheet } from "./stylesheet.js";
import { background, whileShown } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/** @type {typeof import("./roomChooser.js") | null} */
let chooser = null;

async function loadChooser() {
  const load = import("./roomChooser.js").catch(() => {
    throw new Fault("connection", { file: "roomChooser.js" });
  });
  [chooser] = await Promise.all([load, stylesheet("rooms.css")]);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, gone } = page;
  const tab = /** @type {"generate" | "loss"} */ (element.dataset.view);
  const later = background(session, tab, { pause: 0 });
  let isOpen = false;
  const open = () => {
    if (!gone.aborted) chooser?.mountRooms(element, tab, page);
  };
  whileShown(session, tab, () => {
    if (isOpen) return;
    isOpen = true;
    // In another language it is there at once, and what had the focus has it again.
    if (chooser) open();
    else later([async () => loadChooser().then(() => open)]);
  });
}
