/**
 * The frame of an experiment, the same in each room: a question, a guess first, the stage that a
 * hand touches, and the measured answer, which is veiled until a guess or "show me". Its details
 * are open where the panel has the height for them, else one at a time.
 *
 *     export function mount(stage, page, room) {
 *       stage.innerHTML = …;                          // the thing to touch
 *       room.live((options) => [options.x], (options) => { … });  // draw, when x has changed
 *       input.addEventListener("input", () => room.change({ x: input.valueAsNumber }));
 *       room.measured("beta", ({ figures }) => {      // weights/experiments/beta.json
 *         room.setTruth("fewer");                     // which of the choices is right
 *         room.setAnswer(fill(text.rooms.of.beta.answer, { … }));
 *         room.answer.innerHTML = …;                // in detail: a plot, a table
 *         room.setWhy(text.rooms.of.beta.why);
 *       });
 *     }
 *
 * Its question and the names of its choices are `rooms.of.NAME` of the text; which choices there
 * are, its options and their check are data of `session/rooms.js`.
 */

import { ROOMS } from "../session/rooms.js";
import { mountCommand } from "./command.js";
import { fill, fixed, number } from "./format.js";
import { escaped, marked, setMarked } from "./marked.js";
import { fitDetails } from "./roomDetails.js";
import { background, build, onChange, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Options} Options */
/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {import("../models/experiments.js").Experiment} Experiment */
/** @typedef {import("../models/experiments.js").Figure} Figure */
/** @typedef {import("./rooms/index.js").RoomName} RoomName */
/**
 * @typedef {object} Room
 * @property {RoomName} name
 * @property {HTMLElement} stage holds what is touched; always usable
 * @property {HTMLElement} answer holds what was measured, under the sentence; for a plot, a table
 * @property {() => any} options as they are now
 * @property {(changes: Options) => void} change options; what cannot be is not taken
 * @property {(read: (options: any, state: State) => unknown[], render: (options: any, state: State) => void) => void} live
 *   calls `render` now and when a value that was read has changed, while the room is shown
 * @property {(choice: string | null) => void} setTruth which choice the measurement says; null for
 *   none, or not known yet
 * @property {() => void} unknown says that what is shown now has not been measured
 * @property {(text: string) => void} setAnswer the measured answer in a sentence, with marks
 * @property {(text: string) => void} setCorrection what of the lecture's plain sentence the figures
 *   do not bear out, in one sentence with marks; stands under the answer, also where details do not
 * @property {(text: string, drawn?: string) => void} setWhy with marks; and the HTML of a drawing
 * @property {(protocol: Record<string, Figure>, command?: string) => void} setProtocol how it was
 *   measured; keys that `rooms.protocol` does not name are shown as they are
 * @property {(values: Record<string, Figure>, command: string) => void} setHow how it was measured,
 *   in the sentences of `rooms.of.NAME.how`, filled with these values
 * @property {(name: string, show: (experiment: Experiment) => void) => void} measured has an
 *   experiment's file, shows its protocol and calls `show`; says so where there is none
 */

/** @param {RoomName} name @param {Text} text */
const html = (name, { rooms: t }) => `
  <div class="lx-room-head">
  <h2 class="lx-room-question">${marked(t.of[name].question)}</h2>
  <div class="lx-room-guess" role="group" aria-label="${t.guess}">
    <h3 class="lx-stage-name">${t.guess}</h3>
    <div class="lx-room-choices">${ROOMS[name].choices
      .map((choice) => {
        const { choices } = /** @type {{choices: Record<string, string>}} */ (t.of[name]);
        return `<button type="button" data-choice="${choice}" aria-pressed="false"
          data-ref="choice-${choice}">${marked(choices[choice])}</button>`;
      })
      .join("")}</div>
  </div>
  </div>
  <div class="lx-room-stage" data-ref="stage" role="group" aria-label="${t.stage}"></div>
  <div class="lx-room-said" data-ref="conversation">
    <div class="lx-room-veil" data-ref="veil"><p>${t.veiled}</p>
      <button type="button" class="lx-link" data-ref="show">${t.show}</button></div>
    <div class="lx-room-told" data-ref="told" hidden>
      <div class="lx-room-found" data-ref="found" aria-live="polite">
        <p class="lx-room-verdict" data-ref="verdict"></p>
        <p class="lx-room-answer" data-ref="sentence"></p>
        <p class="lx-room-correction" data-ref="correction"></p>
      </div>
      <details class="lx-room-more" data-ref="more" open>
        <summary>${t.more}</summary>
        <div data-ref="answer"></div>
      </details>
      <details class="lx-room-more" data-ref="because" open>
        <summary>${t.why}</summary>
        <div class="lx-room-why"><p data-ref="why"></p><div data-ref="drawn"></div></div>
      </details>
      <details class="lx-room-more lx-room-how" data-ref="how" hidden>
        <summary>${t.how}</summary>
        <div data-ref="command"></div>
        <ul data-ref="sentences"></ul>
        <dl data-ref="protocol"></dl>
      </details>
    </div>
  </div>`;

/** What a file says in its own words, in English on every page. @param {string} words */
const quoted = (words) => `<bdi lang="en" dir="ltr">${escaped(words)}</bdi>`;

