/** Where a training, and what it needs, is kept in the browser: a page that is loaded anew goes on. */

const NAME = "latent-explorer";
const STORE = "training";
const LAST = "last"; // of trainings one is kept: the one that was trained last

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

/** @returns {Promise<IDBDatabase>} */
function database() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return answer(request);
}

/**
 * A browser that lets a page keep nothing loses the training with the page, and nothing else.
 *
 * @typedef {object} Shelf
 * @property {() => Promise<any>} take what was put last; undefined where nothing was, or may be
 * @property {(kept: any) => Promise<unknown>} put
 */

/** @param {string} [place] of what is put there; a shelf holds one thing @returns {Shelf} */
export function makeShelf(place = LAST) {
  /**
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} ask
   */
  const asked = async (mode, ask) => {
    const open = await database();
    try {
      return await answer(ask(open.transaction(STORE, mode).objectStore(STORE)));
    } finally {
      open.close();
    }
  };
  const nothing = () => undefined;
  return {
    take: () => asked("readonly", (store) => store.get(place)).catch(nothing),
    put: (kept) => asked("readwrite", (store) => store.put(kept, place)).catch(nothing),
  };
}
