/** The map: every test picture's code, my picture among them, and any point of it decoded. */

import { paint, SIDE, toPixels } from "../paint.js";
import { Plane } from "../plane.js";
import { fetchTensors } from "../safetensors.js";
import { afterPaint, background, build, countFrame, fixed, live, made, say, zName } from "../view.js";
import { Scatter } from "./scatter.js";

const LATTICE = 21; // pictures a side; 20 steps of the axis
const IN_VIEW = 0.997; // the share of the points that the map shows at first; few lie far out
const HOVER_PIXELS = 14; // how near a point must be to count as pointed at
const KEY_STEP = 0.05; // of half the axis, for each press of an arrow key

const HTML = `
  <div class="lx-map-layout">
    <div class="lx-map-left">
      <div class="lx-map-tools">
        <label>plane <select data-ref="plane" aria-label="The plane to look at"></select></label>
        <label class="lx-check"><input type="checkbox" data-ref="lattice"> decoded lattice</label>
        <button type="button" data-ref="near">Zoom to my picture</button>
        <button type="button" data-ref="whole">Whole map</button>
      </div>
      <div class="lx-plot-frame" data-ref="frame" tabindex="0" role="application"
        aria-label="The map of codes. Click or drag to decode a point; arrow keys move it.">
        <div class="lx-plot" data-ref="plot"></div>
        <figure class="lx-tip" data-ref="tip" hidden><canvas></canvas><figcaption></figcaption></figure>
      </div>
    </div>
    <div class="lx-map-right">
      <section class="lx-stage">
        <div class="lx-stage-name lx-out">Decoded from this point</div>
        <canvas class="lx-picture lx-large" data-ref="xHat" aria-label="The picture decoded from the chosen point"></canvas>
        <div class="lx-hint lx-made" data-ref="made"></div>
        <div class="lx-point" data-ref="point"></div>
      </section>
      <section class="lx-stage lx-nearest">
        <div class="lx-stage-name lx-data">Nearest test picture</div>
        <canvas class="lx-picture lx-small" data-ref="nearest" aria-label="The test picture whose code is nearest"></canvas>
        <div class="lx-hint" data-ref="nearestText"></div>
      </section>
      <p class="lx-prose" data-ref="words"></p>
    </div>
  </div>`;

const WORDS = {
  vae: "Drag anywhere. Inside the prior's rings (1, 2, 3 σ) neighbouring points decode to similar pictures: " +
    "that is what lets a VAE generate. The diamond is my picture, with the 2σ outline of its posterior, to scale.",
  ae: "Drag anywhere. Nothing told the autoencoder where to put its codes: there is no prior to draw from. " +
    "Look for holes, and at what decodes there. The diamond is my picture's code, a point without spread.",
};

const median = (values) => Float32Array.from(values).sort()[values.length >> 1];

export class MapView {
  constructor(element, session, host) {
    this.session = session;
    this.host = host;
    this.refs = build(element, HTML);
    this.scatter = new Scatter(this.refs.plot, host.mapFigure, host.plotlyUrl);
    this.soon = afterPaint();
    this.later = background();
    this.codes = new Map();
    this.latticeOn = false;
    this.listen();
    this.redraw = live(element, session, (state) => this.render(state));
    new MutationObserver(() => this.redrawPlot()).observe(document.body, { attributeFilter: ["class"] });
  }

  // --- what is drawn ------------------------------------------------------------------------

  async render(state) {
    if (this.drawn !== this.plotKey()) await this.drawPlot();
    if (state !== this.session.state) return; // changed while the plot was drawn: the next call shows it
    const { engine, modelId, z } = state;
    const started = performance.now();
    const logits = await engine.decode(modelId, z, 1);
    const ms = performance.now() - started;
    paint(this.refs.xHat, toPixels(logits));
    this.scatter.point(this.plane.project(z));
    this.showMine(state);
    this.soon(() => this.showPoint(z));
    this.later([() => this.showNearest(z), () => say(this.refs.made, made(engine, ms))]);
  }

  /** What the plot depends on; the lattice also on where z lies off the plane. */
  plotKey() {
    const { modelId, z } = this.session.state;
    const held = this.latticeOn && this.plane ? Array.from(this.plane.moved(z, 0, 0), (v) => v.toFixed(3)) : [];
    return [modelId, this.refs.plane.value, this.latticeOn, ...held].join();
  }

  async redrawPlot() {
    this.drawn = null;
    await this.redraw();
  }

