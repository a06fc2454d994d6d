/** The latent code: on a small map where it has two numbers, else a row a dimension. */

import { mountCodeMap } from "./codeMap.js";
import { mountCodes } from "./codes.js";
import { classColours } from "./colours.js";
import { mountEquation } from "./equation.js";
import { background, onTheme, setHidden } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").Frame} Frame */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/**
 * @typedef {object} Shown
 * @property {Frame} of
 * @property {Float32Array | null} sigma (d) as it is drawn; null where there is none
 * @property {Float32Array | null} draws (DRAWS, d)
 * @property {Float32Array[] | null} path the centres by which an improved code came, else null
 */

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mountCode(element, { session, codes, text, gone }) {
  element.innerHTML = `<div class="lx-code-map" dir="ltr" hidden></div>
    <div class="lx-codes" dir="ltr" hidden></div>
    <table class="lx-equation" dir="ltr" hidden></table>`;
  const [square, rows, table] = /** @type {HTMLElement[]} */ ([...element.children]);
  const map = mountCodeMap(square, text);
  const list = mountCodes(rows, text);
  const equation = mountEquation(table, text);
  const later = background(session, "code");
  let ground = "";
  /** @type {Shown | null} */
  let last = null;

  /** @param {ModelConfig} config */
  const showGround = (config) => {
    if (ground === config.id) return;
    ground = config.id;
    map.ground(config, null, []);
    later([
      async () => {
        const found = await codes.get(config);
        return () => {
          const { classes } = session.catalogue.datasets[config.dataset];
          map.ground(config, found, classColours(square, classes.length));
          if (last?.of.model.config === config) show(last, false);
        };
      },
    ]);
  };

  /** The room that a model's code takes, before there is one. @param {ModelConfig} config */
  const prepare = ({ latent_dim: d, kind }) => {
    const isFlat = d === 2;
    setHidden(square, !isFlat);
    setHidden(rows, isFlat);
    setHidden(table, !isFlat || kind === "ae");
    if (!table.hidden) equation.lay(d);
  };

  /** @param {Shown} shown @param {boolean} isMoving whether ε was drawn anew */
  const show = (shown, isMoving) => {
    last = shown;
    const { of, sigma, draws, path } = shown;
    const { config } = of.model;
    const { seed, reconstruct } = session.state.intent;
    const { draw } = reconstruct;
    prepare(config);
    if (square.hidden) {
      list.render(
        config,
        { mu: of.mu, logvar: of.logvar, sigma, draws, draw, guess: path?.[0] ?? null },
        isMoving,
      );
      return;
    }
    showGround(config);
    map.show({ mu: of.mu, sigma, draws, draw, path }, isMoving);
    if (!table.hidden) equation.show(shown, draw, seed);
  };
  onTheme(gone, () => {
    ground = "";
    if (last) show(last, false);
  });
  return {
    prepare,
    show,
    /** Whether a code lies outside of what is drawn. @param {Float32Array | null} mu */
    isOutside: (mu) => Boolean(mu && !square.hidden && !map.holds([...mu])),
  };
}
