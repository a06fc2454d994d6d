/** The trained net in the visitor's hand: used by every tab, saved as a file, opened from one. */

import { archiveOf, filesIn } from "../../models/training/archive.js";
import { isAutoencoder } from "../../session/training.js";
import { explain } from "../explain.js";
import { build, setHidden, setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../../models/training/archive.js").Files} Files */
/** @typedef {import("../../models/training/work.js").Found} Found */

const FREE_MS = 60_000; // until a file that was saved makes room

/** @param {import("../../text/en.js").Text} text */
const html = ({ train: t }) => `
  <button type="button" data-ref="use" data-action="use">${t.use}</button>
  <button type="button" data-ref="save" data-action="save">${t.save}</button>
  <label class="lx-train-file"><input type="file" accept=".zip" data-ref="file">
    <span>${t.open}</span></label>
  <p class="lx-wrong" role="alert" data-ref="wrong" hidden></p>`;

/** Give a visitor a file. @param {Blob} blob @param {string} name */
function give(blob, name) {
  const link = Object.assign(document.createElement("a"), { download: name });
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FREE_MS);
}

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {() => {id: string}} datasetNow
 */
export function mountKeeping(element, { session, text, pictures, training, nets }, datasetNow) {
  const refs = build(element, html(text));

  /** Do it, one thing at a time, and say what stood in its way. @param {() => Promise<void>} act */
  const attempt = async (act) => {
    for (const name of ["use", "save", "file"]) refs[name].disabled = true;
    setText(refs.wrong, "");
    try {
      await act();
    } catch (error) {
      setText(refs.wrong, explain(text, /** @type {Error} */ (error)));
    }
    setHidden(refs.wrong, !refs.wrong.textContent);
    for (const name of ["use", "save", "file"]) refs[name].disabled = false;
  };

  /** The net's files with its codes and figures; of an opened one, those. @param {Files | null} files */
  const found = async (files) => {
    const { id } = datasetNow();
    const { images, labels } = await pictures[id].tensors();
    return training.find({
      files,
      about: { dataset: id, ...session.state.intent.train },
      pictures: /** @type {Uint8Array} */ (images.raw),
      labels: /** @type {Uint8Array} */ (labels.raw),
    });
  };

  /** @param {Found} net */
  const use = (net) => {
    const id = session.adopt(net);
    nets.keep({ id, net });
    session.dispatch({ type: "modelChosen", id });
    session.dispatch({ type: "tabShown", tab: "map" });
  };

  refs.use.addEventListener("click", () => attempt(async () => use(await found(null))));
  refs.save.addEventListener("click", () =>
    attempt(async () => {
      const { files } = await found(null);
      const kind = isAutoencoder(session.state.intent.train) ? "ae" : "vae";
      const name = `${datasetNow().id}-${kind}-2d-mine`;
      const named = Object.entries(files).map(([file, bytes]) => [`${name}/${file}`, bytes]);
      give(archiveOf(Object.fromEntries(named)), `${name}.zip`);
    }),
  );
  refs.file.addEventListener("change", () => {
    const [file] = refs.file.files;
    refs.file.value = "";
    if (file) attempt(async () => use(await found(await filesIn(await file.arrayBuffer()))));
  });
}
