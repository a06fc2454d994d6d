/** A VAE and an autoencoder of one data set and one size: what can be compared. */

/** @typedef {import("./types").ModelConfig} ModelConfig */
/** @typedef {{vae: ModelConfig, ae: ModelConfig}} Pair */

/**
 * The pairs of the family `main`, in the models' order.
 *
 * @param {Record<string, ModelConfig>} models
 * @returns {Pair[]}
 */
export function pairs(models) {
  const main = Object.values(models).filter(({ family }) => family === "main");
  return main.flatMap((vae) => {
    if (vae.kind !== "vae") return [];
    const ae = main.find(
      ({ kind, dataset, latent_dim: d }) =>
        kind === "ae" && dataset === vae.dataset && d === vae.latent_dim,
    );
    return ae ? [{ vae, ae }] : [];
  });
}

/**
 * The pair that is wanted, or one that is like it in what can be had: the data set counts more.
 *
 * @param {Pair[]} all
 * @param {string} dataset
 * @param {number} d
 * @returns {Pair | null}
 */
export function pairOf(all, dataset, d) {
  const own = all.filter(({ vae }) => vae.dataset === dataset);
  const some = own.length ? own : all;
  return some.find(({ vae }) => vae.latent_dim === d) ?? some[0] ?? null;
}
