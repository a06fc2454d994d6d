/** A small drawing of each term: SVG in the colours of the page's roles, made by formulas. */

const [WIDTH, HEIGHT] = [240, 120];
const GROUND = 92; // where the axes of curves lie

/** @typedef {[number, number]} At */

/** @param {At[]} points */
const path = (points) => `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`;

/** @param {number} from @param {number} to @param {(x: number) => number} f @param {number} n @returns {At[]} */
const graph = (from, to, f, n = 60) =>
  Array.from({ length: n + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / n;
    return [x, f(x)];
  });

/** A line. @param {string} as its classes @param {At[]} points */
const line = (as, points) => `<path class="${as}" d="${path(points)}"/>`;

/** A line with a head at its end. @param {string} as @param {At} from @param {At} to */
function arrow(as, [x1, y1], [x2, y2]) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [ux, uy] = [(6 * (x2 - x1)) / length, (6 * (y2 - y1)) / length];
  /** @type {At[]} */
  const head = [
    [x2 - ux + 0.6 * uy, y2 - uy - 0.6 * ux],
    [x2, y2],
    [x2 - ux - 0.6 * uy, y2 - uy + 0.6 * ux],
  ];
  const shaft = [
    [x1, y1],
    [x2, y2],
  ];
  return line(as, /** @type {At[]} */ (shaft)) + line(as, head);
}

/** @param {string} as @param {At} at */
const dot = (as, [x, y], r = 4.5) => `<circle class="${as}" cx="${x}" cy="${y}" r="${r}"/>`;

/** @param {string} as @param {At} at @param {string} words */
const label = (as, [x, y], words) => `<text class="${as}" x="${x}" y="${y}">${words}</text>`;

/** @param {number} from @param {number} to */
const axis = (from = 12, to = WIDTH - 12, y = GROUND) =>
  line("soft", [
    [from, y],
    [to, y],
  ]);

/** The density of a normal distribution. @param {number} centre @param {number} sd @param {number} height */
const bell = (centre, sd, height) =>
  graph(
    Math.max(8, centre - 3.2 * sd),
    Math.min(WIDTH - 8, centre + 3.2 * sd),
    (x) => GROUND - height * Math.exp(-0.5 * ((x - centre) / sd) ** 2),
  );

/** A net as the page draws it: wide where there are many numbers. @param {"encoder" | "decoder"} net @param {number} x */
const net = (net, x, y = 32, width = 34, height = 56) => {
  const [left, right] = net === "encoder" ? [0, 0.26] : [0.26, 0];
  return `<path class="${net} full" d="${path([
    [x, y + left * height],
    [x + width, y + right * height],
    [x + width, y + (1 - right) * height],
    [x, y + (1 - left) * height],
  ])}Z"/>`;
};

// A seven, its ink in tenths.
const SEVEN = ["0000000", "0799970", "0000380", "0001900", "0006500", "0029000", "0039000"];

/** A picture of a few pixels. @param {number} x @param {number} y @param {number} side */
function picture(x, y, side, blur = 0) {
  const cell = side / SEVEN.length;
  const ink = (/** @type {number} */ row, /** @type {number} */ column) =>
    Number(SEVEN[row]?.[column] ?? 0) / 10;
  const cells = SEVEN.flatMap((levels, row) =>
    [...levels].map((_, column) => {
      const beside = ink(row, column - 1) + ink(row, column + 1) + ink(row - 1, column);
      const level = (1 - blur) * ink(row, column) + (blur * (beside + ink(row + 1, column))) / 2;
      const at = `x="${(x + column * cell).toFixed(1)}" y="${(y + row * cell).toFixed(1)}"`;
      const size = `width="${cell.toFixed(1)}" height="${cell.toFixed(1)}"`;
      return (
        level && `<rect class="ink" ${at} ${size} opacity="${Math.min(1, level).toFixed(2)}"/>`
      );
    }),
  );
  const ground = `<rect class="paper" x="${x}" y="${y}" width="${side}" height="${side}" rx="4"/>`;
  return ground + cells.filter(Boolean).join("");
}

/** The prior's rings. @param {At} centre @param {number} unit */
const rings = ([x, y], unit) =>
  [3, 2, 1]
    .map((k) => `<circle class="latent dashed" cx="${x}" cy="${y}" r="${k * unit}"/>`)
    .join("");

