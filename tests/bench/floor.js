/** The least that a page can do: one range input, the app's own decoder, one canvas. */

import { sigmoid } from "../../app/web/maths/pictures.js";
import { Mlp } from "../../app/web/models/mlp.js";

const FILE = "/weights/mnist-vae-2d/decoder.safetensors";
const config = await (await fetch("/weights/mnist-vae-2d/config.json")).json();
const decoder = new Mlp(await (await fetch(FILE)).arrayBuffer(), config.model.activation);

const slider = document.querySelector("input");
const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");
const image = context.createImageData(28, 28);
image.data.fill(255);
const z = new Float32Array(2);
let frames = 0;

function draw() {
  z[0] = slider.valueAsNumber;
  const logits = decoder.forward(z, 1);
  for (let i = 0; i < logits.length; i++) {
    const grey = 255 * sigmoid(logits[i]);
    image.data[4 * i] = image.data[4 * i + 1] = image.data[4 * i + 2] = grey;
  }
  context.putImageData(image, 0, 0);
  canvas.dataset.frames = String(++frames);
}

slider.addEventListener("input", draw);
draw();
