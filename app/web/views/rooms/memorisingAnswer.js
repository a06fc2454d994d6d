/** The sentences on few pictures: which of them is said, the figures decide. */

import { fill, fixed, number } from "../format.js";
import { bestEpoch, copies, pairOf, sizes, spoilt, verdict } from "./memorisingFindings.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./memorisingFindings.js").Net} Net */
/** @typedef {import("./memorisingFindings.js").Pair} Pair */

const ASKED = 100; // training pictures, in the question

/** @param {Text} text @param {Pair} pair */
const saysOf = (text, { free, paid }) => {
  const nats = (/** @type {number} */ value, digits = 1) => number(text, value, digits);
  return {
    n: nats(free.n, 0),
    free: nats(free.gap),
    paid: nats(paid.gap),
    freeNear: nats(100 * free.nearer_to_seen, 0),
    paidNear: nats(100 * paid.nearer_to_seen, 0),
    freeSpoilt: nats(spoilt(free)),
    paidSpoilt: nats(spoilt(paid)),
    freeEpoch: nats(bestEpoch(free), 0),
    paidEpoch: nats(bestEpoch(paid), 0),
    freeKl: nats(free.train.kl_nats),
    paidKl: nats(paid.train.kl_nats),
    plain: String(free.n),
    enough: fixed(Math.log(free.n), 1),
  };
};

/** Which of two nets copies. @param {Pair} pair @returns {"both" | "free" | "paid" | "neither"} */
function copying({ free, paid }) {
  if (copies(free)) return copies(paid) ? "both" : "free";
  return copies(paid) ? "paid" : "neither";
}

/** What is to be seen with so many pictures. @param {Text} text @param {Pair} pair */
export function sayOf(text, pair) {
  const { memorising: t } = text.rooms.of;
  return fill(`${t.gaps} ${t.copying[copying(pair)]}`, saysOf(text, pair));
}

/** The gaps of both nets at each size. @param {Text} text @param {Net[]} nets */
function gapsOf(text, nets) {
  const { memorising: t } = text.rooms.of;
  const parts = sizes(nets).map((n) =>
    fill(t.gapOf, saysOf(text, /** @type {Pair} */ (pairOf(nets, n)))),
  );
  const list = new Intl.ListFormat(text.locale).format(parts);
  return fill(t.allGaps, { gaps: list });
}

/**
 * @param {Text} text
 * @param {Net[]} nets
 * @returns {{truth: string | null, answer: string, why: string, more: string[]}}
 */
export function answerOf(text, nets) {
  const { memorising: t } = text.rooms.of;
  const pair = pairOf(nets, ASKED);
  if (!pair) return { truth: null, answer: gapsOf(text, nets), why: "", more: [] };
  const truth = verdict(pair);
  const says = saysOf(text, pair);
  const canName = pair.paid.train.kl_nats >= Math.log(ASKED);
  return {
    truth,
    answer: fill(t.answer[truth ?? "worse"], says),
    more: [
      fill(spoilt(pair.paid) < spoilt(pair.free) ? t.spoiltLess : t.spoiltMore, says),
      fill(t.copying[copying(pair)], says),
      gapsOf(text, nets),
    ],
    why: fill(canName ? t.whyNames : t.whyCannot, says),
  };
}
