/** A command for a terminal, with a button that copies it. */

import { build, setText } from "./view.js";

const COPIED_MS = 2000; // how long the button says so

/**
 * @param {HTMLElement} element
 * @param {import("../text/en.js").Text} text
 * @returns {(command: string) => void} show this command; none where it is empty
 */
export function mountCommand(element, { rooms: t }) {
  const refs = build(
    element,
    `<code dir="ltr" data-ref="command"></code>
    <button type="button" data-ref="copy" aria-live="polite">${t.copy}</button>`,
  );
  element.classList.add("lx-command");

  refs.copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(refs.command.textContent);
      setText(refs.copy, t.copied);
      setTimeout(() => setText(refs.copy, t.copy), COPIED_MS);
    } catch {
      getSelection()?.selectAllChildren(refs.command); // to be copied by hand
    }
  });
  return (command) => {
    element.hidden = !command;
    setText(refs.command, command);
  };
}