/** @param {Record<string, Figure>} protocol @param {Text} text */
const protocolHtml = (protocol, { rooms }) =>
  Object.entries(protocol)
    .map(([key, value]) => {
      const known = /** @type {Record<string, string>} */ (rooms.protocol)[key];
      const number = typeof value === "number" && `<bdi dir="ltr">${shortest(value)}</bdi>`;
      const name = known ? escaped(known) : quoted(key.replaceAll("_", " "));
      return `<div><dt>${name}</dt><dd>${number || quoted(String(value))}</dd></div>`;
    })
    .join("");

/** A number of a table without zeros at its end. @param {number} value */
const shortest = (value) => fixed(value, decimalsOf(value));

/** @param {number} value */
const decimalsOf = (value) => Math.min(6, String(value).split(".")[1]?.length ?? 0);

/**
 * @param {HTMLElement} element
 * @param {RoomName} name
 * @param {Page} page
 * @param {() => void} count a repaint
 * @returns {Room}
 */
export function makeRoom(element, name, { session, experiments, text, gone }, count) {
  const { rooms: t } = text;
  const { tab, choices } = ROOMS[name];
  const refs = build(element, html(name, text));
  const names = /** @type {Record<string, string>} */ (t.of[name].choices);
  const setCommand = mountCommand(refs.command, text);
  const later = background(session, `${name} figures`, { pause: 0 });
  const details = /** @type {any} */ ([refs.more, refs.because]);
  const fit = fitDetails(refs.conversation, details, [/** @type {any} */ (refs.how)], name, gone);
  /** @type {string | null} */
  let truth = null;

  const showGuess = () => {
    const guess = session.state.intent.predictions[name];
    for (const choice of choices) refs[`choice-${choice}`].ariaPressed = String(choice === guess);
    refs.veil.hidden = guess !== undefined;
    refs.told.hidden = guess === undefined;
    refs.verdict.hidden = !guess || !truth;
    if (guess && truth) {
      const says = { guess: names[guess], truth: names[truth] };
      setMarked(refs.verdict, fill(guess === truth ? t.right : t.wrong, says));
      refs.verdict.classList.toggle("lx-agrees", guess === truth);
    }
    fit();
  };
  const predict = (/** @type {string | null} */ choice) =>
    session.dispatch({ type: "predicted", room: name, choice });
  for (const choice of choices) {
    refs[`choice-${choice}`].addEventListener("click", () => predict(choice));
  }
  refs.show.addEventListener("click", () => {
    predict(null);
    refs[`choice-${choices[0]}`].focus(); // what had the focus is gone
  });
  onChange(session, ({ intent }) => [intent.predictions[name]], showGuess);

  const options = () => session.state.intent.rooms[name];
  /** @type {Room["setProtocol"]} */
  const setProtocol = (protocol, command) => {
    refs.how.hidden = false;
    refs.protocol.innerHTML = protocolHtml(protocol, text);
    setCommand(command ?? "");
  };

  /** @type {Room["setHow"]} */
  const setHow = (values, command) => {
    const { how = [] } = /** @type {{how?: string[]}} */ (t.of[name]);
    const shown = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        typeof value === "number" ? number(text, value, decimalsOf(value)) : value,
      ]),
    );
    refs.how.hidden = false;
    refs.sentences.innerHTML = how
      .map((words) => `<li>${marked(fill(words, shown))}</li>`)
      .join("");
    setCommand(command);
  };

  return {
    name,
    stage: refs.stage,
    answer: refs.answer,
    options,
    change: (changes) => session.dispatch({ type: "roomChanged", room: name, changes }),
    live(read, render) {
      /** @type {unknown[] | null} */
      let last = null;
      if (gone.aborted) return; // the listeners are those of the views laid out since
      const run = () => {
        const { state } = session;
        if (state.intent.tab !== tab || element.hidden) return;
        const values = read(options(), state);
        if (last && values.every((value, i) => value === last?.[i])) return;
        last = values;
        render(options(), state);
        count();
      };
      session.subscribe(run);
      run();
    },
    setTruth(choice) {
      truth = choice;
      showGuess();
    },
    unknown() {
      truth = null;
      setText(refs.sentence, t.missing);
      for (const ref of ["correction", "why"]) setMarked(refs[ref], "");
      for (const ref of ["answer", "drawn"]) refs[ref].replaceChildren();
      showGuess();
    },
    setAnswer: (words) => setMarked(refs.sentence, words),
    setCorrection: (words) => setMarked(refs.correction, words),
    setWhy(words, drawn = "") {
      setMarked(refs.why, words);
      refs.drawn.innerHTML = drawn;
      fit();
    },
    setProtocol,
    setHow,
    measured(experiment, show) {
      if (!experiments.has(experiment)) {
        setText(refs.sentence, t.missing);
        setProtocol({}, `python -m model.experiments ${experiment}`);
        refs.how.open = true;
        return;
      }
      later([
        async () => {
          const found = await experiments.get(experiment);
          if (gone.aborted) return undefined;
          return () => {
            setHow({ ...found.protocol, seed: found.seed }, found.command);
            show(found);
            fit();
          };
        },
      ]);
    },
  };
}
