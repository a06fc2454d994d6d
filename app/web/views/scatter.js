/**
 * The scatter plot of the map: Plotly draws what seldom changes (points, rings, axes, lattice);
 * what follows the hand lies over it in one SVG, so that a drag never makes Plotly draw.
 */

const SVG = "http://www.w3.org/2000/svg";
const CROSS = "M-14 0H-4M4 0H14M0 -14V-4M0 4V14M-9 0a9 9 0 1 0 18 0a9 9 0 1 0 -18 0";
const SHAPES = {
  dot: "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0",
  diamond: "M0 -9L9 0L0 9L-9 0Z",
};

let plotly = null; // Plotly is a script that defines a global: it is loaded once a page

function loadPlotly(url) {
  plotly ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => done(window.Plotly);
    script.onerror = () => {
      plotly = null;
      failed(new Error("Plotly could not be loaded, so the map cannot be drawn."));
    };
    document.head.append(script);
  });
  return plotly;
}

export class Scatter {
  /** @param {HTMLElement} element @param figure `app/figures.py`'s map_figure */
  constructor(element, figure, plotlyUrl) {
    this.element = element;
    this.figure = figure;
    this.ready = loadPlotly(plotlyUrl);
    this.overlay = document.createElementNS(SVG, "svg");
    this.overlay.classList.add("lx-overlay");
    // The point under the hand is a layer of its own: moving it repaints nothing.
    this.hand = document.createElementNS(SVG, "svg");
    this.hand.classList.add("lx-hand");
    this.hand.innerHTML = `<path data-mark="chosen" d="${CROSS}"/>`;
    element.parentElement.append(this.overlay, this.hand);
    this.marks = new Map();
    this.nodes = new Map();
  }

  /** Text and grid in the colours of the page. */
  theme() {
    const style = getComputedStyle(this.element);
    const [text, line, surface] = ["--lx-text", "--lx-line", "--lx-surface"].map((name) => style.getPropertyValue(name).trim());
    const axis = { color: text, gridcolor: line, linecolor: line };
    return { font: { ...this.figure.layout.font, color: text }, axis, surface };
  }

  /**
   * @param {Array<{x: Float32Array, y: Float32Array}>} points one entry a class
   * @param {{titles: string[], reach: number, prior: boolean, names: object[], image: object | null,
   *   faded: boolean}} options `names` are annotations, one a class
   */
  async draw(points, { titles, reach, prior, names, image, faded }) {
    const Plotly = await this.ready;
    const { data, layout } = this.figure;
    const { font, axis, surface } = this.theme();
    const hidden = (this.element.data ?? []).map((trace) => trace.visible);
    this.names = names.map((name, c) => ({
      ...name,
      bgcolor: surface,
      bordercolor: data[c].marker.color,
      font: { size: 16, color: font.color },
    }));
    this.rings = prior ? layout.annotations : [];
    const traces = data.map((trace, c) => ({
      ...trace,
      ...points[c],
      visible: hidden[c] ?? true,
      marker: { ...trace.marker, opacity: faded ? 0.35 : trace.marker.opacity },
    }));
    const range = [-reach, reach];
    const full = {
      ...layout,
      font,
      shapes: prior ? layout.shapes : [],
      annotations: this.annotations((c) => (hidden[c] ?? true) === true),
      images: image ? [image] : [],
      xaxis: { ...layout.xaxis, ...axis, range: [...range], title: { text: titles[0] } },
      yaxis: { ...layout.yaxis, ...axis, range: [...range], title: { text: titles[1] } },
      uirevision: titles.join() + reach, // the zoom stays while the plane does
    };
    await Plotly.react(this.element, traces, full, { displayModeBar: false, responsive: true, scrollZoom: true });
    if (!this.listening) {
      this.listening = true;
      this.element.on("plotly_afterplot", () => this.place());
      this.element.on("plotly_relayouting", () => this.place());
      // A click in the legend hides points; their class's name goes with them.
      this.element.on("plotly_restyle", () =>
        Plotly.relayout(this.element, { annotations: this.annotations((c) => this.isVisible(c)) }));
    }
    this.place();
  }

