/** How the scatter plot of the map looks: its traces and layout, as Plotly takes them. */

import { classColours } from "./colours.js";

/** @typedef {import("../session/types").Window} Window */
/** @typedef {import("../session/types").Layers} Layers */
/** @typedef {import("./plot.js").Plot} Plot */
/**
 * @typedef {object} Look what of a plot is drawn, and how
 * @property {Layers} layers
 * @property {number[]} hidden classes
 * @property {object | null} image Plotly's layout image, under the points
 */

const UNDER_OUTLINES = 0.3; // how opaque dots then are
const OVER_LATTICE = 0.15;

/**
 * The colours, and the size of the page's type.
 *
 * @param {HTMLElement} element
 * @param {number} classes
 */
export function theme(element, classes) {
  const style = getComputedStyle(element);
  /** @param {string} name */
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    text: value("--lx-text"),
    soft: value("--lx-soft"),
    line: value("--lx-line"),
    ground: value("--lx-ground"),
    size: Number.parseFloat(style.fontSize),
    classes: classColours(element, classes),
  };
}

/** @typedef {ReturnType<typeof theme>} Theme */

/** A class's outlines as Plotly's contours, with a halo to stand on pictures. */
export function outlines(
  /** @type {Plot} */ plot,
  /** @type {Look} */ { layers, hidden, image },
  /** @type {Theme} */ { classes, ground },
) {
  if (!layers.contours) return [];
  /** @param {number} c @param {string} color @param {number} width */
  const trace = (c, color, width) => {
    const density = plot.densities()[c];
    if (!density || hidden.includes(c)) return [];
    const { rows, start, step, levels } = density;
    const [high, low] = levels;
    return [
      {
        type: "contour",
        z: rows,
        ...{ x0: start[0], dx: step, y0: start[1], dy: step },
        autocontour: false,
        contours: { coloring: "none", start: low, end: high, size: high - low || 1 },
        line: { color, width, smoothing: 1 },
        showscale: false,
        hoverinfo: "skip",
      },
    ];
  };
  const halos = image ? classes.flatMap((_, c) => trace(c, ground, 5)) : [];
  return [...halos, ...classes.flatMap((colour, c) => trace(c, colour, 2))];
}

/** The points of each class. */
export function dots(
  /** @type {any[]} */ traces,
  /** @type {Plot} */ { points },
  /** @type {Look} */ { layers, hidden, image },
  /** @type {Theme} */ { classes },
) {
  const faded = layers.contours ? UNDER_OUTLINES : traces[0]?.marker.opacity;
  const opacity = image ? OVER_LATTICE : faded;
  return traces.map((trace, c) => ({
    ...trace,
    ...points[c],
    visible: layers.dots && !hidden.includes(c),
    marker: {
      ...trace.marker,
      color: classes[c],
      opacity,
    },
  }));
}

/** The names of the classes that are shown, with their colours. */
export function names(
  /** @type {Plot} */ { labels },
  /** @type {Look} */ { layers, hidden },
  /** @type {Theme} */ { classes },
) {
  if (!layers.dots && !layers.contours) return [];
  return labels.flatMap((label, c) =>
    label && !hidden.includes(c) ? [{ ...label, colour: classes[c] }] : [],
  );
}

/** Plotly's layout for a window. */
export function layoutOf(
  /** @type {any} */ layout,
  /** @type {Plot} */ plot,
  /** @type {Look} */ look,
  /** @type {Theme} */ now,
  /** @type {Window} */ window,
) {
  const { size, text, line } = now;
  const soft = look.image ? "#fff" : now.soft; // the lattice is black in both themes
  const hasRings = look.layers.rings && plot.config.kind === "vae";
  const axis = { color: text, gridcolor: line, linecolor: line, showgrid: !look.image };
  /** @param {"xaxis" | "yaxis"} name @param {number} middle @param {string} title */
  const axisOf = (name, middle, title) => ({
    ...layout[name],
    ...axis,
    range: [middle - window.half, middle + window.half],
    title: { text: title },
  });
  const rings = layout.annotations.map((/** @type {any} */ ring) => ({
    ...ring,
    font: { size: 0.87 * size, color: soft },
    bgcolor: look.image ? "#000" : now.ground,
  }));
  const inner = Math.round(3.3 * size);
  return {
    ...layout,
    margin: { l: inner, b: inner, r: Math.round(0.5 * size), t: Math.round(0.5 * size) },
    font: { ...layout.font, size: 0.87 * size, color: text },
    shapes: hasRings
      ? layout.shapes.map((/** @type {any} */ ring) => ({
          ...ring,
          line: { ...ring.line, color: soft },
        }))
      : [],
    annotations: hasRings ? rings : [],
    images: look.image ? [look.image] : [],
    xaxis: axisOf("xaxis", window.x, plot.titles[0]),
    yaxis: axisOf("yaxis", window.y, plot.titles[1]),
  };
}
