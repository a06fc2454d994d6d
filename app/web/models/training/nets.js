/** Nets that were trained here and are used in all tabs: a page that is loaded anew has them again. */

/** @typedef {import("./shelf.js").Shelf} Shelf */
/** @typedef {import("./work.js").Found} Found */
/** @typedef {{id: string, net: Found}} Kept */

const MOST = 4; // the last ones
const PATIENCE_MS = 500; // a page opens without them where the browser is slow to find them

export class KeptNets {
  /** @param {Shelf} shelf */
  constructor(shelf) {
    this.shelf = shelf;
  }

  /** @returns {Promise<Kept[]>} the oldest first */
  async all() {
    const late = new Promise((done) => setTimeout(done, PATIENCE_MS));
    const kept = await Promise.race([this.shelf.take(), late]);
    return Array.isArray(kept) ? kept.filter(({ id, net }) => id && net?.config && net.files) : [];
  }

  /** @param {Kept} added */
  async keep(added) {
    const others = (await this.all()).filter(({ id }) => id !== added.id);
    await this.shelf.put([...others, added].slice(-MOST));
  }
}
