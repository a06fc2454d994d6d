/** The sentences of the β ladder: which of them is said, the figures decide. */

import { fill, fixed, number } from "../format.js";
import {
  best,
  drops,
  fate,
  inUse,
  isCapped,
  nearest,
  negElbo,
  price,
  pull,
} from "./betaFindings.js";

/** @typedef {import("../../text/en.js").Text} Text */
/** @typedef {import("./betaFindings.js").Rung} Rung */

const ALIKE = 0.2; // nats of −ELBO that twins with another seed may differ by

/** β without zeros at its end. @param {number} beta */
export const written = (beta) => fixed(beta, String(beta).split(".")[1]?.length ?? 0);

/** A small number with its first digits that are not zero. @param {Text} text @param {number} value */
const small = (text, value) =>
  number(text, value, Math.min(8, Math.max(2, Math.ceil(-Math.log10(value)))));

/** Things one after another, as the language lists them. @param {Text} text @param {string[]} parts */
const listed = ({ locale }, parts) => new Intl.ListFormat(locale).format(parts);

/** @param {Text} text */
const speaker = (text) => ({
  nats: (/** @type {number} */ value, digits = 1) => number(text, value, digits),
  beta: written,
  count: (/** @type {number} */ value) => number(text, value, 0),
});

/**
 * What a rung is, in a sentence: the ends of the ladder have names.
 *
 * @param {Text} text
 * @param {Rung[]} rungs
 * @param {number} i
 */
export function endOf(text, rungs, i) {
  const { ends: t } = text.rooms.of.beta;
  const say = speaker(text);
  const rung = rungs[i];
  const lead = best(rungs);
  const more = negElbo(rung) - negElbo(lead);
  const says = {
    beta: say.beta(rung.beta),
    kl: say.nats(rung.kl_nats, 2),
    d: say.count(rung.kl_per_dim.length),
    active: say.count(inUse(rung)),
    spread: say.nats(Math.max(...rung.mu_std)),
    sigma: small(text, Math.min(...rung.sigma)),
    more: say.nats(more, more < 1 ? 2 : 1),
    best: say.beta(lead.beta),
  };
  if (rung.beta === 0) return fill(t.none, says);
  if (inUse(rung) === 0) return fill(t.all, says);
  if (rung === lead) return fill(t.best, says);
  if (rung.beta === 1) return fill(t.one, says);
  return fill(rung.beta < 1 ? t.less : t.more, says);
}

/** How many dimensions are in use as β rises. @param {Text} text @param {Rung[]} rungs */
function activeSaid(text, rungs) {
  const { beta: t } = text.rooms.of;
  const say = speaker(text);
  const one = rungs[nearest(rungs, 1)];
  const last = rungs[rungs.length - 1];
  const fewer = drops(rungs);
  const says = {
    d: say.count(one.kl_per_dim.length),
    active: say.count(inUse(one)),
    one: say.beta(one.beta),
    last: say.beta(last.beta),
    left: say.count(inUse(last)),
    drops: listed(
      text,
      fewer.map((rung) =>
        fill(inUse(rung) ? t.drop : t.dropAll, {
          left: say.count(inUse(rung)),
          beta: say.beta(rung.beta),
        }),
      ),
    ),
  };
  if (inUse(last) > inUse(one)) return fill(t.activeMore, says);
  return fill(fewer.length ? t.activeFewer : t.activeSame, says);
}

/**
 * What is left of the loss at the two ends: the codes without the KL, and the codes where the error
 * weighs next to nothing; nothing is said of a ladder that does not reach so far.
 *
 * @param {Text} text
 * @param {Rung[]} rungs
 */
function twoEndsSaid(text, rungs) {
  const { beta: t } = text.rooms.of;
  const say = speaker(text);
  const [first, last] = [rungs[0], rungs[rungs.length - 1]];
  if (first.beta !== 0 || inUse(last) > 0) return "";
  return fill(t.twoEnds, {
    spread: say.nats(Math.max(...first.mu_std)),
    last: say.beta(last.beta),
    kl: say.nats(last.kl_nats, 2),
  });
}

/** Whether −ELBO is the worse the farther β is from 1. @param {Text} text @param {Rung[]} rungs */
function elboSaid(text, rungs) {
  const { beta: t } = text.rooms.of;
  const say = speaker(text);
  const [first, last] = [rungs[0], rungs[rungs.length - 1]];
  const [one, lead] = [rungs[nearest(rungs, 1)], best(rungs)];
  const lost = negElbo(one) - negElbo(lead);
  const says = {
    one: say.nats(negElbo(one)),
    best: say.beta(lead.beta),
    bestNats: say.nats(negElbo(lead)),
    first: say.beta(first.beta),
    firstNats: say.nats(negElbo(first)),
    last: say.beta(last.beta),
    lastNats: say.nats(negElbo(last)),
    lost: say.nats(lost, 2),
  };
  if (lead === one) return fill(t.elboBest, says);
  return fill(lost < ALIKE ? t.elboAlike : t.elboElsewhere, says);
}

/**
 * Whether more KL pulls the cloud to the prior. Where the information is at its cap, the distance is
 * a bound and is said as one.
 *
 * @param {Text} text
 * @param {Rung[]} rungs
 * @param {number} cap
 */
function pullSaid(text, rungs, cap) {
  const { beta: t } = text.rooms.of;
  const say = speaker(text);
  const { says: which, from: known, against } = pull(rungs, cap);
  const away = (/** @type {Rung | undefined} */ rung) => {
    const nats = say.nats(rung?.aggregate ?? 0, 2);
    return rung && isCapped(rung, cap) ? fill(t.atMost, { nats }) : nats;
  };
  const [first, last] = [rungs[0], rungs[rungs.length - 1]];
  const one = rungs[nearest(rungs, 1)];
  const says = {
    first: say.beta(first.beta),
    firstAway: away(first),
    oneAway: away(one),
    last: say.beta(last.beta),
    lastAway: away(last),
    known: say.beta(known.beta),
    from: say.beta(against?.[0].beta ?? 0),
    fromAway: away(against?.[0]),
    to: say.beta(against?.[1].beta ?? 0),
    toAway: away(against?.[1]),
  };
  return fill(t.pull[which === "each" && known !== first ? "eachFrom" : which], says);
}

/**
 * @param {Text} text
 * @param {{cap: number, ladders: Record<string, Rung[]>}} figures
 */
export function answerOf(text, { cap, ladders }) {
  const { beta: t } = text.rooms.of;
  const say = speaker(text);
  const [first = [], ...others] = Object.values(ladders).filter((rungs) => rungs.length);
  const ends = twoEndsSaid(text, first);
  const found = price(first);
  const says = found && {
    from: say.beta(found.from.beta),
    to: say.beta(found.to.beta),
    saved: say.nats(found.saved, 2),
    more: say.nats(found.more, 1),
    each: say.nats(found.each),
  };
  return {
    truth: fate(first),
    answer: [activeSaid(text, first), ends].filter(Boolean).join(" "),
    more: [
      elboSaid(text, first),
      pullSaid(text, first, cap),
      ...others.map((rungs) =>
        fill(t.many, {
          d: say.count(rungs[0].kl_per_dim.length),
          words: `${activeSaid(text, rungs)} ${elboSaid(text, rungs)}`,
        }),
      ),
    ],
    why: [says ? fill(found.isBetween ? t.why : t.whyNot, says) : "", ends ? t.shaped : ""]
      .filter(Boolean)
      .join(" "),
  };
}
