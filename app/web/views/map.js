/** The map: every test picture's code, my picture among them, and any point of it decoded. */

import { gaussians } from "../maths/random.js";
import { zOf } from "../session/state.js";
import { mountDecodedPoint } from "./decodedPoint.js";
import { drawAround } from "./drawnLoss.js";
import { DRAWS } from "./draws.js";
import { fill } from "./format.js";
import { listenToKeys, listenToPointers } from "./hand.js";
import { mountImprove } from "./improve.js";
import { heldOff, isSameOff, latticeSteps } from "./lattice.js";
import { mountLegend } from "./legend.js";
import { namesOf } from "./names.js";
import { mountOverview } from "./overview.js";
import { pointNear } from "./plot.js";
import { makePlotter } from "./plotter.js";
import { makeTip } from "./tip.js";
import { background, build, countFrame, live, onTheme, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Point} Point */
/** @typedef {import("../session/types").Window} Window */
/** @typedef {import("./plot.js").Plot} Plot */

const HOVER_PIXELS = 14; // how near a point must be to count as pointed at
const CLOSEST = 1e-4; // of the usual window: nothing is to be seen that is closer
const BUTTON_ZOOM = 1.6;
const AROUND_MINE = 12; // σ on each side
const AROUND_WAY = 5; // and where a code is improved: its way is of a few σ

/** @param {import("../text/en.js").Text} text */
const html = ({ map: t }) => `
  <div class="lx-map-layout">
    <section class="lx-map-result" data-ref="result"></section>
    <div class="lx-map-place">
      <div class="lx-plot-frame" data-ref="frame" tabindex="0" role="application"
        aria-label="${t.frame}">
        <div class="lx-plot" data-ref="plot"></div>
        <div class="lx-overview" data-ref="overview" aria-hidden="true" hidden></div>
        <figure class="lx-tip" data-ref="tip" hidden>
          <canvas data-ref="tipPicture"></canvas><figcaption data-ref="tipText"></figcaption>
        </figure>
      </div>
      <button type="button" class="lx-edge" data-ref="toPoint" aria-label="${t.toPoint}"
        title="${t.toPoint}" hidden></button>
      <div class="lx-zoom" data-ref="zoom" role="group" aria-label="${t.zoom}">
        <button type="button" data-ref="closer" aria-label="${t.closer}" title="${t.closer}">+</button>
        <button type="button" data-ref="wider" aria-label="${t.wider}" title="${t.wider}">−</button>
        <button type="button" data-ref="fit" aria-label="${t.fit}" title="${t.fit}">⤢</button>
        <button type="button" data-ref="mine" aria-label="${t.mine}" title="${t.mine}">◆</button>
      </div>
    </div>
    <section class="lx-map-improve" data-ref="improve" data-of="map"></section>
    <section class="lx-map-legend" data-ref="legend"></section>
    <p class="lx-prose"><span data-ref="words"></span>
      <span class="lx-gestures-mouse">${t.gestures.mouse}</span>
      <span class="lx-gestures-touch">${t.gestures.touch}</span></p>
  </div>`;

