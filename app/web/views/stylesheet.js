/** Styles that are had when they are needed. */

/**
 * Have a stylesheet, once; the page goes on without it where it cannot be had.
 *
 * @param {string} path in `app/web/styles/`
 * @returns {Promise<unknown>}
 */
export function stylesheet(path) {
  const { href } = new URL(`../styles/${path}`, import.meta.url);
  const links = /** @type {NodeListOf<HTMLLinkElement>} */ (
    document.querySelectorAll("link[rel=stylesheet]")
  );
  if ([...links].some((link) => link.href === href && link.sheet)) return Promise.resolve();
  return new Promise((done) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}
