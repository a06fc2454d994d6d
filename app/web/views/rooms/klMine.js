/** What each number of my picture's code costs, and what it would cost if its σ were 1. */

import { klPerDim, sum } from "../../maths/objective.js";
import { gaussians } from "../../maths/random.js";
import { drawAround, lossOf } from "../drawnLoss.js";
import { DRAWS } from "../draws.js";
import { fill, fixed, number, zName } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { background, build, setText } from "../view.js";

/** @typedef {import("../../session/types").State} State */
/** @typedef {import("../../session/types").Frame} Frame */

const FEW = 4;

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms: { of } }) => `
  <div class="lx-kl-head">
    <h3 class="lx-stage-name">${marked(of.kl.mine)}</h3>
    <button type="button" data-ref="ones" aria-pressed="false">${of.kl.ones}</button>
  </div>
  <div class="lx-kl-mine" dir="ltr" data-ref="rows"></div>
  <p class="lx-kl-saved" data-ref="says"></p>`;

/** @param {number} k @param {string} label */
const rowHtml = (k, label) => `<button type="button" data-dim="${k}" title="${label}">
  <b class="lx-latent">${zName(k)}</b><span class="lx-kl-nats"><i></i><i></i></span><em></em></button>`;

/**
 * @param {HTMLElement} element
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 */
export function mountMine(element, { session, text }, room) {
  const { kl: t } = text.rooms.of;
  const refs = build(element, html(text));
  const later = background(session, "klMine");
  let laid = 0;

  /** @param {number} d */
  const lay = (d) => {
    if (d === laid) return;
    laid = d;
    const label = (/** @type {number} */ k) => fill(t.load, { name: zName(k) });
    refs.rows.innerHTML = Array.from({ length: d }, (_, k) => rowHtml(k, label(k))).join("");
    refs.rows.classList.toggle("lx-many", d > FEW);
  };

  /** @param {Float32Array} mu @param {Float32Array} logvar @param {boolean} isOne */
  const showBars = (mu, logvar, isOne) => {
    const nats = klPerDim(mu, logvar);
    const ones = Array.from(mu, (m) => 0.5 * m * m);
    const most = Math.max(1, ...nats);
    Array.from(refs.rows.children).forEach((row, k) => {
      const node = /** @type {HTMLElement} */ (row);
      const [now, before] = /** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll("i"));
      const shown = isOne ? ones[k] : nats[k];
      now.style.width = `${(100 * shown) / most}%`;
      before.style.width = isOne ? `${(100 * (nats[k] - ones[k])) / most}%` : "0";
      setText(/** @type {HTMLElement} */ (node.lastElementChild), fixed(shown));
    });
    return { before: sum(nats), after: sum(ones) };
  };

  /** @param {{before: number, after: number}} kl @param {number | null} more null while it is not known */
  const showWords = ({ before, after }, more) => {
    const saved = before - after;
    const say = (/** @type {number | null} */ value) => number(text, value, 1);
    const says = { before: say(before), after: say(after), saved: say(saved), more: say(more) };
    const isCheaper = more !== null && more < saved;
    setMarked(refs.says, fill(isCheaper ? t.cheaper : t.saved, says));
  };

  /**
   * How much more the decoder errs with σ = 1 than with the picture's own, by the same draws.
   *
   * @param {Frame} frame
   * @returns {Promise<number>} nats
   */
  const errorOfOnes = async (frame) => {
    const mu = /** @type {Float32Array} */ (frame.mu);
    const logvar = /** @type {Float32Array} */ (frame.logvar);
    const epsilon = gaussians(session.state.intent.seed, DRAWS * mu.length);
    const own = logvar.map((value) => Math.exp(0.5 * value));
    const errors = await Promise.all(
      [mu.map(() => 1), own].map(async (sigma) => {
        const logits = await frame.model.decode(drawAround(mu, sigma, epsilon, 1), DRAWS);
        return lossOf(frame, logits).reconstruction;
      }),
    );
    return errors[0] - errors[1];
  };

  refs.ones.addEventListener("click", () => room.change({ ones: !room.options().ones }));
  refs.rows.addEventListener("click", (/** @type {Event} */ { target }) => {
    const row = /** @type {Element} */ (target).closest("[data-dim]");
    const k = Number(/** @type {HTMLElement | null} */ (row)?.dataset.dim);
    const { frame } = session.state;
    if (!row || !frame?.mu || !frame.logvar) return;
    const { mu, sigma, ones } = room.options();
    const loaded = ones ? 1 : Math.exp(0.5 * frame.logvar[k]);
    room.change({ dims: 1, mu: [frame.mu[k], mu[1]], sigma: [loaded, sigma[1]] });
  });

  return (/** @type {State} */ { frame }) => {
    const { ones } = room.options();
    const { mu = null, logvar = null } = frame ?? {};
    const isAutoencoder = frame?.model.config.kind === "ae";
    const isThere = mu && logvar && klPerDim(mu, logvar).every(Number.isFinite);
    refs.rows.hidden = !isThere;
    refs.ones.disabled = !isThere;
    refs.ones.ariaPressed = String(ones);
    if (!isThere) {
      later([]);
      setMarked(refs.says, isAutoencoder ? t.pointed : t.nothing);
      return;
    }
    lay(mu.length);
    const kl = showBars(mu, logvar, ones);
    if (!ones) {
      later([]);
      setMarked(refs.says, fill(t.whole, { before: number(text, kl.before, 1) }));
      return;
    }
    showWords(kl, null);
    later([
      async () => {
        const more = await errorOfOnes(/** @type {Frame} */ (frame));
        return () => {
          showWords(kl, more);
          element.dataset.more = String(more);
        };
      },
    ]);
  };
}
