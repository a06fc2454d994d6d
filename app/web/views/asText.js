/** What is on the screen in words that programs read: its code as JSON, and lines of Python. */

import { zOf } from "../session/state.js";

/** @typedef {import("../session/types").State} State */

const DIGITS = 7; // of a float32: reads back as the same number

/** @param {ArrayLike<number>} values */
const plain = (values) => Array.from(values, (value) => Number(value.toPrecision(DIGITS)));

/**
 * The code that the decoded picture of this tab comes from; Reconstruct decodes μ.
 *
 * @param {State} state
 */
const shown = (state) =>
  (state.intent.tab === "reconstruct" ? state.frame?.mu : zOf(state)) ?? new Float32Array(0);

/**
 * The picture's code and the point that is looked at.
 *
 * @param {State} state
 * @returns {string} JSON: model, picture, mu, logvar (null for an autoencoder), z
 */
export function asJson(state) {
  const { intent, frame } = state;
  const { from, ...place } = intent.picture ?? { from: null };
  const rows = {
    model: intent.model,
    picture: from === "test" ? place : from,
    mu: frame?.mu && plain(frame.mu),
    logvar: frame?.logvar && plain(frame.logvar),
    z: plain(zOf(state) ?? []),
  };
  const lines = Object.entries(rows).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value ?? null)}`,
  );
  return `{\n${lines.join(",\n")}\n}`;
}

/**
 * Lines that decode the same picture: by the endpoints of the app that serves the page, or where
 * there is none by the network itself.
 *
 * @param {State} state
 * @param {string | null} address of the app
 */
export function asPython(state, address) {
  const model = JSON.stringify(state.intent.model);
  const z = `[${plain(shown(state)).join(", ")}]`;
  if (address) {
    return [
      "from gradio_client import Client",
      "",
      `client = Client(${JSON.stringify(address)})`,
      `z = ${z}`,
      `print(client.predict(z, ${model}, api_name="/decode"))`,
    ].join("\n");
  }
  return [
    "import torch",
    "",
    "import model",
    "",
    `z = torch.tensor([${z}])`,
    `x_hat = model.load(${model}).decode(z).sigmoid().reshape(28, 28)`,
  ].join("\n");
}