  async drawPlot() {
    const { model } = this.session;
    await this.loadCodes(model);
    this.choosePlane(model);
    const [x, y] = this.plane.projectAll(this.all.mu, this.n);
    Object.assign(this, { x, y });
    const groups = model.classes.map((_, c) => this.indices.filter((i) => this.labels[i] === c));
    const points = groups.map((group) => ({
      x: Float32Array.from(group, (i) => x[i]),
      y: Float32Array.from(group, (i) => y[i]),
    }));
    const distances = Float32Array.from({ length: this.n }, (_, i) => Math.max(Math.abs(x[i]), Math.abs(y[i]))).sort();
    this.extent = 1.05 * distances[this.n - 1];
    this.reach = Math.max(model.kind === "vae" ? 3.6 : 0, 1.05 * distances[Math.floor(IN_VIEW * this.n)]);
    await this.scatter.draw(points, {
      titles: this.titles,
      reach: this.reach,
      prior: model.kind === "vae",
      names: points.map((group, c) => this.className(model.classes[c], group)),
      image: this.latticeOn ? await this.lattice() : null,
      faded: this.latticeOn,
    });
    say(this.refs.words, WORDS[model.kind]);
    this.drawn = this.plotKey();
    countFrame(this.refs.frame);
  }

  /** Each class's name at its median, so that nobody need match colours with the legend. */
  className(text, { x, y }) {
    return { x: median(x), y: median(y), text: `<b>${text}</b>`, showarrow: false, captureevents: false, borderpad: 3, borderwidth: 2 };
  }

  async loadCodes(model) {
    if (!this.codes.has(model.id)) {
      const tensors = await fetchTensors(this.host.urlOf(model.id, "codes.safetensors"));
      this.codes.set(model.id, {
        mu: tensors.mu.data,
        components: tensors.components.data,
        variance: tensors.component_variance.data,
        n: tensors.mu.shape[0],
      });
    }
    this.all = this.codes.get(model.id);
    this.n = this.all.n;
    this.labels = await this.host.testset.labels();
    if (!this.labels) throw new Error("The map needs the test pictures' labels, which could not be loaded.");
    this.indices = Array.from({ length: this.n }, (_, i) => i);
  }

  /** The choices of plane for a model, and the plane that is chosen. */
  choosePlane(model) {
    const { plane: select } = this.refs;
    const d = model.latent_dim;
    if (select.dataset.model !== model.id) {
      select.dataset.model = model.id;
      const pairs = [];
      const axes = Math.max(d, 2); // a code of one number lies on a line: its second axis is empty
      for (let i = 0; i < axes; i++) for (let j = i + 1; j < axes; j++) pairs.push([`${i},${j}`, `${zName(i)} and ${zName(j)}`]);
      const options = d > 2 ? [["components", "first two principal components of μ"], ...pairs] : pairs;
      select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
      select.parentElement.hidden = options.length < 2;
    }
    if (select.value === "components") {
      this.plane = Plane.ofComponents(this.all.components, d);
      const total = this.all.variance.reduce((a, b) => a + b, 0);
      this.titles = [0, 1].map((k) => `principal component ${k + 1} of μ, ${fixed((100 * this.all.variance[k]) / total, 0)} % of its variance`);
    } else {
      const [i, j] = select.value.split(",").map(Number);
      this.plane = Plane.ofDims(d, i, j);
      this.titles = [i, j].map((k) => zName(k));
    }
    if (d > 2) this.titles[0] += "; the rest held as they are";
  }

  /** The plane decoded at LATTICE² points, as ink without paper, to lie under the points. */
  async lattice() {
    const { engine, modelId, z } = this.session.state;
    const canvas = Object.assign(document.createElement("canvas"), { width: LATTICE * SIDE, height: LATTICE * SIDE });
    const context = canvas.getContext("2d");
    const one = document.createElement("canvas");
    const step = (2 * this.reach) / (LATTICE - 1);
    for (let row = 0; row < LATTICE; row++) {
      const codes = Array.from({ length: LATTICE }, (_, column) =>
        this.plane.moved(z, -this.reach + column * step, this.reach - row * step));
      const batch = Float32Array.from(codes.flatMap((code) => [...code]));
      paint(one, toPixels(await engine.decode(modelId, batch, LATTICE)), { columns: LATTICE });
      context.drawImage(one, 0, row * SIDE);
      await new Promise((done) => setTimeout(done)); // a row a task: the page stays alive
    }
    const side = 2 * this.reach + step; // each picture is centred on its point
    return {
      source: canvas.toDataURL(), xref: "x", yref: "y", x: -side / 2, y: side / 2, sizex: side, sizey: side,
      sizing: "stretch", layer: "below", opacity: 0.9,
    };
  }

  /** My picture's code and the 2σ outline of its posterior. */
  showMine({ mu, logvar }) {
    if (this.mine === mu && this.minePlane === this.plane) return;
    Object.assign(this, { mine: mu, minePlane: this.plane });
    this.refs.near.disabled = !mu;
    this.scatter.mark("posterior", mu && logvar ? { shape: "outline", points: this.plane.ellipse(mu, logvar, 2) } : null);
    this.scatter.mark("mine", mu ? { shape: "diamond", at: this.plane.project(mu) } : null);
  }

