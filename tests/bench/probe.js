/**
 * Times each answered input, from its event to the painted frame.
 *
 * The clock starts in a capturing listener, before anything else hears of the event. It stops in
 * the first task after the frame in which the changed picture was painted.
 */
window.startProbe = ({ event, target, changed, attribute, subtree }) => {
  const waiting = [],
    times = [];
  document.addEventListener(
    event,
    ({ target: hit, isTrusted: byHand }) => {
      if (byHand && hit.closest?.(target)) waiting.push(performance.now());
    },
    { capture: true },
  );
  const painted = new MessageChannel();
  painted.port1.onmessage = ({ data: started }) => times.push(performance.now() - started);
  const element = document.querySelector(changed);
  new MutationObserver(() => {
    const started = waiting.shift();
    waiting.length = 0; // one picture answers all that came before it
    if (started === undefined) return;
    requestAnimationFrame(() => painted.port2.postMessage(started));
  }).observe(element, {
    subtree,
    childList: subtree,
    attributes: true,
    attributeFilter: [attribute],
  });
  window.probeTimes = times;
};
