/**
 * The scatter plot of the map: Plotly draws what seldom changes (points, outlines, rings, axes,
 * lattice); what follows the hand lies over it (`marks.js`).
 *
 * Where a point lies on the page is asked of fields of Plotly that it does not document
 * (`_fullLayout`, `_offset`, `_length`, `p2d`, `d2p`): its version is pinned, and tested.
 */

import { makeLabels } from "./labels.js";
import { makeMarks } from "./marks.js";
import { loadPlotly } from "./plotly.js";
import { dots, layoutOf, names, outlines, theme } from "./scatterLook.js";

/** @typedef {import("../session/types").Window} Window */
/** @typedef {import("../session/types").Layers} Layers */
/** @typedef {import("./plot.js").Plot} Plot */
/** @typedef {[number, number]} At coordinates in the plane */
/** @typedef {import("./scatterLook.js").Look} Look */
/** @typedef {import("./scatterLook.js").Theme} Theme */

const OPTIONS = { staticPlot: true, displayModeBar: false };

/**
 * Wait until an element has a size, or is gone: Plotly lays out nothing in a tab that is not shown,
 * and writes NaN where it tries.
 *
 * @param {HTMLElement} element
 * @param {AbortSignal} gone
 * @returns {Promise<void>}
 */
const inSight = (element, gone) =>
  new Promise((done) => {
    if (element.clientWidth || gone.aborted) return done();
    const observer = new ResizeObserver(() => {
      if (!element.clientWidth && !gone.aborted) return;
      observer.disconnect();
      done();
    });
    observer.observe(element);
    gone.addEventListener("abort", () => done(), { once: true });
    return undefined;
  });

/**
 * @param {HTMLElement} element
 * @param {{figure: any, url: string}} plotly `app/figures.py`'s map_figure, and
 *   where Plotly is
 * @param {ReturnType<typeof import("./edge.js").makeEdge>} edge
 * @param {AbortSignal} gone
 */
export function makeScatter(element, { figure, url }, edge, gone) {
  const frame = /** @type {HTMLElement} */ (element.parentElement);
  const plot = /** @type {any} */ (element);
  let isListening = false;
  /** @type {Window} What the axes should show, whatever size the plot is given. */
  let view = { x: 0, y: 0, half: 1 };
  let isShowing = false;
  /** @type {[Plot, Look] | null} */
  let drawn = null;

  const axes = () => {
    const { xaxis, yaxis } = plot._fullLayout ?? {};
    return xaxis && { xaxis, yaxis };
  };

  /** Plane coordinates -> pixels within the element. @param {At} at @returns {At} */
  const toPixels = ([x, y]) => {
    const { xaxis, yaxis } = axes();
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)];
  };

  const labels = makeLabels(frame, toPixels);
  const marks = makeMarks(frame, toPixels, edge);

  /**
   * Page position -> plane coordinates, or null outside the plot.
   *
   * @param {{clientX: number, clientY: number}} event
   * @param {boolean} clamps take the nearest point of the plot instead of null
   * @returns {At | null}
   */
  const toPlane = ({ clientX, clientY }, clamps = false) => {
    const found = axes();
    if (!found) return null;
    const { xaxis, yaxis } = found;
    const box = element.getBoundingClientRect();
    let px = clientX - box.left - xaxis._offset;
    let py = clientY - box.top - yaxis._offset;
    if (clamps) {
      px = Math.min(Math.max(px, 0), xaxis._length);
      py = Math.min(Math.max(py, 0), yaxis._length);
    }
    if (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length) return null;
    return [xaxis.p2d(px), yaxis.p2d(py)];
  };

  /** Put all marks where they belong under the axes of now. */
  const place = () => {
    const found = axes();
    if (!found) return;
    const { xaxis, yaxis } = found;
    const { width, height } = plot._fullLayout;
    const box = {
      left: xaxis._offset,
      top: yaxis._offset,
      right: xaxis._offset + xaxis._length,
      bottom: yaxis._offset + yaxis._length,
    };
    labels.place(box);
    marks.place(box, [width, height]);
  };

  /** Show the window; of several while Plotly draws only the last is drawn. */
  const show = async () => {
    if (isShowing) return;
    isShowing = true;
    try {
      const Plotly = await loadPlotly(url);
      await inSight(element, gone);
      /** @type {Window | null} */
      let shown = null;
      while (shown !== view && axes() && !gone.aborted) {
        shown = view;
        const { x, y, half } = view;
        const ranges = { "xaxis.range": [x - half, x + half], "yaxis.range": [y - half, y + half] };
        await Plotly.relayout(plot, ranges);
        place();
        await new Promise((done) => requestAnimationFrame(done));
      }
    } finally {
      isShowing = false;
    }
  };

  /** @param {any} Plotly */
  const listen = (Plotly) => {
    if (isListening) return;
    isListening = true;
    const resized = new ResizeObserver(async () => {
      if (!element.clientWidth) return; // in a tab that is not shown
      await Plotly.Plots.resize(plot);
      // Type grew with the window; and equal scales widen an axis, but never narrow it again.
      if (drawn) await draw(...drawn);
    });
    resized.observe(element);
    plot.on("plotly_afterplot", place);
    gone.addEventListener("abort", () => {
      resized.disconnect();
      Plotly.purge(plot);
    });
  };

  /** @param {Plot} next @param {Look} look @returns {Promise<void>} */
  const draw = async (next, look) => {
    const Plotly = await loadPlotly(url);
    await inSight(element, gone);
    if (gone.aborted) return;
    drawn = [next, look];
    const { data, layout } = figure;
    const now = theme(element, data.length);
    const traces = [...dots(data, next, look, now), ...outlines(next, look, now)];
    await Plotly.react(plot, traces, layoutOf(layout, next, look, now, view), OPTIONS);
    listen(Plotly);
    labels.set(names(next, look, now), now.size);
    place();
  };

  /** What the next drawing shows. @param {Window} window */
  const aim = (window) => {
    view = window;
  };

  /** @param {Window} window */
  const zoom = (window) => {
    aim(window);
    return show();
  };

  /** The chosen point. @param {At} at */
  const point = (at) => {
    marks.point(at);
    labels.avoid(at);
  };

  const removeMarks = () => {
    marks.remove();
    labels.remove();
  };

  /** Plane units a pixel. */
  const unit = () => {
    const { xaxis } = axes();
    return xaxis.p2d(1) - xaxis.p2d(0);
  };

  /**
   * How far a page position is from the plot's middle, as a share of half the window: what a
   * gesture goes by, whose window is ahead of the axes that Plotly has drawn.
   *
   * @param {{clientX: number, clientY: number}} place
   * @returns {At}
   */
  const fromMiddle = ({ clientX, clientY }) => {
    const { xaxis, yaxis } = axes();
    const box = element.getBoundingClientRect();
    const half = Math.min(xaxis._length, yaxis._length) / 2;
    return [
      (clientX - box.left - xaxis._offset - xaxis._length / 2) / half,
      (yaxis._offset + yaxis._length / 2 + box.top - clientY) / half,
    ];
  };

  return {
    draw,
    aim,
    zoom,
    point,
    setMark: marks.set,
    removeMarks,
    toPlane,
    toPixels,
    unit,
    fromMiddle,
    isDrawn: () => Boolean(axes()),
  };
}
