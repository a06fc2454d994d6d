/** The terms that have a card: their sign, whose colour they have, a drawing, and our code. */

import { DRAWINGS } from "./termDrawings.js";

/** @typedef {import("../text/en.js").Text} Text */
/** @typedef {keyof typeof DRAWINGS} Term */
/**
 * @typedef {object} Card what is said of it is the text's, in `terms.of`
 * @property {string} sign as formulas write it; empty where a word is all there is
 * @property {"latent" | "decoder" | "loss"} role
 * @property {string} file of this repository
 * @property {string} code lines that stand in it as they are here, but for the space before them
 */

/** @type {Record<Term, Card>} */
export const CARDS = {
  mu: {
    sign: "μ",
    role: "latent",
    file: "model/network.py",
    code: "mu, logvar = self.encoder(x).chunk(2, dim=-1)  # (N, 2d) -> 2 x (N, d)",
  },
  sigma: {
    sign: "σ",
    role: "latent",
    file: "app/web/views/drawnLoss.js",
    code: "if (logvar) return logvar.map((value) => Math.exp(0.5 * value));",
  },
  epsilon: {
    sign: "ε",
    role: "loss",
    file: "model/network.py",
    code: "epsilon = torch.randn(mu.shape, generator=generator)",
  },
  z: {
    sign: "z",
    role: "loss",
    file: "model/network.py",
    code: "return mu + torch.exp(0.5 * logvar) * epsilon",
  },
  xHat: {
    sign: "x̂",
    role: "decoder",
    file: "app/web/maths/pictures.js",
    code: "for (let i = 0; i < pixels.length; i++) pixels[i] = sigmoid(logits[i]);",
  },
  prior: {
    sign: "p(z)",
    role: "latent",
    file: "app/engine.py",
    code: "z = torch.randn(count, model.config.latent_dim, generator=generator)",
  },
  posterior: {
    sign: "q(z|x)",
    role: "latent",
    file: "model/objective.py",
    code: "z = model.sample_posterior(mu, logvar, generator=generator)",
  },
  kl: {
    sign: "KL",
    role: "latent",
    file: "model/objective.py",
    code: "return 0.5 * (mu.square() + torch.expm1(logvar) - logvar)",
  },
  nat: {
    sign: "",
    role: "loss",
    file: "app/web/maths/objective.js",
    code: "nats += Math.max(l, 0) - l * x[i] + Math.log1p(Math.exp(-Math.abs(l)));",
  },
  elbo: {
    sign: "ELBO",
    role: "loss",
    file: "app/web/views/loss.js",
    code: "const total = reconstruction === null ? null : reconstruction + (kl ?? 0);",
  },
  mse: {
    sign: "MSE",
    role: "loss",
    file: "app/web/maths/objective.js",
    code: "for (let i = 0; i < x.length; i++) total += (x[i] - xHat[i]) ** 2;",
  },
  bce: {
    sign: "BCE",
    role: "loss",
    file: "model/objective.py",
    code: `return F.binary_cross_entropy_with_logits(
    logits, x.expand_as(logits), reduction="none"
).sum(-1)`,
  },
  latentSpace: {
    sign: "",
    role: "latent",
    file: "model/network.py",
    code: "self.decoder = MLP((d, *reversed(config.hidden), PIXELS), config.activation)",
  },
};

/** Whether a name is one of a term. @param {string | undefined} name @returns {name is Term} */
export const isTerm = (name) => name !== undefined && Object.hasOwn(CARDS, name);
