/** What the address of an embedded page asks for: one tab, with a model. */

/** @typedef {import("../session/types").Embedded} Embedded */

/**
 * @param {string} hash of the address, as `#tab=map&model=mnist-vae-2d`
 * @param {string} whole the address of the whole page, without a hash
 * @returns {Embedded}
 */
export function embedded(hash, whole) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  return { tab: asked.get("tab"), model: asked.get("model"), whole: whole + hash };
}
