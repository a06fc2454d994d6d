/**
 * The one place that knows of Gradio: it makes the page's session, mounts views on gr.HTML
 * elements, and carries values between native components and the session.
 */

import { BrowserEngine, ServerEngine } from "./engines.js";
import { gaussians } from "./random.js";
import { Session } from "./session.js";
import { TestSet } from "./testset.js";
import { afterPaint, say } from "./view.js";
import { mount as mountMap } from "./views/map.js";
import { mount as mountPad } from "./views/pad.js";
import { mount as mountReconstruct } from "./views/reconstruct.js";
import { mount as mountStrips } from "./views/strips.js";
import { mount as mountWalk } from "./views/walk.js";

const VIEWS = {
  map: mountMap,
  pad: mountPad,
  reconstruct: mountReconstruct,
  strips: mountStrips,
  walk: mountWalk,
};

/** The session of this page, there as soon as the bridge has been mounted. */
const page = {};
page.ready = new Promise((done) => (page.start = done));

/** Mount a view on its gr.HTML element. */
export async function mountView(name, element) {
  const { session, host, slidersFollow } = await page.ready;
  const place = element.querySelector("[data-view]");
  VIEWS[name](place, session, host);
  if (name === "strips") tieSliders(place, session, slidersFollow);
}

/**
 * Mount the bridge: one gr.HTML that shows notices, holds the server's functions and fires
 * "select" when the native sliders must follow the session.
 */
export function mountBridge(element, { config, server, slidersFollow }) {
  const base = new URL(".", document.baseURI);
  const host = {
    urlOf: (modelId, file) => new URL(`${config.weights}/${modelId}/${file}`, base),
    plotlyUrl: new URL(config.plotly, base).href,
    mapFigure: config.mapFigure,
  };
  const models = Object.fromEntries(config.models.map((model) => [model.id, model]));
  const asked = {
    // The functions of app/bridge.py; their arguments arrive there as one list.
    encode: (modelId, pixels) => answered(server.encode(modelId, pixels)),
    decode: (modelId, codes) => answered(server.decode(modelId, codes)),
    picture: (index) => answered(server.picture(config.models[0].dataset, index)),
  };
  host.testset = new TestSet(new URL(config.testset, base), config.testsetSize, asked.picture);
  const session = new Session(config.models, {
    browser: new BrowserEngine(models, host.urlOf),
    server: new ServerEngine(models, asked, config.maxBatch),
  });
  const notice = element.querySelector("[data-notice]");
  session.subscribe((state) => {
    say(notice, state.notice ?? "");
    if (notice.hidden === Boolean(state.notice)) notice.hidden = !state.notice;
  });
  page.session = session;
  page.start({ session, host, slidersFollow });
  session.refresh();
}

/** A server function's answer, or its error as one that can be shown. */
async function answered(promise) {
  const answer = await promise;
  if (answer?.error) throw new Error(answer.error);
  return answer;
}

/**
 * Tie the native sliders to the session, both ways.
 *
 * A hand's input is heard in the DOM: through Gradio's own event it would reach the picture a
 * frame later. What else moves z is told to Gradio's sliders when there is time,
 * and only while they can be seen.
 */
function tieSliders(place, session, slidersFollow) {
  let visible = false, shown = null, asked = false;
  const follow = () => {
    if (!visible || asked || session.state.z === shown) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      shown = session.state.z;
      slidersFollow();
    });
  };
  const soon = afterPaint();
  document.getElementById("slider-column").addEventListener("input", (event) => {
    const { target } = event;
    const rank = Number(target.closest("[id^=slider-]")?.id.slice("slider-".length));
    const slider = session.model.sliders[rank];
    if (!event.isTrusted || !slider || target.value === "") return;
    const z = Float32Array.from(session.state.z);
    z[slider.dim] = Math.min(slider.maximum, Math.max(slider.minimum, Number(target.value)));
    session.chooseZ(z);
    shown = session.state.z;
    // The picture first: Gradio's own half, the number box and the track, hears a frame later.
    event.stopPropagation();
    soon(() => target.dispatchEvent(new Event("input", { bubbles: true })));
  }, { capture: true });
  session.subscribe(follow);
  new IntersectionObserver((entries) => {
    visible = entries[entries.length - 1].isIntersecting;
    follow();
  }, { rootMargin: "2000px" }).observe(place);
}

// --- what app/tabs/*.py calls by name, as the js= of native components' events ---------------

/** z in the sliders' order, as values for all of them; the unused ones get 0. */
export function slidersFollow(count) {
  const { session } = page;
  return Array.from({ length: count }, (_, rank) => {
    const slider = session.model.sliders[rank];
    if (!slider) return 0;
    const value = session.state.z[slider.dim];
    return Math.min(slider.maximum, Math.max(slider.minimum, Number(value.toFixed(2))));
  });
}

/** Another model: its sliders' names, ends and values. */
export async function modelChosen(modelId, count) {
  const { session } = page;
  await session.setModel(modelId);
  const values = slidersFollow(count);
  return values.map((value, rank) => {
    const slider = session.model.sliders[rank];
    const update = { __type__: "update", visible: Boolean(slider) };
    if (!slider) return update;
    const { label, minimum, maximum } = slider;
    return { ...update, label, minimum, maximum, value };
  });
}

export const engineChosen = (name) => page.session.setEngine(name);

export function pictureSeen(seen) {
  if (!seen) return;
  const [centred, asIs] = [seen.centred, seen.as_is].map((pixels) => Float32Array.from(pixels));
  page.session.setPicture(centred, () => asIs, { from: "upload", text: seen.name });
}

export const randomZ = () => page.session.chooseZ(gaussians(page.session.model.latent_dim));
export const zeroZ = () => page.session.chooseZ(new Float32Array(page.session.model.latent_dim));
export const pictureZ = () => page.session.returnToPicture();
