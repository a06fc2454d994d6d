/** What a hand does on the map: click, drag and arrow keys choose a point, a mouse looks. */

const KEY_STEP = 0.05; // of half the axis, for each press of an arrow key
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * One pointer at a time drags; a second finger or a palm is not heard.
 *
 * @param {HTMLElement} frame
 * @param {object} hears
 * @param {(event: PointerEvent, isDragging: boolean) => boolean} hears.choose answers whether the
 *   event met the plot
 * @param {(event: PointerEvent) => void} hears.look a mouse moved, and nothing is dragged
 * @param {() => void} hears.away the mouse left, or a drag begins
 */
export function listenToPointers(frame, { choose, look, away }) {
  /** @type {number | null} */
  let pointer = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button || pointer !== null || !choose(event, false)) return;
    pointer = event.pointerId;
    frame.setPointerCapture(pointer);
    away();
  });
  frame.addEventListener("pointermove", (event) => {
    if (event.pointerId === pointer) choose(event, true);
    // A finger hides what it points at, and drags instead.
    else if (pointer === null && event.pointerType !== "touch") look(event);
  });
  for (const end of /** @type {const} */ (["pointerup", "pointercancel"])) {
    frame.addEventListener(end, (event) => {
      if (event.pointerId === pointer) pointer = null;
    });
  }
  frame.addEventListener("pointerleave", away);
}

/**
 * The arrow keys move by a share of the axis, with Shift by four times as much.
 *
 * @param {HTMLElement} frame
 * @param {(dx: number, dy: number) => void} move in shares of half the axis
 */
export function listenToKeys(frame, move) {
  frame.addEventListener("keydown", (event) => {
    const [dx, dy] = ARROWS[/** @type {keyof typeof ARROWS} */ (event.key)] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const size = KEY_STEP * (event.shiftKey ? 4 : 1);
    move(dx * size, dy * size);
  });
}