  annotations(isVisible) {
    return [...this.rings, ...this.names.filter((_, c) => isVisible(c))];
  }

  /** Show the square of half-width `half` around (x, y). */
  async zoom(x, y, half) {
    const Plotly = await this.ready;
    await Plotly.relayout(this.element, {
      "xaxis.range": [x - half, x + half],
      "yaxis.range": [y - half, y + half],
    });
  }

  get axes() {
    const { xaxis, yaxis } = this.element._fullLayout ?? {};
    return xaxis && [xaxis, yaxis];
  }

  isVisible(c) {
    return (this.element._fullData?.[c]?.visible ?? true) === true;
  }

  /** Page position -> plane coordinates, or null outside the plot. */
  toPlane({ clientX, clientY }, clampInside = false) {
    if (!this.axes) return null;
    const [xaxis, yaxis] = this.axes;
    const box = this.element.getBoundingClientRect();
    let px = clientX - box.left - xaxis._offset, py = clientY - box.top - yaxis._offset;
    if (clampInside) {
      px = Math.min(Math.max(px, 0), xaxis._length);
      py = Math.min(Math.max(py, 0), yaxis._length);
    }
    if (px < 0 || py < 0 || px > xaxis._length || py > yaxis._length) return null;
    return [xaxis.p2d(px), yaxis.p2d(py)];
  }

  /** Plane coordinates -> pixels within the element. */
  toPixels(x, y) {
    const [xaxis, yaxis] = this.axes;
    return [xaxis._offset + xaxis.d2p(x), yaxis._offset + yaxis.d2p(y)];
  }

  /** Put the cross of the chosen point at plane coordinates, unless the axes do not reach there. */
  point(at) {
    this.pointAt = at ?? this.pointAt;
    if (!this.axes || !this.pointAt) return;
    const [xaxis, yaxis] = this.axes;
    const [x, y] = this.toPixels(...this.pointAt);
    const inside = x >= xaxis._offset && x <= xaxis._offset + xaxis._length &&
      y >= yaxis._offset && y <= yaxis._offset + yaxis._length;
    this.hand.style.visibility = inside ? "visible" : "hidden";
    this.hand.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
  }

  /** Set, or with null remove, a mark: { shape: "dot" | "diamond", at } or { shape: "outline", points }. */
  mark(name, mark) {
    if (mark) this.marks.set(name, mark);
    else this.marks.delete(name);
    this.place(name);
  }

  /** Put one mark, or all, where they belong under the axes of now. */
  place(only) {
    if (!this.axes) return;
    if (only) return this.placeOne(only, this.marks.get(only));
    const [xaxis, yaxis] = this.axes;
    const { width, height } = this.element._fullLayout;
    this.overlay.style.clipPath =
      `inset(${yaxis._offset}px ${Math.max(0, width - xaxis._offset - xaxis._length)}px ` +
      `${Math.max(0, height - yaxis._offset - yaxis._length)}px ${xaxis._offset}px)`;
    for (const [name, mark] of this.marks) this.placeOne(name, mark);
    this.point();
  }

  placeOne(name, mark) {
    let node = this.nodes.get(name);
    if (!mark) {
      node?.remove();
      this.nodes.delete(name);
      return;
    }
    if (!node) {
      node = document.createElementNS(SVG, mark.shape === "outline" ? "polygon" : "path");
      node.dataset.mark = name;
      if (mark.shape !== "outline") node.setAttribute("d", SHAPES[mark.shape]);
      this.overlay.append(node);
      this.nodes.set(name, node);
    }
    if (mark.shape === "outline") {
      const pixels = mark.points.map(([x, y]) => this.toPixels(x, y).map((v) => v.toFixed(2)).join());
      node.setAttribute("points", pixels.join(" "));
    } else {
      const [x, y] = this.toPixels(...mark.at);
      node.style.transform = `translate(${x.toFixed(2)}px, ${y.toFixed(2)}px)`;
    }
  }
}