/** Draws of a normal distribution, the same each time. @type {At[]} */
const DRAWS = [
  [-0.4, 0.9],
  [0.3, -0.6],
  [1.2, 0.2],
  [-1.1, -0.4],
  [0.1, 0.3],
  [-0.6, -1.3],
  [0.8, 1.1],
  [-1.6, 0.6],
  [0.5, -1.7],
  [1.9, -0.5],
  [-0.2, -0.2],
  [-0.9, 1.8],
];

/** @param {string} as @param {At} centre @param {At} spread @param {number} r */
const draws = (as, [x, y], [sx, sy], r = 2.2) =>
  DRAWS.map(([a, b]) => dot(as, [x + sx * a, y + sy * b], r)).join("");

/** @param {string} as @param {At} from @param {At} to */
const bar = (as, [x1, y1], [x2, y2]) =>
  `<rect class="${as}" x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" rx="2"/>`;

const MIDDLE = WIDTH / 2;
const HALF = GROUND - 72 * Math.exp(-0.5); // a bell's height at one σ

const SHAPES = {
  mu:
    line("latent pale", bell(MIDDLE, 30, 72)) +
    axis() +
    line("latent", bell(MIDDLE, 30, 72)) +
    line("latent thick", [
      [MIDDLE, 14],
      [MIDDLE, GROUND + 5],
    ]) +
    label("latent", [MIDDLE, 112], "μ"),
  sigma:
    line("latent pale", [
      [MIDDLE - 34, GROUND],
      ...bell(MIDDLE, 34, 72).filter(([x]) => Math.abs(x - MIDDLE) <= 34),
      [MIDDLE + 34, GROUND],
    ]) +
    axis() +
    line("latent", bell(MIDDLE, 34, 72)) +
    arrow("latent thick", [MIDDLE, HALF], [MIDDLE + 34, HALF]) +
    arrow("latent thick", [MIDDLE, HALF], [MIDDLE - 34, HALF]) +
    label("latent", [MIDDLE + 17, HALF - 7], "σ") +
    label("latent", [MIDDLE - 17, HALF - 7], "σ") +
    label("soft", [MIDDLE, 112], "μ"),
  epsilon:
    line("soft dashed", bell(MIDDLE, 32, 72)) +
    axis() +
    [-2, -1, 0, 1, 2]
      .map((k) => label("soft small", [MIDDLE + 32 * k, 110], String(k).replace("-", "−")))
      .join("") +
    line("loss", [
      [MIDDLE + 26, GROUND],
      [MIDDLE + 26, GROUND - 72 * Math.exp(-0.5 * (26 / 32) ** 2)],
    ]) +
    dot("loss full", [MIDDLE + 26, GROUND]) +
    label("loss", [MIDDLE + 44, 40], "ε"),
  z:
    axis(12, WIDTH - 12, 72) +
    line("latent pale", [
      [60, 72],
      ...bell(90, 26, 34).map(([x, y]) => /** @type {At} */ ([x, y - 20])),
      [150, 72],
    ]) +
    line("latent thick", [
      [90, 62],
      [90, 82],
    ]) +
    label("latent", [90, 104], "μ") +
    arrow("loss thick", [90, 52], [146, 52]) +
    label("loss", [118, 42], "σ · ε") +
    line("loss dashed", [
      [148, 52],
      [148, 70],
    ]) +
    dot("loss full", [148, 72], 5.5) +
    label("loss", [148, 104], "z"),
  xHat:
    dot("loss full", [36, 48]) +
    dot("loss full", [36, 72]) +
    label("loss", [36, 104], "z") +
    arrow("soft", [48, 60], [72, 60]) +
    net("decoder", 80) +
    arrow("soft", [122, 60], [142, 60]) +
    picture(152, 24, 72, 0.3) +
    label("decoder", [188, 115], "x̂"),
  prior:
    line("soft", [
      [MIDDLE - 64, 62],
      [MIDDLE + 64, 62],
    ]) +
    line("soft", [
      [MIDDLE, 4],
      [MIDDLE, 118],
    ]) +
    [51, 34, 17].map((r) => dot("latent pale", [MIDDLE, 62], r)).join("") +
    rings([MIDDLE, 62], 17) +
    label("soft small", [MIDDLE + 74, 66], "z₁") +
    label("soft small", [MIDDLE + 12, 9], "z₂"),
  posterior:
    rings([MIDDLE, 62], 17) +
    `<ellipse class="latent pale" cx="${MIDDLE + 32}" cy="40" rx="25" ry="11"/>
    <ellipse class="latent" cx="${MIDDLE + 32}" cy="40" rx="25" ry="11"/>` +
    draws("text full", [MIDDLE + 32, 40], [11, 4.6], 1.5) +
    dot("latent full", [MIDDLE + 32, 40], 3.4),
  kl:
    line("latent pale", bell(148, 13, 76)) +
    axis() +
    line("soft dashed", bell(MIDDLE - 16, 36, 40)) +
    line("latent", bell(148, 13, 76)) +
    label("soft", [62, 62], "p(z)") +
    label("latent", [188, 32], "q(z|x)") +
    label("soft", [MIDDLE, 112], "z"),
  nat:
    axis(40, 216) +
    line("soft", [
      [40, 10],
      [40, GROUND],
    ]) +
    line(
      "loss thick",
      graph(48, 208, (x) => GROUND + 32 * Math.log((x - 40) / 168)).filter(([, y]) => y > 6),
    ) +
    line("soft dashed", [
      [40, GROUND - 32],
      [40 + 168 / Math.E, GROUND - 32],
      [40 + 168 / Math.E, GROUND],
    ]) +
    dot("loss full", [40 + 168 / Math.E, GROUND - 32]) +
    label("soft small", [28, GROUND - 28], "1") +
    label("soft small", [40 + 168 / Math.E, 110], "1/e") +
    label("soft small", [208, 110], "p = 1") +
    label("loss", [150, 34], "−ln p"),
  elbo:
    bar("loss full", [16, 34], [158, 52]) +
    bar("latent full", [158, 34], [206, 52]) +
    label("loss start", [22, 26], "−ELBO") +
    bar("data full", [16, 86], [186, 104]) +
    label("data start", [22, 78], "−ln p(x)") +
    line("soft dashed", [
      [186, 34],
      [186, 104],
    ]) +
    line("soft", [
      [16, 24],
      [16, 110],
    ]),
  mse:
    bar("loss pale", [82, 12], [156, 86]) +
    bar("loss", [82, 12], [156, 86]) +
    axis(12, WIDTH - 12, 86) +
    dot("data full", [82, 86]) +
    dot("decoder full", [156, 86]) +
    label("data", [82, 110], "x") +
    label("decoder", [156, 110], "x̂") +
    label("loss", [119, 54], "(x − x̂)²"),
  bce:
    axis(40, 200) +
    line("soft", [
      [40, 10],
      [40, GROUND],
    ]) +
    line(
      "loss thick",
      graph(44, 200, (x) => GROUND + 24 * Math.log((x - 40) / 160)),
    ) +
    line(
      "loss dashed",
      graph(40, 196, (x) => GROUND + 24 * Math.log((200 - x) / 160)),
    ) +
    label("loss start", [62, 34], "x = 1") +
    label("loss end", [178, 34], "x = 0") +
    label("soft small", [40, 110], "0") +
    label("soft small", [200, 110], "1") +
    label("decoder", [MIDDLE, 112], "x̂"),
  latentSpace:
    picture(2, 37, 46) +
    net("encoder", 54, 32, 26) +
    bar("latent pale", [86, 24], [154, 92]) +
    bar("latent", [86, 24], [154, 92]) +
    draws("latent full", [MIDDLE, 58], [14, 14]) +
    net("decoder", 160, 32, 26) +
    picture(192, 37, 46, 0.3),
};

/** @type {(shapes: string) => string} */
const drawing = (shapes) => `<svg class="lx-drawing" viewBox="0 0 ${WIDTH} ${HEIGHT}"
  aria-hidden="true">${shapes}</svg>`;

export const DRAWINGS = /** @type {Record<keyof typeof SHAPES, string>} */ (
  Object.fromEntries(Object.entries(SHAPES).map(([term, shapes]) => [term, drawing(shapes)]))
);
