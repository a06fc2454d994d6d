/** A code of an experiment, taken to a tab where it can be moved. */

/**
 * @param {import("../session/session.js").Session} session
 * @param {{config: import("../models/types").ModelConfig, z: Float32Array}} codes (n, d)
 * @param {number} index of the one to take
 * @param {"map" | "sliders"} tab
 */
export function openCode(session, { config, z }, index, tab) {
  const { id, latent_dim: d } = config;
  session.dispatch({ type: "modelChosen", id });
  session.dispatch({ type: "zChosen", model: id, z: [...z.subarray(index * d, (index + 1) * d)] });
  session.dispatch({ type: "tabShown", tab });
}
