/** The sentences on few pictures: which of them is said, the figures decide. */

import { fill, fixed, number } from "../format.js";
import { bestStep, copies, pairOf, sizes, spoilt, verdict } from "./memorisingFindings.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./memorisingFindings.js").Net} Net */
/** @typedef {import("./memorisingFindings.js").Pair} Pair */
/** Of a training, and samples of a net. @typedef {{steps: number, n_samples: number}} Protocol */

const ASKED = 100; // training pictures, in the question

/** @param {Text} text @param {Pair} pair @param {Protocol} protocol */
const saysOf = (text, { free, paid }, { steps }) => {
  const nats = (/** @type {number} */ value, digits = 1) => number(text, value, digits);
  return {
    n: nats(free.n, 0),
    free: nats(free.gap),
    paid: nats(paid.gap),
    freeNear: nats(100 * free.nearer_to_seen, 0),
    paidNear: nats(100 * paid.nearer_to_seen, 0),
    freeSpoilt: nats(spoilt(free)),
    paidSpoilt: nats(spoilt(paid)),
    freeStep: nats(bestStep(free, steps), 0),
    paidStep: nats(bestStep(paid, steps), 0),
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

/** What is to be seen with so many pictures. @param {Text} text @param {Pair} pair @param {Protocol} protocol */
export function sayOf(text, pair, protocol) {
  const { memorising: t } = text.rooms.of;
  return fill(`${t.gaps} ${t.copying[copying(pair)]}`, saysOf(text, pair, protocol));
}

/** The gaps of both nets at each size. @param {Text} text @param {Net[]} nets @param {Protocol} protocol */
function gapsOf(text, nets, protocol) {
  const { memorising: t } = text.rooms.of;
  const parts = sizes(nets).map((n) =>
    fill(t.gapOf, saysOf(text, /** @type {Pair} */ (pairOf(nets, n)), protocol)),
  );
  const list = new Intl.ListFormat(text.locale).format(parts);
  return fill(t.allGaps, { gaps: list });
}

/**
 * @param {Text} text
 * @param {Net[]} nets
 * @param {Protocol} protocol
 * @returns {{truth: string | null, answer: string, why: string, more: string[]}}
 */
export function answerOf(text, nets, protocol) {
  const { memorising: t } = text.rooms.of;
  const pair = pairOf(nets, ASKED);
  if (!pair) return { truth: null, answer: gapsOf(text, nets, protocol), why: "", more: [] };
  const truth = verdict(pair, protocol.n_samples);
  const says = saysOf(text, pair, protocol);
  const canName = pair.paid.train.kl_nats >= Math.log(ASKED);
  return {
    truth,
    answer: fill(t.answer[truth ?? "worse"], says),
    more: [
      fill(spoilt(pair.paid) < spoilt(pair.free) ? t.spoiltLess : t.spoiltMore, says),
      fill(t.copying[copying(pair)], says),
      gapsOf(text, nets, protocol),
    ],
    why: fill(canName ? t.whyNames : t.whyCannot, says),
  };
}
