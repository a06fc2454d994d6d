/**
 * The rooms that there are, in the order of their chips. A room is a row here, its data in
 * `session/rooms.js`, its texts in `rooms.of` of each language, its styles in
 * `styles/rooms/NAME.css`, and a module with `mount(stage, page, room)`.
 */

/** @typedef {import("../../page.js").Page} Page */
/** @typedef {import("../room.js").Room} Room */
/** @typedef {{mount: (stage: HTMLElement, page: Page, room: Room) => void}} RoomModule */
/** @typedef {"kl" | "beta" | "memorising" | "covariance" | "likelihood"} RoomName */

/** @type {Record<RoomName, () => Promise<RoomModule>>} */
export const MODULES = {
  kl: () => import("./kl.js"),
  beta: () => import("./beta.js"),
  memorising: () => import("./memorising.js"),
  covariance: () => import("./covariance.js"),
  likelihood: () => import("./likelihood.js"),
};
