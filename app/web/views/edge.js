/** A mark at the map's edge, which points to the chosen point while that is out of sight. */

/** @typedef {[number, number]} At */
/** @typedef {import("./marks.js").Box} Box */

const INSIDE = 26; // pixels from the edge to its middle

/** @param {number} value @param {number} low @param {number} high */
const within = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * @param {HTMLElement} button over the plot's frame
 * @param {HTMLElement} buttons that stand on the plot, and are not covered
 */
export function makeEdge(button, buttons) {
  let isShown = false;

  /** @param {Box} box @param {At} at */
  const place = ({ left, top, right, bottom }, [x, y]) => {
    const across = within(x, left + INSIDE, right - INSIDE);
    const up = within(y, top + INSIDE, bottom - INSIDE);
    const { offsetLeft, offsetTop, offsetHeight } = buttons;
    const isOver = offsetTop < bottom && up < offsetTop + offsetHeight + INSIDE;
    const clear = isOver ? Math.min(across, offsetLeft - INSIDE) : across;
    const turn = Math.atan2(y - up, x - clear);
    button.style.transform = `translate(${clear.toFixed(1)}px, ${up.toFixed(1)}px)`;
    button.style.setProperty("--lx-turn", `${turn.toFixed(3)}rad`);
  };

  return {
    /** @param {Box} box of the plot @param {At} at where the point is, in pixels */
    show(box, at) {
      const [x, y] = at;
      const isInside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
      if (isShown === isInside) {
        isShown = !isInside;
        button.hidden = isInside;
      }
      if (isShown) place(box, at);
      return isInside;
    },
  };
}
