/** The same pictures on the maps of a VAE and an autoencoder, and the same point on both. */

import { fromBytes, toPixels } from "../../maths/pictures.js";
import { pairs } from "../../models/pairs.js";
import { mountCloud } from "../cloud.js";
import { cloudOf } from "../cloudOf.js";
import { fill, fixed } from "../format.js";
import { marked, setMarked } from "../marked.js";
import { namesOf } from "../names.js";
import { blank, paint } from "../paint.js";
import { nearestTo, wholeWindow } from "../plot.js";
import { background, build, setText } from "../view.js";
import { listenToMap } from "./mapsHand.js";
import { answer } from "./mapsSays.js";

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {import("../../models/pairs.js").Pair} Pair */
/** @typedef {import("../../models/types").Model} Model */
/** @typedef {"vae" | "ae"} Kind */
/** @typedef {[number, number]} At */
/** @typedef {{from: "mine" | Kind, at: At}} Options */
/**
 * @typedef {object} Half one of the models, with all that a drag needs
 * @property {Model} model
 * @property {import("../../models/codes.js").Codes} codes
 * @property {ReturnType<typeof cloudOf>} cloud
 */
/**
 * @typedef {object} Loaded
 * @property {Pair} pair
 * @property {Record<Kind, Half>} halves
 * @property {Uint8Array} images (n, 784)
 */

/** @type {Kind[]} */
const KINDS = ["vae", "ae"];
const PIXELS = 784;

/** @param {import("../../text/en.js").Text} text */
const html = ({ rooms, chooser }) => {
  const { maps: t } = rooms.of;
  /** @param {string} ref @param {string} name */
  const picture = (ref, name) => `<figure><canvas class="lx-picture" role="img" aria-label="${name}"
    data-ref="${ref}"></canvas><figcaption data-ref="${ref}Says">${name}</figcaption></figure>`;
  return `
  <div class="lx-maps-pair">${KINDS.map(
    (kind) => `<section>
      <h3 class="lx-stage-name">${chooser.kinds[kind]}</h3>
      <div tabindex="0" role="application" aria-label="${fill(t.map, { model: chooser.kinds[kind] })}"
        data-ref="${kind}"></div>
      <p class="lx-maps-ring">${marked(t.ring[kind])}</p>
    </section>`,
  ).join("")}</div>
  <div class="lx-maps-below">
    ${picture("vaePicture", chooser.kinds.vae)}
    ${picture("between", t.between.mine)}
    ${picture("aePicture", chooser.kinds.ae)}
    <div class="lx-maps-words"><p>${t.hint}</p>
      <button type="button" data-ref="mine">${t.mine}</button></div>
  </div>
  <span class="lx-unseen" aria-live="polite" data-ref="said"></span>`;
};

/** @param {Page} page @param {Pair} pair @param {Kind} kind @returns {Promise<Half>} */
async function loadHalf({ session, codes, text }, pair, kind) {
  const config = pair[kind];
  const model = /** @type {Model} */ (session.models.get(config.id, "browser"));
  const { classes } = session.catalogue.datasets[config.dataset];
  const [found] = await Promise.all([
    codes.get(config),
    model.load("decoder"),
    model.load("encoder"),
  ]);
  const cloud = cloudOf(config, found, classes.length, text);
  // How large a map is, is the question here: no code may lie outside.
  const window = wholeWindow(cloud.x, cloud.y);
  return { model, codes: found, cloud: { ...cloud, window } };
}

/**
 * Where the options say to be on both maps, and next to which test picture; null for the picture
 * itself where it is mine.
 *
 * @param {Options} options
 * @param {Loaded} loaded
 * @param {Float32Array | null} mine (784)
 * @returns {{at: Record<Kind, At>, index: number | null} | null}
 */
export function placed({ from, at }, { halves }, mine) {
  if (from === "mine") {
    if (!mine) return null;
    /** @param {Kind} kind @returns {At} */
    const code = (kind) => {
      const { mu } = /** @type {{mu: Float32Array}} */ (halves[kind].model.encode(mine));
      return [mu[0], mu[1]];
    };
    return { at: { vae: code("vae"), ae: code("ae") }, index: null };
  }
  const { index } = nearestTo(halves[from].codes, Float32Array.from(at));
  const other = from === "vae" ? "ae" : "vae";
  const { mu } = halves[other].codes;
  /** @type {At} */
  const there = [mu[2 * index], mu[2 * index + 1]];
  const places = /** @type {Record<Kind, At>} */ ({ [from]: at, [other]: there });
  return { at: places, index };
}

/**
 * @param {HTMLElement} stage
 * @param {Page} page
 * @param {Room} room
 */
