/**
 * The address bar of the browser, for hosts that are a page of their own or stand in the frame of a
 * Hugging Face Space, where the address bar is the Space's.
 *
 * A Space hands its hash to the frame when that is loaded, and takes another by a message:
 * https://huggingface.co/docs/hub/spaces-handle-url-parameters
 */

/** @typedef {import("../session/links.js").Address} Address */

const HUB = "https://huggingface.co";

/** The origin of the page around this one; empty where there is none, or it is not told. */
function outside() {
  if (window.parent === window) return "";
  const [nearest] = location.ancestorOrigins ?? [];
  return nearest ?? (document.referrer && new URL(document.referrer).origin);
}

/**
 * An address without its hash, and without what lets this visitor alone into a private Space.
 *
 * @param {string} href
 */
function bare(href) {
  const url = new URL(href);
  url.hash = "";
  if (url.searchParams.has("__sign")) url.searchParams.delete("__sign");
  return url.href;
}

/**
 * @param {string | null} space its id (owner/name), where the page runs in one
 * @returns {Address}
 */
export function browserAddress(space) {
  const isFramed = outside() === HUB;
  const page = isFramed && space ? `${HUB}/spaces/${space}` : bare(location.href);

  /** @param {"pushState" | "replaceState"} way @param {string} hash */
  const set = (way, hash) => {
    const url = hash ? `#${hash}` : "";
    const state = way === "replaceState" ? history.state : null;
    try {
      history[way](state, "", location.pathname + location.search + url);
    } catch {
      return; // a browser that takes no more changes for now takes a later one
    }
    if (isFramed) window.parent.postMessage({ hash: url }, HUB);
  };
  return {
    read: () => location.hash.replace(/^#/, ""),
    replace: (hash) => set("replaceState", hash),
    push: (hash) => set("pushState", hash),
    onChange: (hear) => window.addEventListener("hashchange", hear),
    link: (hash) => (hash ? `${page}#${hash}` : page),
  };
}

/**
 * The address of a page that stands in another one: it follows what is shown, but is no step of the
 * history around it, and what is shared is the whole page.
 *
 * @param {string} whole the whole page's address, relative to this one's
 * @returns {Address}
 */
export function embeddedAddress(whole) {
  const address = browserAddress(null);
  const page = new URL(whole, location.href).href;
  return {
    ...address,
    push: address.replace,
    link: (hash) => (hash ? `${page}#${hash}` : page),
  };
}
