/**
 * The scatter plot of the map: Plotly draws what seldom changes (points, rings, axes, lattice);
 * what follows the hand lies over it in one SVG, so that a drag never makes Plotly draw.
 *
 * Where a point lies on the page is asked of fields of Plotly that it does not document
 * (`_fullLayout`, `_offset`, `_length`, `p2d`, `d2p`): its version is pinned, and tested.
 */

const SVG = "http://www.w3.org/2000/svg";
const CROSS = "M-14 0H-4M4 0H14M0 -14V-4M0 4V14M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0";
const SHAPES = {
  dot: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0",
  diamond: "M0 -9L9 0L0 9L-9 0Z",
};

/** @typedef {[number, number]} At coordinates in the plane */
/** @typedef {{shape: "dot" | "diamond", at: At} | {shape: "outline", points: At[]}} Mark */
/**
 * @typedef {object} Drawing
 * @property {Array<{x: Float32Array, y: Float32Array}>} points one entry a class
 * @property {string[]} titles of the two axes
 * @property {number} reach the axes go from −reach to reach
 * @property {boolean} prior whether to draw its rings
 * @property {Array<{text: string, x: number, y: number} | null>} names one a class
 *   that has points
 * @property {object | null} image Plotly's layout image, under the points
 */

/**
 * Plotly is a script that defines a global: it is loaded once a page, and again if that failed.
 *
 * @param {string} url
 * @param {string} failure
 * @returns {Promise<any>}
 */
function loadPlotly(url, failure) {
  const { Plotly } = /** @type {any} */ (window);
  if (Plotly) return Promise.resolve(Plotly);
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done(/** @type {any} */ (window).Plotly);
    script.onerror = () => {
      script.remove();
      failed(new Error(failure));
    };
    document.head.append(script);
  });
}

/** @param {HTMLElement} parent @param {string} name */
function layer(parent, name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.classList.add(name);
  parent.append(svg);
  return svg;
}

/** Text and grid in the colours of the page. @param {HTMLElement} element */
function theme(element) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const colour = (name) => style.getPropertyValue(name).trim();
  const line = colour("--lx-line");
  const text = colour("--lx-text");
  const axis = { color: text, gridcolor: line, linecolor: line };
  return { text, axis, surface: colour("--lx-surface") };
}

/**
 * @param {HTMLElement} element
 * @param {{figure: any, url: string, failure: string}} plotly `app/figures.py`'s map_figure, and
 *   where Plotly is
 */
