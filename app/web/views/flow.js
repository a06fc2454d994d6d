/**
 * A light that crosses the encoder and then the decoder when something has gone through them. It
 * is moved by the compositor alone, and one has left before the next one comes.
 */

const CROSSING = 420; // ms from one side of a net to the other
const CODE = 120; // ms between the nets
const APART = 600; // ms, at least, from the start of one to that of the next

// Which way is forward is the styles': it turns with the language, and goes down on a phone.
const WAY = [
  { transform: "translate(calc(-1 * var(--lx-way-x)), calc(-1 * var(--lx-way-y)))" },
  { transform: "translate(var(--lx-way-x), var(--lx-way-y))" },
];

/** @param {Element} net */
function addPulse(net) {
  const pulse = net.appendChild(document.createElement("i"));
  pulse.className = "lx-pulse";
  pulse.ariaHidden = "true";
  return pulse;
}

/**
 * @param {Element} encoder
 * @param {Element} decoder
 * @param {AbortSignal} gone
 */
export function mountFlow(encoder, decoder, gone) {
  const [into, outOf] = [encoder, decoder].map(addPulse);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Animation[]} */
  let running = [];
  let last = Number.NEGATIVE_INFINITY;

  /** @param {[HTMLElement, number][]} crossings each pulse, and ms until it starts */
  const start = (crossings) => {
    const now = performance.now();
    if (calm.matches || document.hidden || now - last < APART) return;
    if (running.some(({ playState }) => playState === "running" || playState === "paused")) return;
    last = now;
    running = crossings.map(([pulse, delay]) =>
      pulse.animate(WAY, { duration: CROSSING, delay, easing: "ease-in-out" }),
    );
  };

  document.addEventListener(
    "visibilitychange",
    () => {
      for (const crossing of running) {
        if (document.hidden && crossing.playState === "running") crossing.pause();
        else if (!document.hidden && crossing.playState === "paused") crossing.play();
      }
    },
    { signal: gone },
  );

  return {
    /** A picture became a code, and the code a picture. */
    through: () =>
      start([
        [into, 0],
        [outOf, CROSSING + CODE],
      ]),
    /** Codes became pictures. */
    decoded: () => start([[outOf, 0]]),
  };
}
