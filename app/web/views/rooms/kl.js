/** What KL costs: one or two normal distributions on the prior, moved by hand. */

import { klTerms } from "../../maths/kl.js";
import { sum } from "../../maths/objective.js";
import { fixed } from "../format.js";
import { build, setText } from "../view.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, { text }, room) {
  const t = text.rooms.of.kl;
  const refs = build(
    stage,
    `<label>${t.mu} <input type="range" min="-3" max="3" step="0.01" data-ref="mu"></label>
    <b data-ref="kl"></b>`,
  );
  refs.mu.addEventListener("input", () =>
    room.change({ mu: [refs.mu.valueAsNumber, room.options().mu[1]] }),
  );
  room.live(
    ({ mu, sigma }) => [mu, sigma],
    ({ mu, sigma }) => {
      refs.mu.value = String(mu[0]);
      setText(refs.kl, fixed(sum(klTerms(mu[0], sigma[0]))));
    },
  );
  room.setTruth("few");
  room.setAnswer(t.answer);
  room.setWhy(t.why);
}
