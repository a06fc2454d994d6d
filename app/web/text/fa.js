/** What the page says, in Persian. What is in braces is filled in. */

/** @type {import("./en.js").Text} */
export const fa = {
  title: "Latent Explorer",
  tabsLabel: "Experiments",
  tabs: {
    reconstruct: {
      name: "Reconstruct",
      lead: "Draw a digit. A neural network squeezes it into a few numbers and draws it again.",
    },
    map: {
      name: "Map",
      lead: "Each dot is one real digit, placed by its code. Drag anywhere to see what decodes there.",
    },
    sliders: {
      name: "Sliders",
      lead: "Drag a slider and watch the picture change. The numbers that matter most come first.",
    },
  },
  regions: {
    chooser: "Model",
    settings: "Language, settings and help",
    pad: "Your picture",
    reconstruct: "Encoder, code, decoder",
    map: "The map of codes",
    sliders: "One slider a dimension",
    strips: "The decoded picture",
    walk: "Walk from one picture to another",
  },

  models: { vae: "VAE", ae: "autoencoder" },
  engines: { browser: "this device", server: "the server" },

  chooser: {
    model: "Model",
    dataset: "Data set",
    kind: "Kind of model",
    latent_dim: "Numbers in the code",
    kinds: { vae: "VAE", ae: "Autoencoder" },
  },

  settings: {
    language: "Language",
    gear: "Settings",
    engine: "Runs on",
    engineHint: "Both compute the same pictures; this device answers sooner.",
    present: "Present",
    presentHint: "Full screen, larger, without explanations: for a projector.",
    help: "Help",
    helpText: "",
    close: "Close",
  },

  notices: {
    loading: "Loading {title} …",
    lost: "{title} could not be loaded ({message}) {shown} is shown instead.",
    nothing: "{title} could not be loaded ({message}) What you draw is kept.",
    waiting: {
      server: "Waiting for the server …",
      browser: "Loading the model into this device …",
    },
    otherEngine: {
      server: "{message} PyTorch on the server answers instead; dragging is slower.",
      browser: "{message} This device answers instead of the server.",
    },
    twin: "{title} could not be loaded to compare with ({message})",
    picture: "{message}",
    view: "{message}",
    leftOut: "The folder {name} in weights/ was left out: {message}",
    noModels:
      "There is no model in weights/. Train one with `python -m model.train ID`, then start again.",
    retry: "Try again",
  },

  pad: {
    name: "Picture",
    label: "Drawing pad: draw a digit with mouse, pen or finger",
    clear: "Clear",
    random: "Random test picture",
    uploadButton: "Upload a picture",
    examples: "Test pictures",
    asIs: "Don't centre or invert my picture",
    invitation: "Draw a digit here.",
    now: "Now: {what}. Draw on it, or clear.",
    test: "test picture {index}, a {label}",
    testPicture: "Test picture {index}, a {label}",
    testUnnamed: "test picture {index}",
    drawing: "my drawing",
    drawnUpon: "a picture drawn upon",
    upload: "my upload, {name}",
  },

  reconstruct: {
    seen: "What the model sees",
    seenLabel: "The 28 by 28 pixels the model sees",
    seenHint: "28 × 28 = 784 numbers",
    encoder: "encoder",
    decoder: "decoder",
    xHat: { vae: "x̂ from μ", ae: "x̂ from z" },
    xHatLabel: "The rebuilt picture",
    nothing: "nothing to decode yet",
    code: { vae: "Code: q(z|x) = N(μ, σ²)", ae: "Code: a point z" },
    codeHint: {
      vae: "Shaded: the prior N(0, 1). Bar: μ ± 2σ, to scale. Triangle: the draw z.",
      ae: "An autoencoder has no σ and no prior: its code is one point.",
    },
    beyond:
      "This picture is so far from all that the model has seen that its code is beyond all bounds.",
    codeLabel: "The latent code",
    columns: { posterior: "posterior on prior", code: "where the code lies", mu: "μ", z: "z" },
    sigma: "σ",
    klColumn: "KL, nats",
    loss: "The loss, in nats a picture",
    reconstruction: { vae: "−log p(x|z)", ae: "−log p(x|z), z the code" },
    reconstructionName: "reconstruction",
    kl: "KL",
    klSymbol: "q(z|x) ‖ p(z)",
    negElbo: "−ELBO",
    negElboUnit: "nats a picture",
    mse: "MSE",
    mseOf: "of x̂, a pixel",
    compare: { vae: "Compare with the autoencoder", ae: "Compare with the VAE" },
    twinName: "x̂, {kind}",
    twinLabel: "The other model's reconstruction",
    twinHint: "widths and data alike; MSE {mse}",
    twinMissing: "could not be loaded",
    draws: "16 draws: z = μ + σ·ε, decoded",
    drawsLabel: "16 draws from the posterior, decoded",
    spread: "Their spread",
    spreadLabel: "Standard deviation of each pixel over the draws",
    resample: "Resample ε",
    drawsText: {
      vae:
        "A VAE's code is a small cloud, not a point. These 16 pictures are drawn from it: where " +
        "they differ, the code left the picture open. Bright in the spread: those pixels, white " +
        "at a standard deviation of ¼.",
      ae:
        "An autoencoder has no posterior to draw from: all 16 would be the same picture. Choose " +
        "a VAE above.",
    },
  },

  engineTime: { browser: "this device · {ms} ms", server: "PyTorch, server · {ms} ms" },

  map: {
    plane: "plane",
    planeLabel: "The plane to look at",
    components: "first two principal components of the codes",
    pair: "{first} and {second}",
    component: "principal component {k} of the codes, {share} % of their variance",
    held: "the other directions are held as they are",
    lattice: "decoded lattice",
    near: "Zoom to my picture",
    whole: "Whole map",
    frame: "The map of codes. Click or drag to decode a point; arrow keys move it.",
    decoded: "Decoded from this point",
    decodedLabel: "The picture decoded from the chosen point",
    nearest: "Nearest test picture",
    nearestLabel: "The test picture whose code is nearest",
    nearestText: "picture {index}, a {label}, {distance} away",
    tip: "{label} · picture {index}",
    across: "across",
    up: "up",
    words: {
      vae:
        "Drag anywhere. Inside the prior's rings (1, 2, 3 σ) neighbouring points decode to " +
        "similar pictures: that is what lets a VAE generate. The diamond is my picture, with the " +
        "2σ outline of its posterior, to scale.",
      ae:
        "Drag anywhere. Nothing told the autoencoder where to put its codes: there is no prior " +
        "to draw from. Look for holes, and at what decodes there. The diamond is my picture's " +
        "code, a point without spread.",
    },
  },

  sliders: {
    name: { vae: "z, one slider a dimension", ae: "z, one slider a dimension" },
    prior: "Random, from the prior",
    zero: "Reset to 0",
    picture: "My picture's code",
    carries: "carries {nats} nats on average",
    spread: "codes spread {spread}",
    inactive: "inactive: changes nothing",
    number: "{name}, as a number",
    hint:
      "Arrow keys: a small step, with Shift ten. Double click or Backspace: back to my picture's " +
      "code.",
  },

  strips: {
    xHat: "x̂ decoded from the sliders",
    xHatLabel: "The picture decoded from the sliders",
    name: "One dimension at a time, the rest held",
    hint: "Each strip moves one slider from end to end. Click a picture to go there.",
    strip: "What {name} changes",
  },

  walk: {
    name: "Walk from picture A to picture B",
    end: "Picture {end}",
    myPicture: "My picture",
    random: "Random",
    strip: "The pictures on the way",
    t: "How far along the way",
    play: "Walk",
    ways: { straight: "straight", spherical: "spherical" },
  },

  plotlyMissing: "Plotly could not be loaded, so the map cannot be drawn.",
};
