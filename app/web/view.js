/** What every view needs: to render when something changed and it can be seen, and not twice. */

/** Build DOM from a template and collect its `data-ref` elements by name. */
export function build(element, html) {
  element.innerHTML = html;
  return Object.fromEntries([...element.querySelectorAll("[data-ref]")].map((node) => [node.dataset.ref, node]));
}

/**
 * Call `render(state)` now and after each change, while the element is in sight and an engine is
 * there.
 *
 * Renders never overlap: what changes during one is drawn by the next, and only the newest state.
 * Each finished one counts in `data-frames`.
 */
export function live(element, session, render) {
  let dirty = true, running = false, visible = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      while (dirty && visible && session.state.engine) {
        dirty = false;
        await render(session.state);
        countFrame(element);
      }
    } catch (error) {
      session.update({ notice: `${error.message} Reload the page to try again.` });
    } finally {
      running = false;
    }
  };
  const redraw = () => {
    dirty = true;
    return run();
  };
  session.subscribe(redraw);
  new IntersectionObserver(
    (entries) => {
      visible = entries[entries.length - 1].isIntersecting;
      run();
    },
    { rootMargin: "300px" },
  ).observe(element);
  return redraw;
}

/** Count another repaint of a view or of a part of it, for whoever waits on it. */
export function countFrame(element) {
  element.dataset.frames = Number(element.dataset.frames ?? 0) + 1;
}

/**
 * The picture first: work that follows when this frame has been painted. Of several calls before
 * that only the last counts.
 */
export function afterPaint() {
  let latest = null;
  return (work) => {
    const asked = latest !== null;
    latest = work;
    if (asked) return;
    requestAnimationFrame(() => setTimeout(() => {
      const due = latest;
      latest = null;
      due();
    }, 8)); // half a frame: the compositor has the picture before the processor is busy again
  };
}

/**
 * Work that can wait: starts when nothing has changed for a moment, runs in slices shorter than
 * a frame, and is dropped when called anew.
 *
 * @returns {(steps: Array<() => unknown>) => void}
 */
export function background({ pause = 150, slice = 5 } = {}) {
  let turn = 0;
  return async (steps) => {
    const mine = ++turn;
    await delay(pause);
    let started = performance.now();
    for (const step of steps) {
      if (mine !== turn) return;
      await step();
      if (performance.now() - started > slice) {
        await delay(0);
        started = performance.now();
      }
    }
  };
}

const delay = (ms) => new Promise((done) => setTimeout(done, ms));

/** Set a node's text, unless it says so already: a text that is set is laid out again. */
export function say(node, text) {
  if (!node.firstChild) node.textContent = text;
  else if (node.firstChild.data !== text) node.firstChild.data = text;
}

/** Which engine made a picture, and how long it took. */
export const made = (engine, ms) => `${engine.name === "browser" ? "this browser" : "PyTorch, server"} · ${ms.toFixed(1)} ms`;

/** A number with a fixed count of decimals, a real minus sign, and a place that does not jump. */
export const fixed = (value, decimals = 2) =>
  value === null || value === undefined ? "–" : value.toFixed(decimals).replace("-", "−");

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
/** z₁, z₂, … for dimension 0, 1, … */
export const zName = (k) => `z${[...String(k + 1)].map((digit) => SUBSCRIPTS[digit]).join("")}`;
