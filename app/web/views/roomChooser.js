/** The rooms of a tab: a row of chips, and the one that is chosen, loaded when it is first shown. */

import { Fault } from "../models/fault.js";
import { ROOMS } from "../session/rooms.js";
import { makeRoom } from "./room.js";
import { MODULES } from "./rooms/index.js";
import { stylesheet } from "./stylesheet.js";
import { background, build, countFrame, onChange } from "./view.js";

/** @typedef {import("../page.js").Page} Page */
/** @typedef {import("./rooms/index.js").RoomName} RoomName */
/** @typedef {import("./rooms/index.js").RoomModule} RoomModule */

/** What has been loaded is mounted at once in another language. @type {Map<RoomName, RoomModule>} */
const loaded = new Map();

/** @param {RoomName} name */
async function loadRoom(name) {
  const load = MODULES[name]().catch(() => {
    throw new Fault("connection", { file: `${name}.js` });
  });
  const [module] = await Promise.all([load, stylesheet(`rooms/${name}.css`)]);
  loaded.set(name, module);
}

/** @param {string} tab @param {RoomName[]} names @param {import("../text/en.js").Text} text */
const html = (tab, names, { rooms: t }) => `
  <div class="lx-room-chips" role="radiogroup" aria-label="${t.label}">${names
    .map(
      (name) => `<label><input type="radio" name="lx-room-of-${tab}" value="${name}"
        data-ref="chip-${name}"><span>${t.of[name].name}</span></label>`,
    )
    .join("")}</div>
  ${names.map((name) => `<div class="lx-room" data-room="${name}" data-ref="room-${name}" hidden></div>`).join("")}
  ${names.length ? "" : `<p class="lx-soft">${t.none}</p>`}`;

/**
 * @param {HTMLElement} element
 * @param {"generate" | "loss"} tab
 * @param {Page} page
 */
export function mountRooms(element, tab, page) {
  const { session, text, gone } = page;
  const all = /** @type {RoomName[]} */ (Object.keys(MODULES));
  const names = all.filter((name) => ROOMS[name].tab === tab);
  const refs = build(element, html(tab, names, text));
  const later = background(session, `${tab} rooms`, { pause: 0 });
  /** @type {Set<RoomName>} */
  const mounted = new Set();

  /** @param {RoomName} name */
  const mount = (name) => {
    const module = loaded.get(name);
    if (!module || mounted.has(name) || gone.aborted) return;
    mounted.add(name);
    const room = makeRoom(refs[`room-${name}`], name, page, () => countFrame(element));
    module.mount(room.stage, page, room);
  };

  for (const name of names) {
    refs[`chip-${name}`].addEventListener("change", () =>
      session.dispatch({ type: "roomChosen", room: name }),
    );
  }
  onChange(
    session,
    ({ intent }) => [intent[tab].room, intent.tab === tab],
    ({ intent }) => {
      if (intent.tab !== tab) return;
      // A link may name a room that this page has not.
      const chosen = names.find((name) => name === intent[tab].room) ?? names[0];
      for (const name of names) {
        refs[`chip-${name}`].checked = name === chosen;
        refs[`room-${name}`].hidden = name !== chosen;
      }
      // The chips are one row on a phone, which may hide the chosen one.
      if (chosen) {
        const chip = refs[`chip-${chosen}`].parentElement;
        chip?.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
      if (!chosen) countFrame(element);
      else if (loaded.has(chosen)) mount(chosen);
      else later([async () => loadRoom(chosen).then(() => () => mount(chosen))]);
    },
  );
}
