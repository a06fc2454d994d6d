/**
 * From the page's first moment on: its long tasks, and in its long frames how long each script ran.
 * A task alone does not say whose it was; a script of a long frame says where it came from.
 */
(() => {
  const tasks = [];
  const scripts = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
    type: "longtask",
    buffered: true,
  });
  new PerformanceObserver((list) => {
    scripts.push(...list.getEntries().flatMap((frame) => frame.scripts));
  }).observe({ type: "long-animation-frame", buffered: true });
  const longest = (entries) => Math.max(0, ...entries.map(({ duration }) => duration));
  window.longest = () => ({
    task: longest(tasks),
    ours: longest(scripts.filter(({ sourceURL }) => /\/(app\/web|web-\w+)\//.test(sourceURL))),
  });
})();
