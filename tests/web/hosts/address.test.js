/** The address bar: a page of its own, and the frame of a Space, where the bar is the Space's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { browserAddress } from "../../../app/web/hosts/address.js";

const HUB = "https://huggingface.co";

/**
 * A browser's globals, as far as the address reads them.
 *
 * @param {import("node:test").TestContext} context
 * @param {{hash?: string, sign?: string, around?: string | null, referrer?: string, isFull?: boolean}} options the
 *   origin of the page around it; null where it is not told
 */
function browser(context, { hash = "", sign = "", around, referrer = "", isFull = false } = {}) {
  /** @type {unknown[]} */
  const told = [];
  /** @type {string[]} */
  const urls = [];
  const parent = { postMessage: (/** @type {unknown[]} */ ...message) => told.push(message) };
  const set = (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ url) => {
    if (isFull) throw new DOMException("too often", "SecurityError");
    urls.push(url);
  };
  /** @type {Record<string, any>} */
  const globals = {
    window: { addEventListener() {} },
    document: { referrer },
    location: {
      ...{
        hash,
        href: `https://me-vae.hf.space/?a=1${sign}${hash}`,
        pathname: "/",
        search: "?a=1",
      },
      ...(around && { ancestorOrigins: [around] }),
    },
    history: { state: null, pushState: set, replaceState: set },
  };
  globals.window.parent = around === undefined ? globals.window : parent;
  for (const [name, value] of Object.entries(globals)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    context.after(() => {
      if (before) Object.defineProperty(globalThis, name, before);
      else Reflect.deleteProperty(globalThis, name);
    });
  }
  return { told, urls };
}

test("a page of its own has its own address, and keeps what stands before the #", (context) => {
  const { told, urls } = browser(context, { hash: "#tab=map" });
  const address = browserAddress("me/vae");
  assert.equal(address.read(), "tab=map");
  address.push("tab=loss");
  address.replace("");
  assert.deepEqual(urls, ["/?a=1#tab=loss", "/?a=1"]);
  assert.equal(address.link("z=1"), "https://me-vae.hf.space/?a=1#z=1");
  assert.equal(address.link(""), "https://me-vae.hf.space/?a=1");
  assert.deepEqual(told, []);
});

for (const around of [HUB, null]) {
  test(`in a Space its page is told, and shared (${around ?? "by the referrer"})`, (context) => {
    const { told, urls } = browser(context, { around, referrer: around ? "" : `${HUB}/` });
    const address = browserAddress("me/vae");
    address.replace("tab=map");
    assert.deepEqual(urls, ["/?a=1#tab=map"]);
    assert.deepEqual(told, [[{ hash: "#tab=map" }, HUB]]);
    assert.equal(address.link("z=1"), `${HUB}/spaces/me/vae#z=1`);
  });
}

test("in a Space that is not known the frame's own address is shared", (context) => {
  browser(context, { around: HUB });
  assert.equal(browserAddress(null).link("z=1"), "https://me-vae.hf.space/?a=1#z=1");
});

test("what lets one visitor into a private Space is shared with nobody", (context) => {
  browser(context, { sign: "&__sign=secret", around: HUB });
  assert.equal(browserAddress(null).link("z=1"), "https://me-vae.hf.space/?a=1#z=1");
});

test("a page around it that is no Space is told nothing", (context) => {
  const { told } = browser(context, { around: "https://huggingface.co.example.org" });
  const address = browserAddress("me/vae");
  address.push("tab=map");
  assert.deepEqual(told, []);
  assert.equal(address.link(""), "https://me-vae.hf.space/?a=1");
});

test("a browser that takes no more changes for now stops nothing", (context) => {
  const { told } = browser(context, { around: HUB, isFull: true });
  browserAddress("me/vae").push("tab=map");
  assert.deepEqual(told, []);
});
