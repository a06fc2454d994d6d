/**
 * The rooms that there are, in the order of their chips. A room is a row here, its data in
 * `session/rooms.js`, its texts in `rooms.of` of each language, its styles in
 * `styles/rooms/NAME.css`, and a module with `mount(stage, page, room)`.
 */

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {{mount: (stage: HTMLElement, page: Page, room: Room) => void}} RoomModule */
/**
 * @typedef {"steps" | "sampling" | "maps" | "novelty" | "between" | "kl" | "beta" | "memorising" | "covariance" | "likelihood"} RoomName
 */

/** @type {Record<RoomName, () => Promise<RoomModule>>} */
export const MODULES = {
  steps: () => import("./steps.js"),
  sampling: () => import("./sampling.js"),
  maps: () => import("./maps.js"),
  novelty: () => import("./novelty.js"),
  between: () => import("./between.js"),
  kl: () => import("./kl.js"),
  beta: () => import("./beta.js"),
  memorising: () => import("./memorising.js"),
  covariance: () => import("./covariance.js"),
  likelihood: () => import("./likelihood.js"),
};
