/**
 * Light or dark on the plain website, as the device says or `?__theme=` in the address does, which
 * is Gradio's own way. A script and no module: it runs before the first frame is painted.
 */
{
  const asked = new URLSearchParams(location.search).get("__theme");
  const device = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const isDark = asked ? asked === "dark" : device.matches;
    document.body.classList.toggle("dark", isDark);
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
  };
  device.addEventListener("change", show);
  show();
}
