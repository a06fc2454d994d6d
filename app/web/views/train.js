/** The tab where a VAE is trained. What it is made of is loaded when it is first shown. */

import { Fault } from "../models/fault.js";
import { stylesheet } from "./stylesheet.js";
import { background, whileShown } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

/** @type {typeof import("./training/stage.js") | null} */
let stage = null;

async function loadStage() {
  const load = import("./training/stage.js").catch(() => {
    throw new Fault("connection", { file: "stage.js" });
  });
  [stage] = await Promise.all([load, stylesheet("rooms.css"), stylesheet("train.css")]);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, gone } = page;
  const later = background(session, "train", { pause: 0 });
  let isOpen = false;
  const open = () => {
    if (!gone.aborted) stage?.mountStage(element, page);
  };
  whileShown(session, "train", () => {
    if (isOpen) return;
    isOpen = true;
    if (stage) open();
    else later([async () => loadStage().then(() => open)]);
  });
}
