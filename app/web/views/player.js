/** What moves a walk that plays. */

const WAY_MS = 3000; // from one end to the other
const MOST_MS = 100; // a page that was held up does not leap

/**
 * Call it after each change: while the session says that the walk plays, it moves on with each
 * frame; one that goes there and back turns at its ends.
 *
 * @param {import("../session/session.js").Session} session
 * @param {AbortSignal} gone when another player takes over
 */
export function player(session, gone) {
  let isRunning = false;
  let place = 0;
  let heading = 1;
  let last = 0;

  const step = (/** @type {number} */ now) => {
    isRunning = session.state.playing && !gone.aborted;
    if (!isRunning) return;
    place += (heading * Math.min(MOST_MS, Math.max(0, now - last))) / WAY_MS;
    last = now;
    session.dispatch({ type: "walkTicked", t: place });
    if (place < 0 || place >= 1) heading = place < 0 ? 1 : -1;
    place = Math.min(1, Math.max(0, place));
    requestAnimationFrame(step);
  };

  return () => {
    if (isRunning || !session.state.playing) return;
    isRunning = true;
    const { t, bounce } = session.state.intent.walk;
    place = t === null || (t === 1 && !bounce) ? 0 : t;
    heading = t === 1 && bounce ? -1 : 1;
    last = performance.now();
    requestAnimationFrame(step);
  };
}
