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
  let dirty = true, running = false, visible = false, frames = 0;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      while (dirty && visible && session.state.engine) {
        dirty = false;
        await render(session.state);
        element.dataset.frames = ++frames;
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

/**
 * Work that can wait: starts when nothing has changed for a moment, runs in slices shorter than
 * a frame, and is dropped when called anew.
 *
 * @returns {(steps: Array<() => unknown>) => void}
 */
export function background({ pause = 60, slice = 5 } = {}) {
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

/** Which engine made a picture, and how long it took. */
export const made = (engine, ms) => `${engine.name === "browser" ? "this browser" : "PyTorch, server"} · ${ms.toFixed(1)} ms`;

/** A number with a fixed count of decimals, a real minus sign, and a place that does not jump. */
export const fixed = (value, decimals = 2) =>
  value === null || value === undefined ? "–" : value.toFixed(decimals).replace("-", "−");

const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";
/** z₁, z₂, … for dimension 0, 1, … */
export const zName = (k) => `z${[...String(k + 1)].map((digit) => SUBSCRIPTS[digit]).join("")}`;