export function makeScatter(element, { figure, url, failure }) {
  const frame = /** @type {HTMLElement} */ (element.parentElement);
  const overlay = layer(frame, "lx-overlay");
  // The point under the hand is a layer of its own: moving it repaints nothing.
  const hand = layer(frame, "lx-hand");
  hand.style.visibility = "hidden"; // until the axes say where it is
  hand.innerHTML = `<path data-mark="chosen" d="${CROSS}"/>`;
  const plot = /** @type {any} */ (element);
  /** @type {Map<string, {mark: Mark, node: SVGElement}>} */
  const marks = new Map();
  /** @type {At | null} */
  let pointAt = null;
  /** @type {Array<object | null>} */
  let names = [];
  /** @type {object[]} */
  let rings = [];
  let isListening = false;
  /** What the axes should show, whatever size the plot is given. */
  let view = { x: [-1, 1], y: [-1, 1] };

  const axes = () => {
    const { xaxis, yaxis } = plot._fullLayout ?? {};
    return xaxis && { xaxis, yaxis };
  };

  /** @param {number} c @returns {boolean} whether the class's points are shown */
  const isVisible = (c) => (plot._fullData?.[c]?.visible ?? true) === true;

  const annotations = () => [...rings, ...names.filter((name, c) => name && isVisible(c))];

  /** Plane coordinates -> pixels within the element. @param {At} at @returns {At} */
  const toPixels = ([x, y]) => {
    const { xaxis, yaxis } = axes();
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)];
  };

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

  /** The cross of the chosen point, unless the axes do not reach there. */
  const placeHand = () => {
    const found = axes();
    if (!found || !pointAt) return;
    const { xaxis, yaxis } = found;
    const [x, y] = toPixels(pointAt);
    const isInside =
      x >= xaxis._offset &&
      x <= xaxis._offset + xaxis._length &&
      y >= yaxis._offset &&
      y <= yaxis._offset + yaxis._length;
    hand.style.visibility = isInside ? "visible" : "hidden";
    hand.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  };

  /** @param {{mark: Mark, node: SVGElement}} entry */
  const placeMark = ({ mark, node }) => {
    if (mark.shape === "outline") {
      const corners = mark.points.map((at) =>
        toPixels(at)
          .map((value) => value.toFixed(2))
          .join(),
      );
      node.setAttribute("points", corners.join(" "));
      return;
    }
    const [x, y] = toPixels(mark.at);
    node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  };

  /** Put all marks where they belong under the axes of now. */
  const place = () => {
    const found = axes();
    if (!found) return;
    const { xaxis, yaxis } = found;
    const { width, height } = plot._fullLayout;
    const right = Math.max(0, width - xaxis._offset - xaxis._length);
    const bottom = Math.max(0, height - yaxis._offset - yaxis._length);
    overlay.style.clipPath = `inset(${yaxis._offset}px ${right}px ${bottom}px ${xaxis._offset}px)`;
    for (const entry of marks.values()) placeMark(entry);
    placeHand();
  };

  /** @param {any} Plotly */
  const show = (Plotly) =>
    Plotly.relayout(plot, { "xaxis.range": [...view.x], "yaxis.range": [...view.y] });

  /** @param {any} Plotly */
  const listen = (Plotly) => {
    if (isListening) return;
    isListening = true;
    plot.on("plotly_relayout", (/** @type {object} */ change) => {
      if (!("xaxis.range[0]" in change)) return; // by a hand, and not by `show`
      const { xaxis, yaxis } = axes();
      view = { x: [...xaxis.range], y: [...yaxis.range] };
    });
    new ResizeObserver(async () => {
      if (!element.clientWidth) return; // in a tab that is not shown
      await Plotly.Plots.resize(plot);
      await show(Plotly); // equal scales widen an axis, and would never narrow it again
    }).observe(element);
    plot.on("plotly_afterplot", place);
    plot.on("plotly_relayouting", place);
    // A click in the legend hides points; their class's name goes with them.
    plot.on("plotly_restyle", () => Plotly.relayout(plot, { annotations: annotations() }));
  };

  /** @param {Drawing} drawing @returns {Promise<void>} */
  const draw = async ({ points, titles, reach, prior, names: labels, image }) => {
    const Plotly = await loadPlotly(url, failure);
    const { data, layout } = figure;
    const { text, axis, surface } = theme(element);
    names = labels.map(
      (label, c) =>
        label && {
          ...label,
          ...{
            showarrow: false,
            captureevents: false,
            borderpad: 3,
            borderwidth: 2,
            bgcolor: surface,
          },
          bordercolor: data[c].marker.color,
          font: { size: 16, color: text },
        },
    );
    rings = prior ? layout.annotations : [];
    const traces = data.map((/** @type {any} */ trace, /** @type {number} */ c) => ({
      ...trace,
      ...points[c],
      visible: plot.data?.[c]?.visible ?? true,
      marker: { ...trace.marker, opacity: image ? 0.35 : trace.marker.opacity },
    }));
    // The zoom stays while the plane does.
    const revision = titles.join() + reach;
    if (plot.layout?.uirevision !== revision) view = { x: [-reach, reach], y: [-reach, reach] };
    /** @param {"xaxis" | "yaxis"} name @param {string} title */
    const axisOf = (name, title) => ({
      ...layout[name],
      ...axis,
      range: name === "xaxis" ? [...view.x] : [...view.y],
      title: { text: title },
    });
    const full = {
      ...layout,
      font: { ...layout.font, color: text },
      shapes: prior ? layout.shapes : [],
      annotations: annotations(),
      images: image ? [image] : [],
      xaxis: axisOf("xaxis", titles[0]),
      yaxis: axisOf("yaxis", titles[1]),
      uirevision: revision,
    };
    const options = { displayModeBar: false, scrollZoom: true, showTips: false };
    await Plotly.react(plot, traces, full, options);
    listen(Plotly);
    place();
  };

  /** Show the square of half-width `half` around a point. @param {At} at @param {number} half */
  const zoom = async ([x, y], half) => {
    const Plotly = await loadPlotly(url, failure);
    view = { x: [x - half, x + half], y: [y - half, y + half] };
    await show(Plotly);
  };

  /** Set, or with null remove, a mark. @param {string} name @param {Mark | null} mark */
  const setMark = (name, mark) => {
    const existing = marks.get(name);
    if (!mark) {
      existing?.node.remove();
      marks.delete(name);
      return;
    }
    const node = existing?.node ?? markNode(overlay, name, mark);
    const entry = { mark, node };
    marks.set(name, entry);
    if (axes()) placeMark(entry);
  };

  /** @param {At} at */
  const point = (at) => {
    pointAt = at;
    placeHand();
  };

  /** Plane units a pixel. */
  const unit = () => {
    const { xaxis } = axes();
    return xaxis.p2d(1) - xaxis.p2d(0);
  };

  return { draw, zoom, point, setMark, toPlane, toPixels, isVisible, unit };
}

/**
 * @param {SVGElement} overlay
 * @param {string} name
 * @param {Mark} mark
 */
function markNode(overlay, name, mark) {
  const isOutline = mark.shape === "outline";
  const node = document.createElementNS(SVG, isOutline ? "polygon" : "path");
  node.dataset.mark = name;
  if (!isOutline) node.setAttribute("d", SHAPES[mark.shape]);
  overlay.append(node);
  return node;
}