/** Half a window, no closer and no wider than there is something to see. */
const within = (/** @type {number} */ half, /** @type {Plot} */ { most, usual }) =>
  Math.min(most, Math.max(CLOSEST * usual.half, half));

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, text, gone } = page;
  const refs = build(element, html(text));
  const latticing = background(session, "lattice");
  const tip = makeTip(refs, page);
  const decode = mountDecodedPoint(refs.result, page);
  const showLegend = mountLegend(refs.legend, page);
  const overview = mountOverview(refs.overview);
  /** @type {{key: string, held: number[]}} */
  let lattice = { key: "", held: [] };
  /** @type {Point | null} */
  let shownPoint = null;
  /** @type {unknown[]} */
  let shownMap = [];
  /** @type {unknown[]} */
  let shownMine = [];
  const plotter = makePlotter(refs, page, () => {
    countFrame(refs.frame);
    shownPoint = null;
    shownMap = [];
    again();
  });

  /** The part of the plane that is shown. @param {State} state @param {Plot} plot */
  const windowOf = ({ intent }, plot) => intent.map.window ?? plot.usual;

  /**
   * The lattice that is wanted now, when the hand rests.
   *
   * @param {State} state
   * @param {Point} point
   * @param {Plot} plot
   */
  const askLattice = (state, { model, z }, plot) => {
    const window = windowOf(state, plot);
    const isWanted = state.intent.map.layers.lattice;
    const key = isWanted ? JSON.stringify([plot.key, model.engine, window]) : "";
    const held = key ? heldOff(plot.plane, z) : [];
    if (key === lattice.key && isSameOff(held, lattice.held)) return;
    lattice = { key, held };
    if (!key) {
      latticing([]);
      plotter.setImage(null);
      return;
    }
    const show = (/** @type {object} */ image) => {
      plotter.setImage(image);
      element.dataset.lattices = String(Number(element.dataset.lattices ?? 0) + 1);
    };
    latticing(latticeSteps(model, plot.plane, z, window, show));
  };

  /**
   * My picture's code, the 2σ outline of its posterior, and the draws from it.
   *
   * @param {State} state
   * @param {Plot} plot
   */
  const showMyPicture = ({ frame, intent, descent }, plot) => {
    const { exaggeration } = intent.reconstruct;
    const now = [frame, plot, intent.map.layers.draws, intent.seed, exaggeration, descent];
    if (now.every((value, i) => value === shownMine[i])) return;
    shownMine = now;
    const { plane } = plot;
    const { mu = null, logvar = null } = frame ?? {};
    refs.mine.disabled = !mu;
    // A stray dot's posterior can be wider than all numbers.
    const isDrawn = mu?.every(Number.isFinite) && logvar?.every((value) => Math.exp(value) < 1e12);
    const outline = isDrawn && mu && logvar ? plane.ellipse(mu, logvar, 2) : null;
    const scatter = plotter.scatter();
    scatter?.setMark("posterior", outline && { shape: "outline", points: outline });
    scatter?.setMark("draws", outline && drawsOf(mu, logvar, intent, plot));
    const path = descent?.path.map((at) => plane.project(at)) ?? null;
    scatter?.setMark("way", path && { shape: "way", points: path });
    scatter?.setMark("guess", path && { shape: "ring", at: path[0] });
    const isThere = mu?.every(Number.isFinite);
    scatter?.setMark(
      "my-picture",
      mu && isThere ? { shape: "diamond", at: plane.project(mu) } : null,
    );
  };

  /** @param {State} state @param {Plot} plot */
  const showMap = (state, plot) => {
    const { map } = state.intent;
    if (shownMap[0] === map && shownMap[1] === plot) return;
    shownMap = [map, plot];
    plotter.scatter()?.zoom(windowOf(state, plot));
    overview(plot, map.window);
  };

  /** @param {State} state */
  const render = (state) => {
    const { point, frame, intent } = state;
    if (!point || point.model !== frame?.model || intent.tab !== "map") return false;
    const { config } = point.model;
    if (plotter.ask(state, config)) {
      tip.hide(plotter.scatter());
      latticing([]);
      lattice = { key: "", held: [] };
    }
    const plot = plotter.now(state, config);
    const { believable } = namesOf(text, session.catalogue.datasets[config.dataset]).says;
    setText(refs.words, fill(text.map.words[config.kind], { believable }));
    // Another model's codes are not this one's, for however long its own are not there.
    refs.frame.classList.toggle("lx-waiting", plotter.plot()?.config.id !== config.id);
    showLegend(state, config, plot);
    if (plot) {
      showMap(state, plot);
      askLattice(state, point, plot);
      showMyPicture(state, plot);
    }
    if (point === shownPoint) return false;
    shownPoint = point;
    if (plot) plotter.scatter()?.point(plot.plane.project(point.z));
    decode(point, plot);
    return undefined;
  };

  /** The plot, if it is the chosen model's. */
  const plotNow = () => {
    const plot = plotter.plot();
    return plot?.config.id === session.state.frame?.model.config.id ? plot : null;
  };

  /** @param {(z: Float32Array, plot: Plot) => number[]} move */
  const choose = (move) => {
    const z = zOf(session.state);
    const plot = plotNow();
    if (!z || !plot) return;
    session.dispatch({ type: "zChosen", model: plot.config.id, z: move(z, plot) });
  };

  /** @param {(window: Window, plot: Plot) => Window} change */
  const look = (change) => {
    const plot = plotNow();
    if (!plot) return;
    const { x, y, half } = change(windowOf(session.state, plot), plot);
    const { most, usual } = plot;
    const near = (/** @type {number} */ at, /** @type {number} */ middle) =>
      Math.min(middle + most, Math.max(middle - most, at));
    const window = { x: near(x, usual.x), y: near(y, usual.y), half: within(half, plot) };
    session.dispatch({ type: "windowChosen", window });
  };

  /** @param {{clientX: number, clientY: number}} place */
  const fromMiddle = (place) => plotter.scatter()?.fromMiddle(place) ?? [0, 0];

  /** A point that is out of sight takes the window along. */
  const follow = () => {
    const z = zOf(session.state);
    if (!z) return;
    look((window, plot) => {
      const [x, y] = plot.plane.project(z);
      const far = Math.max(Math.abs(x - window.x), Math.abs(y - window.y));
      return far > window.half ? { ...window, x, y } : window;
    });
  };

  /** @param {number} around σ on each side */
  const lookAtMine = (around) => {
    const { mu = null, logvar = null } = session.state.frame ?? {};
    if (!mu) return;
    look((_, plot) => {
      const [x, y] = plot.plane.project(mu);
      const spread = logvar ? Math.exp(0.5 * Math.max(...logvar)) : plot.usual.half / 60;
      return { x, y, half: around * spread };
    });
  };

  const goToMine = () => {
    session.dispatch({ type: "zReturned" });
    lookAtMine(AROUND_MINE);
  };

  /** @type {import("./hand.js").Hears} */
  const hears = {
    choose: (event, isDragging) => {
      const at = plotter.scatter()?.toPlane(event, isDragging);
      if (at) choose((z, { plane }) => plane.moved(z, ...at));
      return Boolean(at);
    },
    look: (event) => {
      const scatter = plotter.scatter();
      const plot = plotNow();
      const at = scatter?.toPlane(event);
      if (!scatter || !plot) return;
      const { hidden, layers } = session.state.intent.map;
      const isVisible = (/** @type {number} */ c) => layers.dots && !hidden.includes(c);
      const within = HOVER_PIXELS * scatter.unit();
      tip.show(at ? pointNear(plot, at, within, isVisible) : null, plot, scatter);
    },
    away: () => tip.hide(plotter.scatter()),
    pan: (from, to) => {
      const [a, b] = [from, to].map((place) => fromMiddle(place));
      look(({ x, y, half }) => ({
        x: x + (a[0] - b[0]) * half,
        y: y + (a[1] - b[1]) * half,
        half,
      }));
    },
    // What is under the place stays there.
    zoom: (factor, place) => {
      look(({ x, y, half }, plot) => {
        const z = zOf(session.state);
        const [a, b] = z ? plot.plane.project(z) : [x, y];
        const isInSight = Math.max(Math.abs(a - x), Math.abs(b - y)) <= half;
        // Without a place of its own a zoom is about the point, if that is in sight.
        const about = isInSight ? [(a - x) / half, (b - y) / half] : [0, 0];
        const [across, up] = place ? fromMiddle(place) : about;
        const next = within(half / factor, plot);
        return { x: x + across * (half - next), y: y + up * (half - next), half: next };
      });
    },
    fit: () => session.dispatch({ type: "windowChosen", window: null }),
    move: (dx, dy) => {
      choose((z, plot) => {
        const { half } = windowOf(session.state, plot);
        const [a, b] = plot.plane.project(z);
        return plot.plane.moved(z, a + dx * half, b + dy * half);
      });
      follow();
    },
  };
  listenToPointers(refs.frame, hears);
  listenToKeys(refs.frame, hears);
  refs.closer.addEventListener("click", () => hears.zoom(BUTTON_ZOOM, null));
  refs.wider.addEventListener("click", () => hears.zoom(1 / BUTTON_ZOOM, null));
  refs.fit.addEventListener("click", hears.fit);
  refs.mine.addEventListener("click", goToMine);
  mountImprove(refs.improve, page, () => lookAtMine(AROUND_WAY));
  refs.toPoint.addEventListener("click", () => {
    follow();
    refs.frame.focus(); // the button goes
  });
  const again = live(element, session, render);
  onTheme(gone, again);
}

/**
 * The same draws that Reconstruct shows, as a mark.
 *
 * @param {Float32Array | null} mu
 * @param {Float32Array | null} logvar
 * @param {import("../session/types").Intent} intent
 * @param {Plot} plot
 * @returns {import("./marks.js").Mark | null}
 */
function drawsOf(mu, logvar, { map, seed, reconstruct }, { plane }) {
  if (!mu || !logvar || !map.layers.draws) return null;
  const sigma = logvar.map((value) => Math.exp(0.5 * value));
  const epsilon = gaussians(seed, DRAWS * mu.length);
  const draws = drawAround(mu, sigma, epsilon, reconstruct.exaggeration);
  const points = Array.from({ length: DRAWS }, (_, i) => plane.project(draws, i * mu.length));
  return { shape: "dots", points };
}