export function mount(stage, page, room) {
  const { session, pictures, text, gone } = page;
  const { maps: t } = text.rooms.of;
  const all = pairs(session.catalogue.models).filter(({ vae }) => vae.latent_dim === 2);
  if (!all.length) {
    setText(stage, t.nothing);
    return;
  }
  const refs = build(stage, html(text));
  const later = background(session, "two maps", { pause: 0 });
  const clouds = { vae: mountCloud(refs.vae, gone), ae: mountCloud(refs.ae, gone) };
  /** @type {Loaded | null} */
  let loaded = null;

  const pairNow = () => {
    const { dataset } = session.catalogue.models[session.state.intent.model];
    return all.find(({ vae }) => vae.dataset === dataset) ?? all[0];
  };

  /** @param {Kind} kind @param {At} at @param {Half} half */
  const showHalf = (kind, at, { model }) => {
    const isThere = at.every(Number.isFinite);
    clouds[kind].mark("chosen", "cross", isThere ? at : null);
    const canvas = refs[`${kind}Picture`];
    const logits = /** @type {Float32Array} */ (model.decode(Float32Array.from(at), 1));
    paint(canvas, toPixels(logits));
    const [x, y] = at.map((value) => fixed(value, kind === "vae" ? 2 : 1));
    const words = fill(t.decodes, { model: text.chooser.kinds[kind], x, y });
    setMarked(refs[`${kind}PictureSays`], words);
    Object.assign(refs[kind].dataset, { x: at[0], y: at[1] });
  };

  const showNothing = () => {
    for (const kind of KINDS) {
      clouds[kind].mark("chosen", "cross", null);
      blank(refs[`${kind}Picture`]);
      setText(refs[`${kind}PictureSays`], text.chooser.kinds[kind]);
    }
    blank(refs.between);
  };

  const show = () => {
    if (!loaded || loaded.pair !== pairNow()) return;
    const options = /** @type {Options} */ (room.options());
    const mine = session.state.frame?.picture ?? null;
    const found = placed(options, loaded, mine);
    refs.mine.ariaPressed = String(options.from === "mine");
    if (!found) return showNothing();
    const { halves, images, pair } = loaded;
    for (const kind of KINDS) showHalf(kind, found.at[kind], halves[kind]);
    const { index } = found;
    if (index === null) {
      if (mine) paint(refs.between, mine);
      setText(refs.betweenSays, t.between.mine);
    } else {
      const bytes = images.subarray(index * PIXELS, (index + 1) * PIXELS);
      paint(refs.between, fromBytes(bytes));
      setText(refs.betweenSays, fill(t.between.near, { class: nameOf(index) }));
    }
    stage.dataset.index = String(index ?? "");
    stage.dataset.model = pair.vae.id;
    return undefined;
  };

  /** What a test picture shows. @param {number} index */
  const nameOf = (index) => {
    const { pair, halves } = /** @type {Loaded} */ (loaded);
    const { named } = namesOf(text, session.catalogue.datasets[pair.vae.dataset]);
    return named[halves.vae.codes.labels[index]];
  };

  const load = () => {
    const pair = pairNow();
    answer(page, room, pair);
    if (loaded?.pair === pair) return show();
    later([
      async () => {
        const [vae, ae, { images }] = await Promise.all(
          [
            ...KINDS.map((kind) => loadHalf(page, pair, kind)),
            pictures[pair.vae.dataset].tensors(),
          ].map((promise) => /** @type {Promise<any>} */ (promise)),
        );
        return () => {
          loaded = { pair, halves: { vae, ae }, images: images.raw };
          for (const kind of KINDS) clouds[kind].show(loaded.halves[kind].cloud);
          show();
        };
      },
    ]);
    return undefined;
  };

  for (const kind of KINDS) {
    listenToMap(refs[kind], clouds[kind], {
      now: () => /** @type {At} */ ([Number(refs[kind].dataset.x), Number(refs[kind].dataset.y)]),
      half: () => loaded?.halves[kind].cloud.window.half ?? 0,
      choose: (at) => room.change({ from: kind, at }),
      say: () => {
        const { index } = stage.dataset;
        const [x, y] = room.options().at.map((/** @type {number} */ value) => fixed(value));
        const says = { model: text.chooser.kinds[kind], x, y };
        if (index) setText(refs.said, fill(t.said, { ...says, class: nameOf(Number(index)) }));
      },
    });
  }
  refs.mine.addEventListener("click", () => room.change({ from: "mine" }));
  room.live((_, { intent }) => [intent.model], load);
  room.live(({ from, at }, { frame }) => [from, at, frame], show);
}
