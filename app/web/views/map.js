/** The map: every test picture's code, my picture among them, and any point of it decoded. */

import { toPixels } from "../maths/pictures.js";
import { zOf } from "../session/state.js";
import { fill, fixed, zName } from "./format.js";
import { listenToKeys, listenToPointers } from "./hand.js";
import { heldOff, isSameOff, latticeSteps } from "./lattice.js";
import { paint } from "./paint.js";
import { nearestTo, planeOptions, pointNear, wantedPlane } from "./plot.js";
import { makePlotter } from "./plotter.js";
import { makeTip } from "./tip.js";
import { afterPaint, background, build, countFrame, live, setText } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("../session/types").State} State */
/** @typedef {import("../session/types").Point} Point */
/** @typedef {import("../models/types").ModelConfig} ModelConfig */
/** @typedef {import("../maths/plane.js").Plane} Plane */
/** @typedef {import("./plot.js").Plot} Plot */
/** @typedef {import("./plot.js").Wanted} Wanted */

const HOVER_PIXELS = 14; // how near a point must be to count as pointed at

/** @param {import("../text/en.js").Text} text */
const html = ({ map: t }) => `
  <div class="lx-map-layout">
    <div class="lx-map-left">
      <div class="lx-map-tools">
        <label data-ref="planes">${t.plane}
          <select data-ref="plane" aria-label="${t.planeLabel}"></select></label>
        <label class="lx-check"><input type="checkbox" data-ref="lattice"> ${t.lattice}</label>
        <button type="button" data-ref="near">${t.near}</button>
        <button type="button" data-ref="whole">${t.whole}</button>
        <span class="lx-soft" data-ref="held" hidden>${t.held}</span>
      </div>
      <div class="lx-plot-frame" data-ref="frame" tabindex="0" role="application"
        aria-label="${t.frame}">
        <div class="lx-plot" data-ref="plot"></div>
        <figure class="lx-tip" data-ref="tip" hidden>
          <canvas data-ref="tipPicture"></canvas><figcaption data-ref="tipText"></figcaption>
        </figure>
      </div>
    </div>
    <div class="lx-map-right">
      <section class="lx-stage">
        <div class="lx-stage-name lx-out">${t.decoded}</div>
        <canvas class="lx-picture lx-large" data-ref="xHat" role="img"
          aria-label="${t.decodedLabel}"></canvas>
        <div class="lx-hint lx-engine-time" data-ref="engineTime"></div>
        <div class="lx-point" data-ref="point"></div>
      </section>
      <section class="lx-stage lx-nearest">
        <div class="lx-stage-name lx-data">${t.nearest}</div>
        <canvas class="lx-picture lx-small" data-ref="nearest" role="img"
          aria-label="${t.nearestLabel}"></canvas>
        <div class="lx-hint" data-ref="nearestText"></div>
      </section>
      <p class="lx-prose" data-ref="words"></p>
    </div>
  </div>`;

/**
 * @param {HTMLElement} element
 * @param {Page} page
 */
