/** What can be taken along: the tab's pictures, its films, its code, and the lines for Python. */

import { errorOf } from "../models/fault.js";
import { asJson, asPython } from "./asText.js";
import { explain } from "./explain.js";
import { filmsOf } from "./films.js";
import { fill } from "./format.js";
import { gifOf } from "./gif.js";
import { keepables } from "./keepables.js";
import { pngOf, svgFile, toSvg } from "./stills.js";
import { build, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./keepables.js").Kept} Kept */
/** @typedef {import("../text/en.js").Text} Text */

const AS_TEXT = ["reconstruct", "map", "sliders"]; // tabs of one picture and its code
const FREE_MS = 60_000; // until a file that was saved makes room

/** @param {Text} text */
const html = ({ keep: t }) => `
  <form method="dialog" class="lx-help-head">
    <h2 id="lx-keep-name">${t.name}</h2>
    <button class="lx-icon" aria-label="${t.close}">✕</button>
  </form>
  <div class="lx-help-body lx-keep">
  <h3>${t.pictures}</h3>
  <ul class="lx-keep-pictures" data-ref="pictures"></ul>
  <div data-ref="films"><h3>${t.films}</h3>
    <p class="lx-hint">${t.filmsHint}</p>
    <div class="lx-keep-films" dir="ltr" data-ref="filmButtons"></div></div>
  <div data-ref="texts">
    ${["json", "python"]
      .map(
        (name) => `<section><div class="lx-keep-head">
          <h3>${t[/** @type {"json" | "python"} */ (name)]}</h3>
          <button type="button" data-ref="copy-${name}">${t.copy}</button></div>
          <pre dir="ltr" tabindex="0" data-ref="${name}"></pre></section>`,
      )
      .join("")}
  </div>
  <p class="lx-wrong" role="alert" data-ref="wrong" hidden></p>
  <p class="lx-hint" role="status" data-ref="done"></p>
  </div>`;

/** A name that every file system takes. @param {string[]} parts @param {string} suffix */
const fileName = (parts, suffix) => {
  const words = parts.join("-").replace(/[^\p{L}\p{M}\p{N}_.]+/gu, "-");
  return `${words.replace(/^-+|-+$/g, "")}.${suffix}`;
};

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  Object.assign(link, { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FREE_MS);
}

/**
 * Lay out what can be kept; `show` fills it with what is on the screen now.
 *
 * @param {HTMLDialogElement} dialog
 * @param {Page} page
 * @returns {{show: () => void}}
 */
export function mountKeep(dialog, { session, text, host }) {
  const refs = build(dialog, html(text));
  dialog.setAttribute("aria-labelledby", "lx-keep-name");
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close(); // the ground around it
  });
  const t = text.keep;
  let turn = 0;

  /** Do what a button is for, and say what became of it. @param {HTMLButtonElement} button @param {() => Promise<string>} act */
  const doing = async (button, act) => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    refs.wrong.hidden = true;
    setText(refs.done, "");
    try {
      setText(refs.done, await act());
    } catch (reason) {
      refs.wrong.hidden = false;
      setText(refs.wrong, explain(text, errorOf(reason)));
    } finally {
      button.ariaBusy = "false";
    }
  };

  /** A button that saves a file. @param {string} label @param {string} name @param {() => Promise<Blob>} make */
  const saver = (label, name, make) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: label });
    button.addEventListener("click", () =>
      doing(button, async () => {
        save(await make(), name);
        return fill(t.saved, { name });
      }),
    );
    return button;
  };

  /** @param {Kept} kept */
  const row = (kept) => {
    const item = document.createElement("li");
    const { intent } = session.state;
    const { tab } = intent;
    const isRoom = tab === "generate" || tab === "loss"; // which shows several models
    const parts = [isRoom ? intent[tab].room : intent.model, kept.name];
    const title = document.createElement("span");
    title.textContent = kept.name;
    const png = saver("PNG", fileName(parts, "png"), () => pngOf(kept));
    const buttons = [png];
    if (kept.kind === "drawing") {
      const svg = saver("SVG", fileName(parts, "svg"), async () => svgFile(toSvg(kept.node)));
      buttons.push(svg);
    }
    for (const button of buttons) button.ariaLabel = `${button.textContent}: ${kept.name}`;
    const preview = document.createElement("img");
    preview.alt = "";
    item.append(preview, title, ...buttons);
    return { item, kept, preview };
  };

  /** What would be saved, one after another. @param {ReturnType<typeof row>[]} rows */
  const preview = async (rows) => {
    const now = ++turn;
    for (const { kept, preview: image } of rows) {
      const blob = await pngOf(kept).catch(() => null);
      if (now !== turn) return;
      if (!blob) continue;
      image.src = URL.createObjectURL(blob);
      image.onload = () => URL.revokeObjectURL(image.src);
    }
  };

  for (const name of ["json", "python"]) {
    const button = refs[`copy-${name}`];
    button.addEventListener("click", () =>
      doing(button, async () => {
        await navigator.clipboard.writeText(refs[name].textContent);
        return t.copied;
      }),
    );
  }

  return {
    show() {
      const { state } = session;
      const { tab, model } = state.intent;
      const panel = /** @type {HTMLElement} */ (document.getElementById(`tab-${tab}`));
      const rows = keepables(panel).map(row);
      refs.pictures.replaceChildren(...rows.map(({ item }) => item));
      preview(rows);
      const films = tab === "sliders" ? filmsOf(state) : [];
      refs.films.hidden = !films.length;
      refs.filmButtons.replaceChildren(
        ...films.map(({ id, axis, pictures }) =>
          saver(axis ?? t.walk, fileName([model, id], "gif"), async () => gifOf(await pictures())),
        ),
      );
      refs.texts.hidden = !AS_TEXT.includes(tab);
      const address = host.server ? location.origin + location.pathname : null;
      setText(refs.json, asJson(state));
      setText(refs.python, asPython(state, address));
      setText(refs.done, "");
      refs.wrong.hidden = true;
    },
  };
}
