/**
 * "Improve this code": a button that sends the encoder's guess down −ELBO, what that brings, and
 * what the encoder leaves over many pictures, with how it was measured.
 */

import { STEPS } from "../models/inference/descent.js";
import { hindrance } from "../session/descent.js";
import { mountCommand } from "./command.js";
import { fill, fixed, number } from "./format.js";
import { marked, setMarked } from "./marked.js";
import { background, build, onChange, setHidden, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../models/inference/objective.js").Cost} Cost */
/** @typedef {import("../models/experiments.js").Experiment} Experiment */

const EXPERIMENT = "amortisation";

/** −ELBO. @param {Cost} cost */
export const totalOf = ({ reconstruction, kl }) => reconstruction + kl;

/** @param {import("../text/en.js").Text} text @param {string} id of what it says more in */
const html = ({ improve: t, terms }, id) => `
  <div class="lx-improve-hand">
    <button type="button" data-action="improve" data-ref="go"></button>
    <span class="lx-improve-figures" data-ref="figures" hidden><bdi dir="ltr"><b class="lx-number"
      data-ref="before"></b> → <b class="lx-number lx-improve-now" data-ref="now"></b></bdi>
      <span>${marked(t.nats)}</span></span>
  </div>
  <p class="lx-hint"><span data-ref="says" role="status"></span>
    <span data-ref="average"></span>
    <button type="button" class="lx-improve-more" data-ref="more" popovertarget="${id}"
      hidden>${t.how}</button></p>
  <div class="lx-improve-how" id="${id}" popover data-ref="how">
    <button type="button" class="lx-icon" popovertarget="${id}" popovertargetaction="hide"
      aria-label="${terms.close}">✕</button>
    <p data-ref="gap"></p>
    <ul>${t.protocol.map((_, i) => `<li data-ref="protocol-${i}"></li>`).join("")}</ul>
    <div data-ref="command"></div>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 * @param {() => void} [begins] called when a code begins to go down
 */
export function mountImprove(element, { session, descents, experiments, text }, begins) {
  const t = text.improve;
  element.classList.add("lx-improve");
  const refs = build(element, html(text, `lx-improve-how-${element.dataset.of}`));
  const showCommand = mountCommand(refs.command, text);
  const later = background(session, EXPERIMENT);
  let asked = "";

  /** What the encoder of a model leaves, once it is known. @param {string} id */
  const showGap = (id) => {
    if (asked === id) return;
    asked = id;
    setHidden(refs.more, true);
    setText(refs.average, "");
    later([
      async () => {
        const found = experiments.has(EXPERIMENT) ? await experiments.get(EXPERIMENT) : null;
        return () => {
          const gap = found?.figures.models[id];
          setHidden(refs.more, !gap);
          if (found && gap) showMeasured(found, gap);
        };
      },
    ]);
  };

  /** @param {Experiment} found @param {Record<"test" | "train", {gap: number}>} gap */
  const showMeasured = ({ protocol, seed, command }, { test, train }) => {
    const says = Object.fromEntries(
      ["pictures", "steps", "draws", "judges"].map((name) => [
        name,
        number(text, Number(protocol[name]), 0),
      ]),
    );
    setText(
      refs.gap,
      fill(t.gap, { ...says, test: number(text, test.gap, 1), train: number(text, train.gap, 1) }),
    );
    setText(refs.average, fill(t.average, { ...says, test: number(text, test.gap, 1) }));
    t.protocol.forEach((sentence, i) => {
      setMarked(refs[`protocol-${i}`], fill(sentence, { ...says, seed: number(text, seed, 0) }));
    });
    showCommand(command);
  };

  /** @param {State} state */
  const sayWhy = ({ frame, descent }) => {
    const why = hindrance(frame);
    const { beta = 1 } = frame?.model.config ?? {};
    refs.go.disabled = why !== null || descents.hasFailed;
    if (descents.hasFailed) setText(refs.says, text.errors.noWorker);
    else if (why)
      setMarked(refs.says, fill(t.not[why], { beta: number(text, beta, beta % 1 ? 2 : 0) }));
    else if (!descent) setMarked(refs.says, t.says);
    else if (descent.at.step < STEPS) setMarked(refs.says, t.goes);
    else {
      const { before, at } = descent;
      const nats = before && at.cost ? totalOf(before) - totalOf(at.cost) : 0;
      setMarked(refs.says, fill(t.rests, { less: number(text, nats, 1) }));
    }
  };

  /** @param {State} state */
  const render = (state) => {
    const { descent, intent } = state;
    setText(refs.go, descent ? t.back : t.go);
    sayWhy(state);
    setHidden(refs.figures, !descent?.before);
    if (descent?.before && descent.at.cost) {
      setText(refs.before, fixed(totalOf(descent.before), 1));
      setText(refs.now, fixed(totalOf(descent.at.cost), 1));
    }
    element.dataset.step = String(descent?.at.step ?? "");
    setHidden(refs.average, descent?.at.step !== STEPS);
    element.dataset.says = descent ? "more" : "little";
    element.dataset.why = hindrance(state.frame) ?? "";
    refs.go.title = refs.go.disabled ? refs.says.textContent : "";
    if (descent) showGap(intent.model); // a file that who only looks on need not fetch
  };
  refs.go.addEventListener("click", () => {
    const isBack = session.state.descent !== null;
    session.dispatch({ type: isBack ? "descentEnded" : "descentBegun" });
    if (!isBack) begins?.();
  });
  onChange(
    session,
    ({ descent, frame, intent }) => [descent, descent ? null : frame, intent.model],
    render,
  );
}
