/** The training, off the main thread. */

import { makeShelf } from "./shelf.js";
import { TrainingWork } from "./work.js";

/** @typedef {import("./work.js").Order} Order */

const work = new TrainingWork({
  post: (snapshot) => {
    const { codes, lattice, rebuilt } = snapshot;
    const transfer = /** @type {ArrayBuffer[]} */ ([codes.buffer, lattice.buffer, rebuilt.buffer]);
    self.postMessage(snapshot, { transfer });
  },
  answer: (answer) => self.postMessage(answer),
  shelf: makeShelf(),
});

self.addEventListener("message", (/** @type {MessageEvent<Order>} */ { data }) => work.hear(data));