export function mount(element, page) {
  const { session, pictures, text } = page;
  const t = text.map;
  const refs = build(element, html(text));
  const soon = afterPaint();
  const latticing = background(session, "lattice");
  const later = background(session, "nearest");
  const tip = makeTip(refs, page);
  /** @type {{key: string, held: number[]}} */
  let lattice = { key: "", held: [] };
  /** @type {Point | null} */
  let shownPoint = null;
  /** @type {{frame: State["frame"], plot: Plot | null}} */
  let shownPicture = { frame: null, plot: null };
  const plotter = makePlotter(refs, page, () => {
    const { config } = /** @type {Plot} */ (plotter.plot());
    setText(refs.words, t.words[config.kind]);
    countFrame(refs.frame);
    shownPoint = null;
    again();
  });

  /** @param {ModelConfig} config @param {Wanted} wanted */
  const showPlanes = ({ id, latent_dim: d }, wanted) => {
    const options = planeOptions(d, text);
    if (refs.plane.dataset.model !== id) {
      refs.plane.dataset.model = id;
      refs.plane.replaceChildren(...options.map(([value, words]) => new Option(words, value)));
    }
    refs.planes.hidden = options.length < 2;
    refs.held.hidden = d <= 2;
    refs.plane.value = JSON.stringify(wanted);
  };

  /**
   * The lattice that is wanted now, when the hand rests.
   *
   * @param {State} state
   * @param {Point} point
   * @param {Plot} plot
   */
  const askLattice = ({ intent }, { model, z }, plot) => {
    const key = intent.map.lattice ? [plot.key, model.engine].join(" ") : "";
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
    latticing(latticeSteps(model, plot.plane, z, plot.drawing.reach, show));
  };

  /**
   * My picture's code and the 2σ outline of its posterior.
   *
   * @param {State} state
   * @param {Plot} plot
   */
  const showMyPicture = ({ frame }, plot) => {
    if (shownPicture.frame === frame && shownPicture.plot === plot) return;
    shownPicture = { frame, plot };
    const { plane } = plot;
    const { mu = null, logvar = null } = frame ?? {};
    refs.near.disabled = !mu;
    const outline = mu && logvar && plane.ellipse(mu, logvar, 2);
    const scatter = plotter.scatter();
    scatter?.setMark("posterior", outline && { shape: "outline", points: outline });
    scatter?.setMark("my-picture", mu && { shape: "diamond", at: plane.project(mu) });
  };

  /** @param {Float32Array} z @param {Plot | null} plot */
  const showPoint = (z, plot) => {
    const isShort = z.length <= 4;
    const values = isShort ? [...z] : (plot?.plane.project(z) ?? []);
    const names = isShort ? values.map((_, k) => zName(k)) : [t.across, t.up];
    setText(refs.point, values.map((value, k) => `${names[k]} = ${fixed(value)}`).join("   "));
    countFrame(refs.point);
  };

  /** @param {Float32Array} z @param {Plot} plot */
  const showNearest = (z, plot) => async () => {
    const { dataset } = plot.config;
    const { index, distance } = nearestTo(plot.codes, z);
    const { pixels, label } = await pictures[dataset].get(index);
    const { classes } = session.catalogue.datasets[dataset];
    const says = { index, label: classes[label], distance: fixed(distance) };
    return () => {
      paint(refs.nearest, pixels);
      setText(refs.nearestText, fill(t.nearestText, says));
    };
  };

  /** @param {Point} point @param {Plot | null} plot */
  const decode = (point, plot) => {
    paint(refs.xHat, toPixels(point.logits));
    if (plot) plotter.scatter()?.point(plot.plane.project(point.z));
    soon(() => showPoint(point.z, plot));
    const engineTime = fill(text.engineTime[point.model.engine], { ms: point.ms.toFixed(1) });
    later([
      () => setText(refs.engineTime, engineTime),
      ...(plot ? [showNearest(point.z, plot)] : []),
    ]);
  };

  /** @param {State} state */
  const render = (state) => {
    const { point, frame, intent } = state;
    refs.lattice.checked = intent.map.lattice;
    if (!point || point.model !== frame?.model || intent.tab !== "map") return false;
    const { config } = point.model;
    if (plotter.ask(state, config)) {
      tip.hide(plotter.scatter());
      latticing([]);
      lattice = { key: "", held: [] };
      showPlanes(config, wantedPlane(intent, config.latent_dim));
    }
    const plot = plotter.now(state, config);
    if (plot) {
      askLattice(state, point, plot);
      showMyPicture(state, plot);
    }
    if (point === shownPoint) return false;
    shownPoint = point;
    decode(point, plot);
    return undefined;
  };

  /** @param {(z: Float32Array, plot: Plot) => number[]} move */
  const choose = (move) => {
    const z = zOf(session.state);
    const plot = plotter.plot();
    if (!z || !plot || plot.config.id !== session.state.frame?.model.config.id) return;
    session.dispatch({ type: "zChosen", model: plot.config.id, z: move(z, plot) });
  };

  const zoomToMyPicture = () => {
    const { mu = null, logvar = null } = session.state.frame ?? {};
    const plot = plotter.plot();
    if (!mu || !plot) return;
    const spread = logvar ? Math.exp(0.5 * Math.max(...logvar)) : plot.drawing.reach / 40;
    plotter.scatter()?.zoom(plot.plane.project(mu), 6 * spread);
  };

  listenToPointers(refs.frame, {
    choose: (event, isDragging) => {
      const at = plotter.scatter()?.toPlane(event, isDragging);
      if (at) choose((z, { plane }) => plane.moved(z, ...at));
      return Boolean(at);
    },
    look: (event) => {
      const scatter = plotter.scatter();
      const plot = plotter.plot();
      const at = scatter?.toPlane(event);
      if (!scatter || !plot) return;
      const within = HOVER_PIXELS * scatter.unit();
      tip.show(at ? pointNear(plot, at, within, scatter.isVisible) : null, plot, scatter);
    },
    away: () => tip.hide(plotter.scatter()),
  });
  listenToKeys(refs.frame, (dx, dy) =>
    choose((z, { plane, drawing: { reach } }) => {
      const [a, b] = plane.project(z);
      return plane.moved(z, a + dx * reach, b + dy * reach);
    }),
  );
  refs.plane.addEventListener("change", () =>
    session.dispatch({ type: "planeChosen", plane: JSON.parse(refs.plane.value) }),
  );
  refs.lattice.addEventListener("change", () =>
    session.dispatch({ type: "latticeChosen", lattice: refs.lattice.checked }),
  );
  refs.near.addEventListener("click", zoomToMyPicture);
  refs.whole.addEventListener("click", () => {
    const plot = plotter.plot();
    if (plot) plotter.scatter()?.zoom([0, 0], plot.extent);
  });
  const again = live(element, session, render);
  new MutationObserver(again).observe(document.body, { attributeFilter: ["class"] });
}
