/** The link to what is shown now: to copy, to hand on, and as a code for the phones in the room. */

import { errorOf, Fault } from "../models/fault.js";
import { explain } from "./explain.js";
import { mountKeep } from "./keep.js";
import { qrSvg } from "./qr.js";
import { build, setHidden, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */

const ICON = `<svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="none"
  stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
  <path d="M12 15V3m-4 4 4-4 4 4M5 12v8h14v-8"/></svg>`;

/** @param {import("../text/en.js").Text} text */
const html = ({ link: t, keep }) => `
  <button type="button" class="lx-icon" data-ref="share" aria-label="${t.share}"
    title="${t.share}" aria-haspopup="dialog">${ICON}</button>
  <dialog class="lx-help lx-share" data-ref="dialog" aria-labelledby="lx-share-name">
    <form method="dialog" class="lx-help-head">
      <h2 id="lx-share-name">${t.name}</h2>
      <button class="lx-icon" aria-label="${t.close}">✕</button>
    </form>
    <div class="lx-help-body">
      <div class="lx-share-line">
        <input type="text" readonly dir="ltr" data-ref="field" aria-label="${t.field}">
        <button type="button" data-ref="copy" autofocus>${t.copy}</button>
        <button type="button" data-ref="send" hidden>${t.send}</button>
      </div>
      <p class="lx-hint" role="status" data-ref="said"></p>
      <div class="lx-qr" data-ref="code" role="img" aria-label="${t.code}"></div>
      <p class="lx-hint" data-ref="codeHint"></p>
      <button type="button" data-ref="keep" aria-haspopup="dialog">${keep.open}</button>
    </div>
  </dialog>
  <dialog class="lx-help" data-ref="keepDialog"></dialog>`;

/** The module that makes the code; it is fetched when the first one is wanted. */
const library = () =>
  import("../vendor/uqr.js").catch(() => {
    throw new Fault("connection", { file: "uqr.js" });
  });

/**
 * Copy, by the means that there are: a page in a frame may not be let.
 *
 * @param {HTMLInputElement} field
 * @returns {Promise<boolean>} whether it was; else it stays selected
 */
async function copied(field) {
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { text, links } = page;
  const { link: t } = text;
  const refs = build(element, html(text));
  const { dialog, field, copy, said } = refs;

  const showCode = async () => {
    const svg = await library().then((made) => qrSvg(made, field.value));
    refs.code.innerHTML = svg ?? "";
    setHidden(refs.code, !svg);
    setText(refs.codeHint, svg ? t.codeHint : t.tooLong);
  };
  refs.share.addEventListener("click", () => {
    field.value = links.share();
    setText(said, "");
    dialog.showModal();
    showCode().catch((reason) => setText(said, explain(text, errorOf(reason))));
  });
  const kept = mountKeep(refs.keepDialog, page);
  refs.keep.addEventListener("click", () => {
    dialog.close();
    refs.keepDialog.showModal();
    kept.show();
  });
  copy.addEventListener("click", async () => {
    const isDone = await copied(field);
    if (isDone) copy.focus();
    setText(said, isDone ? t.copied : t.copyByHand);
  });
  // Where a device has a way of its own to hand things on, as phones do.
  setHidden(refs.send, !navigator.share);
  refs.send.addEventListener("click", () => {
    navigator.share({ title: text.title, url: field.value }).catch(() => {}); // or thinks better of it
  });
  dialog.addEventListener("click", (/** @type {MouseEvent} */ { target }) => {
    if (target === dialog) dialog.close(); // the ground around it
  });
}