  showPoint(z) {
    const shown = z.length <= 4 ? [...z] : this.plane.project(z);
    const names = z.length <= 4 ? shown.map((_, k) => zName(k)) : ["across", "up"];
    say(this.refs.point, shown.map((value, k) => `${names[k]} = ${fixed(value)}`).join("   "));
    countFrame(this.refs.point);
  }

  async showNearest(z) {
    const { mu } = this.all;
    const d = z.length;
    let best = 0, bestSquare = Infinity;
    for (let p = 0; p < this.n; p++) {
      let square = 0;
      for (let k = 0; k < d; k++) square += (mu[p * d + k] - z[k]) ** 2;
      if (square < bestSquare) [best, bestSquare] = [p, square];
    }
    const { pixels, label } = await this.host.testset.get(best);
    paint(this.refs.nearest, pixels);
    say(this.refs.nearestText, `picture ${best}, a ${this.session.model.classes[label]}, ${fixed(Math.sqrt(bestSquare))} away`);
  }

  // --- what a hand does ---------------------------------------------------------------------

  listen() {
    const { frame, plane, lattice, near, whole } = this.refs;
    let dragging = false;
    const choose = (event) => {
      const at = this.scatter.toPlane(event, dragging);
      if (at && this.plane) this.session.chooseZ(this.plane.moved(this.session.state.z, ...at));
      return at;
    };
    frame.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary || !choose(event)) return;
      dragging = true;
      frame.setPointerCapture(event.pointerId);
      this.hideTip();
    });
    frame.addEventListener("pointermove", (event) => (dragging ? choose(event) : this.hover(event)));
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => (dragging = false));
    frame.addEventListener("pointerleave", () => this.hideTip());
    frame.addEventListener("keydown", (event) => this.step(event));
    plane.addEventListener("change", () => this.redrawPlot());
    lattice.addEventListener("change", () => {
      this.latticeOn = lattice.checked;
      this.redrawPlot();
    });
    near.addEventListener("click", () => this.zoomToMine());
    whole.addEventListener("click", () => this.scatter.zoom(0, 0, this.extent));
  }

  step(event) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    if (dx === undefined || !this.plane) return;
    event.preventDefault();
    const size = KEY_STEP * this.reach * (event.shiftKey ? 4 : 1);
    const [a, b] = this.plane.project(this.session.state.z);
    this.session.chooseZ(this.plane.moved(this.session.state.z, a + dx * size, b + dy * size));
  }

  zoomToMine() {
    const { mu, logvar } = this.session.state;
    if (!mu) return;
    const spread = logvar ? Math.exp(0.5 * Math.max(...logvar)) : this.reach / 40;
    this.scatter.zoom(...this.plane.project(mu), 6 * spread);
  }

  /** The visible point nearest to the pointer, if one is near enough. */
  pointAt(event) {
    const at = this.scatter.toPlane(event);
    if (!at || !this.x) return null;
    const unit = this.scatter.axes[0].p2d(1) - this.scatter.axes[0].p2d(0); // plane units a pixel
    let best = null, bestSquare = (HOVER_PIXELS * unit) ** 2;
    for (let p = 0; p < this.n; p++) {
      const square = (this.x[p] - at[0]) ** 2 + (this.y[p] - at[1]) ** 2;
      if (square < bestSquare && this.scatter.isVisible(this.labels[p])) [best, bestSquare] = [p, square];
    }
    return best;
  }

  async hover(event) {
    if (event.pointerType === "touch") return; // a finger hides what it points at, and drags instead
    const point = this.pointAt(event);
    if (point === null) return this.hideTip();
    if (point === this.hovered) return;
    this.hovered = point;
    const { pixels, label } = await this.host.testset.get(point);
    if (this.hovered !== point) return;
    const { tip } = this.refs;
    paint(tip.firstElementChild, pixels);
    tip.lastElementChild.textContent = `${this.session.model.classes[label]} · picture ${point}`;
    const [px, py] = this.scatter.toPixels(this.x[point], this.y[point]);
    const roomRight = this.refs.plot.clientWidth - px > 130, roomAbove = py > 130;
    tip.style.transform = `translate(${px + (roomRight ? 16 : -112)}px, ${py + (roomAbove ? -124 : 16)}px)`;
    tip.hidden = false;
    tip.dataset.index = point;
    this.scatter.mark("hovered", { shape: "dot", at: [this.x[point], this.y[point]] });
  }

  hideTip() {
    this.hovered = null;
    this.refs.tip.hidden = true;
    this.scatter.mark("hovered", null);
  }
}

/** @param {HTMLElement} element @param {import("../session.js").Session} session */
export const mount = (element, session, host) => new MapView(element, session, host);
