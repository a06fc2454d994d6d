/** The four nets at work in the browser: my picture rebuilt by each, and one z decoded by each. */

import { klPerDim, meanSquaredError, reconstructionNats, sum } from "../../maths/objective.js";
import { PIXELS, toPixels } from "../../maths/pictures.js";
import { drawPosterior, gaussians } from "../../maths/random.js";
import { DRAWS } from "../draws.js";
import { fixed } from "../format.js";
import { blank, paint } from "../paint.js";
import { background, setText } from "../view.js";
import { NAMES, NETS } from "./likelihoodSays.js";

/** @typedef {import("../../session/types").Frame} Frame */
/** @typedef {import("../../models/types").Model} Model */
/** @typedef {import("../../models/types").Posterior} Code */
/** @typedef {import("./likelihoodSays.js").Name} Name */

/**
 * @param {Record<string, any>} refs mine-NET, z-NET, error-NET, kl-NET and mse-NET of each net, seen
 * @param {import("../../page.js").Page} page
 * @param {import("../room.js").Room} room
 */
export function mountNets(refs, { session, text }, room) {
  const { likelihood: t } = text.rooms.of;
  const loading = background(session, "likelihood nets", { pause: 0 });
  const numbers = background(session, "likelihood numbers", { pause: 0 });

  /** Answers at once, or is null. @param {Name} net @returns {Model | null} */
  const ready = (net) => {
    const model = session.models.get(NETS[net], "browser");
    return model?.has("encoder") && model.has("decoder") ? model : null;
  };

  /** Fetch what is not there; each net answers as soon as it has come. */
  const load = () =>
    loading(
      NAMES.filter((net) => !ready(net)).map((net) => async () => {
        const model = session.models.get(NETS[net], "browser");
        if (!model) return undefined; // this folder of weights has it not
        await Promise.all([model.load("encoder"), model.load("decoder")]);
        return () => {
          rebuild(session.state.frame);
          decode(room.options().z);
        };
      }),
    );

  /**
   * The loss in nats, by draws from the code as on the first tab.
   *
   * @param {Name} net
   * @param {Model} model
   * @param {Float32Array} x
   * @param {Code} code
   */
  const measure = (net, model, x, { mu, logvar }) => {
    const epsilon = gaussians(session.state.intent.seed, DRAWS * mu.length);
    const z = drawPosterior(mu, logvar, epsilon, DRAWS);
    const logits = /** @type {Float32Array} */ (model.decode(z, DRAWS));
    const nats = Array.from({ length: DRAWS }, (_, i) =>
      reconstructionNats(logits.subarray(i * PIXELS, (i + 1) * PIXELS), x, model.config),
    );
    setText(refs[`error-${net}`], fixed(sum(nats) / DRAWS, 1));
  };

  /** @param {Name} net */
  const clear = (net) => {
    blank(refs[`mine-${net}`]);
    for (const key of ["error", "kl", "mse"]) setText(refs[`${key}-${net}`], "–");
  };

  /**
   * One net's picture and its MSE and KL at once; the error is left to a later step.
   *
   * @param {Name} net
   * @param {Float32Array} x
   * @returns {import("../view.js").Step | null} null where there is nothing to show
   */
  const rebuildBy = (net, x) => {
    const model = ready(net);
    const code = model && /** @type {Code} */ (model.encode(x));
    if (!model || !code?.logvar || !code.mu.every(Number.isFinite)) return null;
    const xHat = toPixels(/** @type {Float32Array} */ (model.decode(code.mu, 1)));
    paint(refs[`mine-${net}`], xHat);
    setText(refs[`mse-${net}`], fixed(meanSquaredError(xHat, x), 4));
    setText(refs[`kl-${net}`], fixed(sum(klPerDim(code.mu, code.logvar)), 2));
    return () => measure(net, model, x, code);
  };

  /** @param {Frame | null} frame */
  const rebuild = (frame) => {
    const x = frame?.picture ?? null;
    if (x) paint(refs.seen, x);
    else blank(refs.seen);
    /** @type {import("../view.js").Step[]} */
    const steps = [];
    for (const net of NAMES) {
      const step = x && rebuildBy(net, x);
      if (step) steps.push(step);
      else clear(net);
    }
    numbers(steps);
  };

  /** @param {number[]} z */
  const decode = (z) => {
    for (const net of NAMES) {
      const model = ready(net);
      if (!model) blank(refs[`z-${net}`]);
      else {
        const logits = /** @type {Float32Array} */ (model.decode(Float32Array.from(z), 1));
        paint(refs[`z-${net}`], toPixels(logits));
      }
    }
  };

  load();
  return {
    /** @param {Frame | null} frame */
    rebuild(frame) {
      if (NAMES.some((net) => !ready(net))) load();
      rebuild(frame);
    },
    decode,
    /** What there is to say of a picture. @param {Frame | null} frame */
    noteOf: (frame) => {
      const others = frame && frame.model.config.dataset !== "mnist";
      return frame?.picture ? (others ? t.others : t.note) : t.nothing;
    },
  };
}
