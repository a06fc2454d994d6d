/**
 * The service worker of the plain website: a second visit needs no network. Files with a hash in
 * their names never change, and are fetched once; the pages are fetched anew, and taken from what is
 * kept where the network fails. `sw.js` names the files that there are, and imports this.
 */

/**
 * @typedef {{request: Request, respondWith: (answer: Promise<Response>) => void}} Asked
 * @typedef {{waitUntil: (work: Promise<unknown>) => void, data: string[]}} Told
 */

const scope = /** @type {any} */ (self);
/** @type {{shell: string[], files: string[]}} relative URLs; the shell is kept from the start */
const { shell, files } = scope.site;
const root = scope.registration.scope;
const url = (/** @type {string} */ path) => new URL(path, root).href;
// One for all versions: what a new one has not changed is not fetched again.
const kept = caches.open(`latent-explorer ${root}`);
const HASHED = /-[0-9a-f]{12}[./]/;

/**
 * Keep an answer; one that was redirected would be refused where a page is asked for.
 *
 * @param {string} address
 * @param {Response} answer
 */
async function keep(address, answer) {
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const cache = await kept;
  const { headers } = answer;
  await cache.put(address, answer.redirected ? new Response(answer.body, { headers }) : answer);
}

/** Fetch what is not kept yet; a page always. @param {string} address */
async function have(address) {
  const isPage = address.endsWith(".html");
  if (!isPage && (await (await kept).match(address))) return;
  await keep(address, await fetch(address, { cache: isPage ? "no-cache" : "default" }));
}

/** Drop what no file of this version is. */
async function tidy() {
  const cache = await kept;
  const known = new Set(files.map(url));
  const old = (await cache.keys()).filter((request) => !known.has(request.url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** A file that never changes. @param {Request} request */
async function file(request) {
  const found = await (await kept).match(request.url);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) keep(request.url, answer.clone()).catch(() => {}); // full, or broken off
  return answer;
}

/** One of the pages. @param {Request} request @param {string} address it is kept under */
async function page(request, address) {
  try {
    const answer = await fetch(request);
    if (answer.ok) keep(address, answer.clone()).catch(() => {});
    return answer;
  } catch (error) {
    const found = await (await kept).match(address);
    if (found) return found;
    throw error;
  }
}

/** What a page is kept under, whether its host shows the end of its name; null for other files. */
function pageAt(/** @type {string} */ address) {
  const { origin, pathname } = new URL(address);
  const name = (origin + pathname).replace(root, "").replace(/\.html$/, "") || "index";
  return ["index", "embed"].includes(name) ? url(`${name}.html`) : null;
}

scope.addEventListener("install", (/** @type {Told} */ event) => {
  event.waitUntil(Promise.all(shell.map(url).map(have)));
});

scope.addEventListener("activate", (/** @type {Told} */ event) => {
  event.waitUntil(tidy().then(() => scope.clients.claim()));
});

scope.addEventListener("message", (/** @type {Told} */ event) => {
  const known = new Set(files.map(url));
  const fetched = event.data.filter((address) => known.has(address) && HASHED.test(address));
  event.waitUntil(Promise.all(fetched.map((address) => have(address).catch(() => {}))));
});

scope.addEventListener("fetch", (/** @type {Asked} */ event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(root)) return;
  const address = request.mode === "navigate" ? pageAt(request.url) : null;
  if (address) event.respondWith(page(request, address));
  else if (HASHED.test(request.url)) event.respondWith(file(request));
});
