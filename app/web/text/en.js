/** What the page says, in English. What is in braces is filled in. */

/** A text for each way to count, as Intl.PluralRules names them. @typedef {{other: string} & Partial<Record<Intl.LDMLPluralRule, string>>} Forms */
/** Other languages count in other ways. @type {(texts: Forms) => Forms} */
const forms = (texts) => texts;

export const en = {
  locale: "en",
  title: "Latent Explorer",
  pageTitle: "Latent Explorer: see inside a VAE",
  tabsLabel: "Experiments",
  tabs: {
    reconstruct: {
      name: "Reconstruct",
      lead: forms({
        one: "{take} A neural network squeezes it into {d} number and draws it again from that.",
        other: "{take} A neural network squeezes it into {d} numbers and draws it again from them.",
      }),
    },
    map: {
      name: "Map",
      lead: "Each dot is {real}, placed by its code. Drag anywhere to see what decodes there.",
    },
    sliders: {
      name: "Sliders",
      lead: "Drag a slider and watch the picture change. The numbers that matter most come first.",
    },
    generate: { name: "Generate" },
    loss: { name: "Loss" },
    train: { name: "Train" },
  },
  regions: {
    chooser: "Model",
    settings: "Language, settings and help",
    pad: "Your picture",
    reconstruct: "Encoder, code, decoder",
    map: "The map of codes",
    sliders: "One slider a dimension",
    decoded: "The decoded picture",
    walk: "Walk from one picture to another",
    generate: "Experiments on making pictures",
    loss: "Experiments on the loss",
    train: "Training a VAE on this device",
  },

  models: { vae: "VAE", ae: "autoencoder" },
  engines: { browser: "this device", server: "the server" },

  chooser: {
    model: "Model",
    dataset: "Data set",
    kind: "Kind of model",
    latent_dim: "Numbers in the code",
    numbers: forms({ one: "number", other: "numbers" }),
    kinds: { vae: "VAE", ae: "Autoencoder" },
    title: "{kind}, {dimensions}, {dataset}",
    dimensions: forms({ one: "{d} dimension", other: "{d} dimensions" }),
    ownModels: "This experiment has its own choice of models.",
  },

  /** `named` is a class within a sentence; `says` is what is said of all its pictures. */
  datasets: {
    mnist: {
      title: "MNIST",
      classes: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      named: ["a 0", "a 1", "a 2", "a 3", "a 4", "a 5", "a 6", "a 7", "an 8", "a 9"],
      says: {
        take: "Draw a digit.",
        real: "one real digit",
        invitation: "Draw a digit here",
        pad: "Drawing pad: draw a digit with mouse, pen or finger",
        believable: "a believable digit",
      },
    },
    fashion: {
      title: "Fashion-MNIST",
      classes: [
        ...["T-shirt", "trousers", "pullover", "dress", "coat"],
        ...["sandal", "shirt", "sneaker", "bag", "ankle boot"],
      ],
      named: [
        ...["a T-shirt", "trousers", "a pullover", "a dress", "a coat"],
        ...["a sandal", "a shirt", "a sneaker", "a bag", "an ankle boot"],
      ],
      says: {
        take: "Choose a piece of clothing, or draw one.",
        real: "one real piece of clothing",
        invitation: "Draw clothes here",
        pad: "Drawing pad: draw clothes with mouse, pen or finger",
        believable: "a believable piece of clothing",
      },
    },
  },
  /** Of the data sets that are not above, a visitor's own for one. */
  otherData: {
    named: "“{label}”",
    says: {
      take: "Choose a picture, or draw one.",
      real: "one real picture",
      invitation: "Draw here",
      pad: "Drawing pad: draw with mouse, pen or finger",
      believable: "a believable picture",
    },
  },

  settings: {
    language: "Language",
    gear: "Settings",
    engine: "Runs on",
    engineHint: "Both compute the same pictures; this device answers sooner.",
    engineInstead: {
      browser: "At present this device answers in the server’s place.",
      server: "At present the server answers in this device’s place.",
    },
    present: "Present",
    presentHint: "Full screen, larger, without explanations: for a projector.",
    help: "Help",
  },

  /** Each term in three sentences; {term:…|words} opens another card, `…` is a formula. */
  terms: {
    code: "In our code,",
    close: "Close the card",
    of: {
      mu: {
        name: "centre of the code",
        says: [
          "The encoder turns a picture into a centre μ and a width {term:sigma|σ} for each number of the code.",
          "μ is the mean of the {term:posterior|posterior}: the middle of the cloud from which {term:z|z} is drawn.",
          "The large rebuilt picture is decoded from μ itself, without noise.",
        ],
      },
      sigma: {
        name: "width of the code",
        says: [
          "σ is the standard deviation of a draw around {term:mu|μ}: about 68 of 100 draws lie within one σ, in each number of the code.",
          "The smaller σ is, the more precisely the code tells about the picture, and the more {term:nat|nats} it costs.",
          "The encoder puts out `ln σ²`, which may be any number, and σ is worked out from it.",
        ],
      },
      epsilon: {
        name: "noise",
        says: [
          "ε is drawn from the standard normal distribution `N(0, 1)`, anew for each draw and each number of the code.",
          "It is all that is random in `z = μ + σ · ε`: the same picture and the same ε give the same {term:z|z}.",
          "Since the chance is in ε and not in {term:mu|μ} and {term:sigma|σ}, training can follow the slope of the loss through z back to the encoder: the reparameterisation trick.",
        ],
      },
      z: {
        name: "code",
        says: [
          "z is the code, a few numbers that stand for the 784 pixels of a picture.",
          "A VAE draws it, `z = μ + σ · ε`; an autoencoder gives one point, without a width.",
          "z is all that the decoder gets, so what it leaves out of a picture is lost.",
        ],
      },
      xHat: {
        name: "rebuilt picture",
        says: [
          "x̂ is what the decoder makes of a code {term:z|z}: 784 grey levels between 0 and 1.",
          "It is the mean of all pictures that the model holds possible for this code, `x̂ = E[x|z]`, and therefore blurred wherever the code leaves something open.",
          "Decoded from a code that no picture has, x̂ is a new picture.",
        ],
      },
      prior: {
        name: "prior",
        says: [
          "The prior `p(z) = N(0, I)` says where codes are expected before a picture is seen: around 0, each number with a width of 1, independent of the others.",
          "{term:kl|KL} pulls the cloud of all codes towards it, while the {term:posterior|posterior} of one picture stays far narrower.",
          "To invent a picture, draw {term:z|z} from the prior and decode it; an autoencoder has no prior, and so no law to draw from.",
        ],
      },
      posterior: {
        name: "posterior",
        says: [
          "The posterior `q(z|x) = N(μ, diag σ²)` is the encoder’s answer to a picture x: not one code but a cloud of them.",
          "Its covariance is diagonal, one width for each number and no correlation, so its outline is an ellipse along the axes.",
          "It approximates the exact posterior `p(z|x)`, which would take an integral over all codes.",
        ],
      },
      kl: {
        name: "price of the code",
        says: [
          "The Kullback–Leibler divergence measures how much the {term:posterior|posterior} `q(z|x)` differs from the {term:prior|prior} `p(z)`; it is 0 only where the two are the same.",
          "For these normal distributions it is `½ Σ (μ² + σ² − 1 − ln σ²)`, a sum over the numbers of the code.",
          "It charges {term:nat|nats} for what the code tells about the picture, and so pulls the codes towards the prior.",
        ],
      },
      nat: {
        name: "nat",
        says: [
          "A nat is the unit of information that goes with the natural logarithm, as the bit goes with the logarithm to base 2.",
          "What has the probability p carries `−ln p` nats, which is 1 nat where p is `1/e`, about 0.37.",
          "One nat is about 1.44 bits.",
        ],
      },
      elbo: {
        name: "evidence lower bound",
        says: [
          "The ELBO is a lower bound on `ln p(x)`, the logarithm of the probability density that the model gives to a picture.",
          "Its negative is the loss of a VAE, picture error plus price of the code: `−ELBO = E[−ln p(x|z)] + KL`.",
          "Training makes this loss small over the training pictures; `−ln p(x)` is never more than it.",
        ],
      },
      mse: {
        name: "mean squared error",
        says: [
          "The MSE is the mean of `(x − x̂)²` over the 784 pixels of a picture.",
          "Since differences are squared, one large error counts more than many small ones that add up to it.",
          "As a loss it means a normal distribution of fixed variance around each pixel of {term:xHat|x̂}: the squares are then summed over the pixels, and not averaged, to have {term:nat|nats}.",
        ],
      },
      bce: {
        name: "binary cross-entropy",
        says: [
          "The BCE of a pixel is `−x ln x̂ − (1 − x) ln (1 − x̂)`, which takes {term:xHat|x̂} as the probability that the pixel is white.",
          "It is summed over the 784 pixels, and not averaged, or its weight beside {term:kl|KL} would change.",
          "For grey pixels it is more than 0 even where x̂ equals x.",
        ],
      },
      latentSpace: {
        name: "latent space",
        says: [
          "The latent space holds all codes {term:z|z}: it has as many dimensions as the code has numbers, far fewer than a picture has pixels.",
          "The encoder maps pictures into it, and the decoder maps each of its points back to a picture.",
          "In a VAE {term:kl|KL} pulls the codes towards the {term:prior|prior}, so that one knows where to draw new ones; in an autoencoder nothing says where codes lie.",
        ],
      },
    },
  },

  help: {
    name: "Help",
    what: "A neural network squeezes a picture into a few numbers, its code, and draws the picture again from these numbers alone. Change the picture, the code or a single number here, and see at once how the rest follows.",
    tryThis: "Things to try",
    tries: {
      reconstruct: [
        "Draw something and watch its code move.",
        "Draw a cat, and look at the loss.",
        "Multiply σ by 20, and see what the draws become.",
      ],
      map: [
        "Go from one group of dots to the next.",
        "Go far outside, where no codes lie.",
        "Choose the autoencoder: where are its codes?",
      ],
      sliders: [
        "Drag one slider from end to end.",
        "Draw a random code from the prior.",
        "Walk from your picture to another.",
      ],
      generate: [
        "Go the four steps from training to new pictures.",
        "Draw codes for the autoencoder from another law.",
        "Look for a copy among the new pictures.",
        "Stop half-way between two pictures.",
      ],
      loss: [
        "Make a code ten times as narrow: what does it cost?",
        "Raise β until the code falls silent.",
        "Train on 100 pictures only, and compare the errors.",
        "Average the error instead of summing it.",
      ],
      train: [
        "Train a VAE from nothing, and watch the map form.",
        "Set β to 0 while it trains, and back to 1.",
      ],
    },
    keyboard: "Keyboard",
    keys: {
      tabs: "on the tabs: the next tab",
      arrows: "on the map or a slider: a small step",
      undo: "takes back a stroke",
      escape: "closes what is open",
    },
    where: "Where it runs",
    runs: [
      "On this device: the models are loaded once and compute here. What you draw is not sent anywhere.",
      "On the server, if you choose it in the settings, or if this device cannot run a model; a line says so then. Codes and the 784 pixels that the model sees are sent.",
      "A photo is opened on this device and sent nowhere. Only a file that this browser cannot open goes to the server, which deletes it within hours.",
    ],
    terms: "Words and signs",
    credits: "Made with",
    thanks: {
      gradio: { name: "Gradio", under: "Apache 2.0" },
      pytorch: { name: "PyTorch", under: "BSD" },
      plotly: { name: "Plotly", under: "MIT" },
      mnist: {
        name: "MNIST",
        under: "pictures by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC BY-SA 3.0",
      },
      fashion: {
        name: "Fashion-MNIST",
        under: "pictures by Han Xiao, Kashif Rasul and Roland Vollgraf, Zalando, MIT",
      },
      vazirmatn: { name: "Vazirmatn", under: "Persian typeface, SIL OFL 1.1" },
    },
    close: "Close",
  },

  tour: {
    start: "Take the tour",
    next: "Next",
    back: "Back",
    done: "Done",
    close: "End the tour",
    place: "{k} of {n}",
    steps: {
      draw: {
        name: "A picture",
        says: "It begins with a picture of 28 × 28 pixels. Draw one here: all the rest follows at once.",
      },
      encoder: {
        name: "The encoder",
        says: "A neural network reads the 784 pixels and squeezes them into a few numbers.",
      },
      code: {
        name: "The code",
        says: "These numbers are all that is kept of the picture. Pictures that look alike have codes that lie close together.",
      },
      decoder: {
        name: "The decoder",
        says: "A second network sees nothing but the code, and draws the picture again from it.",
      },
      loss: {
        name: "The loss",
        says: "This is what training made small: how badly the rebuilt picture fits, and for a VAE what its code costs.",
      },
      map: {
        name: "The map",
        says: "Each dot is the code of one picture. Drag anywhere and see what the decoder makes of it.",
      },
      sliders: {
        name: "The sliders",
        says: "Each slider changes one number of the code, and its strip shows in advance what becomes of the picture.",
      },
      generate: {
        name: "The experiments",
        says: "Two more tabs ask questions of models that were really trained. Here: how are new pictures made, and are they any good?",
      },
      guess: {
        name: "A guess first",
        says: "Say what you expect, try it with your own hand, and then read what was measured. Where it disagrees with the lecture, it says so.",
      },
      weigh: {
        name: "What is weighed",
        says: "The experiments on the loss: what the code costs, what that price does, and how errors are counted.",
      },
    },
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
    fault: "{message}",
    leftOut: {
      folder: "The folder {name} in weights/ was left out:",
      file: "The file {name} in weights/ was left out:",
    },
    noModels:
      "There is no model in weights/. Train one with `python -m model.train ID`, then start again.",
    retry: "Try again",
  },

  pad: {
    name: "Your picture",
    undo: "Undo",
    clear: "Clear",
    random: "Surprise me",
    uploadButton: "Upload",
    examples: "Examples from the test set",
    asIs: "Don’t centre or invert my picture",
    nothing: "Mouse, pen or finger; or take one of these:",
    now: "Now: {what}",
    test: "test picture {index}, {label}",
    testPicture: "Test picture {index}, {label}",
    testUnnamed: "test picture {index}",
    drawing: "your drawing",
    upload: "your upload, {name}",
  },

  /** The encoder's guess, improved by gradient. */
  improve: {
    go: "Improve this code",
    back: "Back to the guess",
    nats: "{term:nat|nats}",
    says: "From the encoder’s guess a gradient goes downhill on the {term:elbo|total}, through the decoder.",
    goes: "{term:mu|μ} and {term:sigma|σ} follow the gradient of the {term:elbo|total}, while the decoder stays as it is.",
    rests:
      "At rest, {less} nats below the encoder’s guess: what it leaves is the amortisation gap.",
    average: "Over {pictures} test pictures it is {test} nats.",
    how: "How that was measured",
    gap: "Over {pictures} test pictures the encoder’s guess costs {test} nats more than the code that a gradient finds; over {pictures} training pictures, {train} nats.",
    protocol: [
      "Each picture’s `μ` and `ln σ²` begin at the encoder’s guess and take {steps} steps of Adam, each by {draws} new draws; the decoder stays as it is.",
      "Guess and end are weighed by the same {judges} draws, by which no step went (seed {seed}).",
    ],
    not: {
      picture: "Without a picture there is no code to improve.",
      ae: "An autoencoder’s code is a point without a width: it has no −ELBO to go down.",
      beta: "This encoder was trained with `β = {beta}`, and never asked for the least −ELBO.",
      server: "The gradient is followed on this device only; now the server answers.",
    },
  },

  reconstruct: {
    seen: "What the model sees",
    layers: "How many numbers each layer has",
    seenLabel: "The 28 by 28 pixels the model sees",
    encoder: "encoder",
    decoder: "decoder",
    xHat: "{term:xHat|Rebuilt picture}",
    xHatLabel: "The rebuilt picture",
    engineTime: { vae: "from μ · {where}", ae: "{where}" },
    nothing: "nothing to rebuild yet",
    code: {
      vae: "The {term:z|code}: a centre {term:mu|μ} and a width {term:sigma|σ} for each number",
      ae: "The code: one point {term:z|z}",
    },
    codeHint: {
      flat: "Rings: where {term:prior|codes are expected}. Violet: μ. Dots: sixteen draws; orange: the one in the formula.",
      rows: "Pale hill: where {term:prior|codes are expected}. Bar: μ ± 2σ. Dots: sixteen draws; orange: the one looked at.",
      ae: "An autoencoder’s code is one point: no width, and no place where {term:prior|codes are expected}.",
    },
    codeMapLabel: "The code on a small map of all test pictures’ codes",
    lens: "× {times}",
    equationLabel: "The chosen draw: z equals μ plus σ times ε",
    beyond: "This picture is so unlike all the model has seen that its code is beyond all bounds.",
    outside: "This code lies outside what is drawn here, far from those of other pictures.",
    codeLabel: "The latent code",
    columns: {
      posterior: "{term:posterior|this picture} among all",
      code: "where the code lies",
      mu: "{term:mu|μ}",
      z: "{term:z|z}",
      sigma: "{term:sigma|σ}",
      epsilon: "{term:epsilon|ε}",
      kl: "{term:kl|nats}",
    },
    loss: "Loss of this picture",
    reconstructionName: "{term:{error}|Picture error}",
    kl: "+ {term:kl|price of the code}",
    atMu: "at μ",
    negElbo: "= {term:elbo|total}",
    nats: "{term:nat|nats}",
    mse: "{term:mse|MSE}",
    barLabel: "The loss as a bar, {total} nats; the usual range is {low} to {high}",
    verdict: {
      none: "The pale band is the usual loss of a test picture: {low} to {high} nats.",
      cheap: "Less than for three quarters of the test pictures; the pale band is the usual range.",
      usual: "About as much as for a typical test picture; the pale band is the usual range.",
      more: "More than for three quarters of the test pictures; the pale band is the usual range.",
      dear: "More than for 95 of 100 test pictures: the model finds this picture hard.",
      strange: "More than for 99 of 100 test pictures: this is unlike what the model has learnt.",
    },
    floor: "Even a perfect x̂ would cost {floor} nats on average.",
    compare: { vae: "Compare with the autoencoder", ae: "Compare with the VAE" },
    twinName: "The {kind}",
    twinLabel: "The other model’s rebuilt picture",
    twinHint: "MSE {mse}",
    twinMissing: "could not be loaded",
    draws: {
      vae: "Sixteen draws from the {term:posterior|code}",
      ae: "What decodes near the code",
    },
    drawsLabel: {
      vae: "Sixteen draws from the posterior, decoded",
      ae: "Sixteen points near the code, decoded",
    },
    drawLabel: { vae: "The draw to look at", ae: "The point to look at" },
    drawText: "number {n}: {code}",
    spread: "Where they differ",
    spreadLabel: "Standard deviation of each pixel over the sixteen pictures",
    resample: { vae: "Draw again", ae: "Other points" },
    exaggeration: { vae: "σ", ae: "distance" },
    exaggerationLabel: { vae: "σ multiplied by", ae: "Distance multiplied by" },
    truth: { vae: "as the model draws them", ae: "5% of the codes’ spread away" },
    exaggerated: { vae: "exaggerated: σ is really smaller", ae: "further away" },
  },

  engineTime: { browser: "this device · {ms} ms", server: "PyTorch, server · {ms} ms" },

  map: {
    axes: "Axes",
    across: "across",
    up: "up",
    principal: "PC {k}",
    share: "({share}%)",
    held: forms({
      one: "The other direction stays as it is.",
      other: "The other {n} directions stay as they are.",
    }),
    layers: "Show",
    layer: {
      dots: "dots",
      contours: "outlines",
      lattice: "what each place decodes to",
      rings: "prior",
      draws: "my draws",
    },
    classes: "Classes",
    classesHint: "Press one to hide it, twice to see it alone.",
    isolate: "Twice, or with Shift: this one alone",
    frame:
      "The map of codes. Arrow keys move the point, plus and minus zoom, 0 shows the usual view.",
    zoom: "Zoom",
    closer: "Zoom in",
    wider: "Zoom out",
    fit: "Usual view",
    mine: "Go to my picture",
    toPoint: "Go to the point",
    decoded: "Decoded from this point",
    decodedLabel: "The picture decoded from the chosen point",
    strange: "no codes here",
    near: "Codes lie near: the nearest is {distance} away.",
    far: "The nearest code is {distance} away, and 99 of 100 codes have one within {within}: here the decoder is guessing.",
    nearest: "Nearest test picture",
    nearestLabel: "The test picture whose code is nearest",
    nearestText: "picture {index}, {label}, {distance} away",
    said: "{at}, looks like {label}",
    tip: "{label} · picture {index}",
    words: {
      vae:
        "Most points inside the rings (1, 2, 3 σ of the prior) give {believable}: that is how a " +
        "VAE invents new ones. Between two groups they mix. ◆ is your picture, with the 2σ outline of its " +
        "posterior.",
      ae:
        "Nothing told the autoencoder where to put its codes: there is no place to draw new ones " +
        "from. Look for holes, and at what decodes there. ◆ is your picture’s code.",
    },
    gestures: {
      mouse: "Ctrl and the wheel zoom; Shift and drag moves the map.",
      touch: "Drag the ring, or sideways from anywhere; two fingers zoom and move the map.",
    },
  },

  sliders: {
    name: "What each number changes",
    carried: { vae: "nats on average", ae: "spread of the codes" },
    carries: { vae: "carries {weight} nats on average", ae: "spread of the codes: {weight}" },
    inactive: "changes nothing",
    strip: "What {name} changes",
    number: "{name}, as a number",
  },

  decoded: {
    name: "Decoded picture",
    label: "The picture decoded from the numbers",
    prior: "Random, from the prior",
    random: "A random picture’s code",
    zero: { vae: "Centre (0)", ae: "All to 0" },
    mine: "My picture’s code",
    legend: {
      vae: "Frame: the number. Pale hill: where codes are expected. Tick: my picture’s μ.",
      ae: "Frame: the number. Tick: my picture’s code. A strip reaches as far as the test pictures’ codes.",
    },
    keys: "Arrow keys: a small step, with Shift ten. Double click or Backspace: back to my picture.",
  },

  walk: {
    name: "Walk from picture A to picture B",
    end: "Picture {end}",
    mine: "My picture",
    mineAs: "My picture as picture {end}",
    random: "Random",
    randomAs: "A random test picture as picture {end}",
    strip: "The pictures on the way",
    t: "How far along the way",
    place: "{share}% of the way",
    released: "not on the way",
    play: "Play",
    bounce: "There and back",
    way: "The way",
    ways: { straight: "straight", spherical: "spherical" },
  },

  /** The experiments; `of` has the texts of each room, by its name. */
  rooms: {
    label: "Experiments of this tab",
    none: "The experiments of this tab are not here yet.",
    stage: "The experiment",
    guess: "Guess first",
    veiled: "The measured answer waits for your guess.",
    show: "Show it without a guess",
    right: "You guessed it: {truth}.",
    wrong: "Your guess was {guess}; the measurement says {truth}.",
    more: "In detail",
    why: "Why",
    how: "How this was measured",
    copy: "Copy",
    copied: "Copied",
    missing: "This has not been measured here yet. The command below measures it.",
    /** What a protocol says, by the key in the experiment’s file. */
    protocol: {
      draws: "Draws",
      closed_form: "Closed form",
      estimate: "Estimate",
      seed: "Seed of the draws",
    },
    of: {
      steps: {
        name: "Four steps",
        question: "Training is over. Which of the two nets is needed to draw a new picture?",
        choices: { decoder: "the decoder only", encoder: "the encoder only", both: "both" },
        answer:
          "The decoder alone drew {n} pictures of codes from `N(0, I)`, with {d} numbers each: a classifier is {certain}% certain of them, and {real}% of real ones.",
        /** Of new pictures against rebuilt ones. */
        gap: {
          first:
            "New ones are even nearer to real ones than rebuilt ones are ({drawn} against {rebuilt}).",
          second:
            "They are not as good as rebuilt ones, which need both nets: these are at a Fréchet distance of {rebuilt} from real pictures, the new ones at {drawn}.",
          alike:
            "They are about as near to real ones as rebuilt ones are ({drawn} against {rebuilt}).",
        },
        why: "The encoder is needed in training: it shows the decoder which codes to expect, and KL holds them near `N(0, I)` (they spread {spread} in each number), so that a draw from there can take its place later.",
        how: [
          "{samples} codes from `N(0, I)` (seed {seed}) went through the decoder only; the pictures are its means.",
          "Certainty is the mean probability of the likeliest class by a classifier that no model here was trained with; the distance compares its last hidden layer with that of all test pictures.",
          "Rebuilt pictures are of the test pictures, from one code of each.",
          "How far codes spread is in a model’s metrics: `python -m model.evaluate ID` measures it.",
        ],
        steps: { train: "Train", encode: "Encode", sample: "Sample", decode: "Decode" },
        play: "Play",
        again: "New draws",
        says: {
          train: {
            vae: "Train: {epochs} times through the training pictures, both nets learn to rebuild each picture and to keep its code near `N(0, I)`.",
            ae: "Train: {epochs} times through the training pictures, both nets learn to rebuild each picture, and nothing else.",
          },
          untold: {
            vae: "Train: picture after picture, both nets learn to rebuild it and to keep its code near `N(0, I)`.",
            ae: "Train: picture after picture, both nets learn to rebuild it, and nothing else.",
          },
          encode:
            "Encode: the encoder turned each of {n} test pictures into a code; the diamond is yours.",
          sample: {
            vae: "Sample: sixteen codes from `N(0, I)`, drawn without any picture, fall on the cloud.",
            ae: "Sample: an autoencoder has no law of its own; these sixteen codes are from `N(0, I)`, of which its training never heard.",
            spot: "Sample: an autoencoder has no law of its own; sixteen codes from `N(0, I)`, of which its training never heard, all fall on one small spot.",
          },
          decode: {
            vae: "Decode: the decoder alone drew these sixteen new pictures, in {ms} ms.",
            ae: "Decode: the decoder alone drew these sixteen, in {ms} ms.",
          },
          read: forms({
            one: "A classifier reads a single class in them.",
            other: "A classifier reads {kinds} different classes in them.",
          }),
          spotRead: forms({
            one: "From that one small spot come pictures alike: a classifier reads a single class in them.",
            other:
              "Though their codes lie on that one small spot, a classifier reads {kinds} different classes in them.",
          }),
          readNothing: "A classifier is sure of none of them.",
        },
        curves: "Training",
        map: "{term:z|Codes}: of test pictures, and drawn",
        lens: "The spot, enlarged",
        mapLabel: "The codes of the test pictures, with your picture’s and the sixteen draws",
        pictures: "Sixteen new pictures",
        mine: "Your picture",
        sheet: "Sixteen new pictures",
        cell: "New picture {n}",
        untold:
          "The curves of this model’s training were not kept, and none are made up in their place.",
        terms: {
          reconstruction_nats: "Reconstruction, nats a picture",
          kl_nats: "{term:kl|KL}, nats a picture",
        },
        plainTerms: { reconstruction_nats: "Reconstruction", kl_nats: "KL" },
        sets: { train: "training pictures", test: "test pictures" },
        epoch: "epoch",
        curveSays: "{term} over {n} epochs: from {first} to {last} nats a picture",
      },
      sampling: {
        name: "VAE and autoencoder",
        question:
          "Codes are drawn from `N(0, I)` and decoded. Whose pictures come nearer to real ones?",
        choices: { vae: "the VAE’s", ae: "the autoencoder’s", both: "about the same" },
        answer:
          "From `N(0, I)`, with {d} numbers: the VAE’s pictures are {vae} from real ones, the autoencoder’s {ae}; two halves of the real ones are {floor} apart.",
        /** Of an autoencoder’s best fitted law against the VAE’s prior. */
        plain: {
          first:
            "But “an autoencoder cannot generate” says too much: from {law} its pictures are {best} from real ones, nearer than the VAE from its own prior ({vae}). What it lacks is a law of its own.",
          second:
            "A law fitted to its codes helps the autoencoder, yet {law} brings it to {best} only: here the VAE stays ahead with {vae}.",
          alike:
            "But “an autoencoder cannot generate” says too much: from {law} its pictures are {best} from real ones, about as near as the VAE from its own prior ({vae}).",
        },
        fitted: {
          gaussian: "a Gaussian fitted to its codes",
          mixture: "a mixture fitted to its codes",
        },
        why: "The KL term drew the VAE’s codes to `N(0, I)`: they spread {vaeSpread} in each number. Nothing drew the autoencoder’s: they spread {aeSpread}, from {low} to {high}, and `N(0, I)` is one small spot among them.",
        gains:
          "The VAE gains by a fitted mixture too ({mixture} instead of {vae}): its codes do not quite fill its prior.",
        noGains: "The VAE gains nothing by a fitted mixture ({mixture} against {vae}).",
        /** Of both from their mixtures, the autoencoder first. */
        fair: {
          first: "From mixtures the autoencoder is even the nearer of the two ({fitted}).",
          second: "From a mixture too the VAE is nearer than the autoencoder ({fitted}).",
          alike: "From mixtures the two are about as near ({fitted} for the autoencoder).",
        },
        how: [
          "{samples} codes are drawn from each law (seed {seed}) and decoded; the pictures are the decoder’s means, and no pixel is drawn.",
          "A fitted law is fitted to one code of each training picture: of the VAE a draw from its posterior, of the autoencoder the code itself. The mixture has ten Gaussians, found by EM.",
          "The Fréchet distance compares what the last hidden layer of a classifier makes of the pictures and of all test pictures. It compares rows of this table, and is no FID of other papers.",
          "“Real against real” is one half of the test pictures, taken at random, against the other; “reconstructions” are of the test pictures.",
          "Certainty and variety under the sheets are of the 64 pictures shown.",
          "How far codes spread is in a model’s metrics: `python -m model.evaluate ID` measures it.",
        ],
        nothing: "There is no VAE with an autoencoder of the same size here.",
        law: "Codes are drawn from",
        laws: { prior: "`N(0, I)`", gaussian: "a fitted Gaussian", mixture: "a fitted mixture" },
        numbers: "{d} numbers",
        again: "New draws",
        sheet: "64 pictures by the {model}",
        cell: "Picture {n}: {class}, {share}% certain",
        plainCell: "Picture {n}",
        where: {
          vae: "The 64 draws among the codes of test pictures",
          ae: "The 64 draws among the codes of test pictures; the dashed rings are `N(0, I)`",
        },
        whereSays:
          "{model}: the test pictures’ codes reach from {low} to {high}; the 64 draws lie from {from} to {to} on these axes.",
        figures: {
          frechet: "distance to real ones, of {n}",
          confidence: "classifier’s certainty, of these {n}",
          entropy: "variety, of 2.30 nats",
        },
        distances: "Fréchet distance to real pictures: less is nearer",
        rows: {
          floor: "real against real",
          reconstructions: "reconstructions",
          prior: "`N(0, I)`",
          gaussian: "fitted Gaussian",
          mixture: "fitted mixture",
        },
        chosen: "A picture you choose",
        nearest: "The nearest test picture",
        takenFor: "Taken for {class}, {share}% certain",
        nearestSays: "Nearest test picture: {class}, at a distance of {distance}",
        hint: "Press a picture above: its nearest test picture appears, and the ways to its place on the map.",
        open: "Open on",
      },
      maps: {
        name: "Two maps",
        question: "How large is the autoencoder’s map of the same pictures, in units of the VAE’s?",
        choices: {
          same: "about as large",
          ten: "about ten times",
          fifty: "about fifty times",
          more: "about a thousand times",
        },
        answer:
          "{ratio} times: the autoencoder’s codes spread {ae} about their middle and reach from {low} to {high}; the VAE’s spread {vae} and reach from {vaeLow} to {vaeHigh}.",
        /** Of the reconstructions’ nats, the autoencoder first. */
        quality: {
          first:
            "With all that room it rebuilds better: {aeNats} nats a picture against {vaeNats}.",
          second:
            "All that room does not help it: it rebuilds at {aeNats} nats a picture, the VAE at {vaeNats}.",
          alike:
            "All that room buys little: it rebuilds at {aeNats} nats a picture, the VAE at {vaeNats}.",
        },
        why: "Nothing in the autoencoder’s loss says where codes may lie, so it costs nothing to put them far apart. The VAE pays KL for every step away from `N(0, I)` and for every σ that is narrow: {kl} nats a picture.",
        how: [
          "The {n} shipped test pictures are encoded by both models; a VAE’s code is its μ.",
          "The spread is the root mean square of the standard deviations of the two numbers of a code.",
          "The figures are in the metrics of both models, which this command measures anew.",
        ],
        nothing: "There is no VAE with an autoencoder of two numbers here.",
        map: "{model}: the codes of test pictures. Drag, or use the arrow keys, to decode another point.",
        ring: {
          vae: "Dashed: 1, 2 and 3 σ of `N(0, I)`",
          ae: "The dashed dot: 3 σ of `N(0, I)`, of which this model knows nothing",
        },
        decodes: "{model} decodes `({x}, {y})`",
        between: {
          mine: "Your picture",
          near: "Nearest test picture: {class}",
        },
        mine: "My picture",
        hint: "Drag on either map: the other shows where the same test picture lies.",
        said: "{model}: {x}, {y}. Nearest test picture: {class}.",
      },
      novelty: {
        name: "Is it new?",
        question: "Is what a VAE draws a copy of what it was trained on?",
        choices: {
          copies: "mostly copies",
          nearer: "no copies, yet nearer than new pictures",
          alike: "as near as new pictures",
          farther: "farther than new pictures",
        },
        answers: {
          copies:
            "{model}: mostly copies. The middle sample lies {median} from its nearest training picture, not half as far as the middle new picture ({heldOut}).",
          nearer:
            "{model}: no copies, but nearer. The middle sample lies {median} from its nearest training picture, the middle new picture {heldOut}.",
          alike:
            "{model}: no copies. The middle sample lies {median} from its nearest training picture, the middle new picture {heldOut}: no more apart than by chance.",
          farther:
            "{model}: no copies, and farther. The middle sample lies {median} from its nearest training picture, the middle new picture {heldOut}.",
        },
        disagree:
          "That goes by comparing like with like (`z = {cells}`); all at once the test says otherwise (`z = {z}`), as the model draws some kinds of picture more often than there are.",
        smooth: {
          beyond:
            "Near need not mean copied: a smooth picture is near to many, a sharp one to few. New pictures sent through the model, which smooths them and never saw them, lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`). Beside those the samples are farther (`z = {zSamples}`).",
          all: "Near need not mean copied: a smooth picture is near to many, a sharp one to few. New pictures sent through the model, which smooths them and never saw them, lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`). Beside those the samples are as near (`z = {zSamples}`).",
          some: "Near need not mean copied: a smooth picture is near to many, a sharp one to few. New pictures sent through the model, which smooths them and never saw them, lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`). That is only a part: beside those the samples are nearer still (`z = {zSamples}`).",
          none: "That they are smooth is not why: new pictures sent through the model lie {rebuilt} away, and {heldOut} before (`z = {zRebuilt}`); beside those the samples have `z = {zSamples}`.",
          alike:
            "Between −3 and 3 z may be chance. New pictures sent through the model, which smooths them, lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`); beside those the samples have `z = {zSamples}`.",
          away: "It is not how the model draws that keeps them away, but where z is drawn: new pictures sent through the model lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`), and beside those the samples are farther still (`z = {zSamples}`).",
          awayAlike:
            "It is how the model draws that keeps them away: new pictures sent through it lie {rebuilt} away instead of {heldOut} (`z = {zRebuilt}`), and beside those the samples are no farther (`z = {zSamples}`).",
        },
        lecture: {
          neither:
            "The lecture says that KL keeps a VAE from memorising; these figures do not show it, for the autoencoder, which has no KL, does not copy either (middle {ae}, `z = {zAe}`).",
          onlyAe:
            "As the lecture says of KL: the autoencoder, which has none, does copy (middle {ae}, `z = {zAe}`).",
          onlyVae:
            "The lecture says that KL keeps a VAE from memorising; here the VAE copies, and the autoencoder, which has no KL, does not (middle {ae}, `z = {zAe}`).",
          both: "The lecture says that KL keeps a VAE from memorising; here both copy, with KL and without (the autoencoder: middle {ae}, `z = {zAe}`).",
        },
        table: {
          label: "Distance to the nearest training picture, and the copying test, of each model",
          median: "middle",
          z: "`z`",
          cells: "in cells",
          heldOut: "new pictures",
        },
        how: [
          "{n} samples of each model: `z ~ N(0, I)` decoded, of an autoencoder from a mixture of ten Gaussians fitted to its codes; seed {seed}. Beside them the first {n} test pictures, which no model was trained on.",
          "New pictures are never trained on. The distance is the Euclidean one over 784 pixels from 0 to 1, to the nearest of all training pictures.",
          "z is the Mann-Whitney U of the two sets of distances as a z-score (Meehan, Chaudhuri and Dasgupta 2020), once over all, and once within {k} cells of k-means over the training pictures, where like is compared with like: the mean of the cells’ z by its standard error. The answer goes by the latter; a cell counts with {least} of each.",
          "“Sent through” is a test picture decoded from one draw of its posterior.",
        ],
        dims: "{d} numbers",
        samples: "{n} samples of the model",
        heldOut: "{n} new pictures",
        rebuilt: "New, sent through it",
        plot: "How many pictures lie how far from the nearest training picture; arrow keys go from bin to bin",
        axes: {
          x: "distance to the nearest training picture",
          y: "pictures in a bin",
        },
        readHint: "Point at a bin to read it.",
        between: "{low} to {high}",
        andMore: "{low} and more",
        bin: "At {range}: {samples} samples, {heldOut} new pictures",
        binRebuilt: ", {rebuilt} sent through",
        test: "The copying test",
        ends: { copies: "copies", alike: "no difference", away: "keeps away" },
        scores: {
          cell: "all in one cell",
          cells: "within {cells} cells, taken together",
          rebuilt: "new pictures, sent through",
        },
        plain:
          "Take one sample and one new picture by chance: in {share} of 100 such pairs the sample is the nearer one to its training picture. 50 would be no difference; z says by how many standard errors it is another.",
        pairs: "Judge: a picture, the training picture nearest to it, how far",
        places: {
          first: "the nearest of all",
          quarter: "25 of 100 are nearer",
          half: "the middle one",
          far: "95 of 100 are nearer",
        },
        rows: { samples: "samples", heldOut: "new pictures" },
        nearestAt: "the nearest training picture, {distance} away",
      },
      between: {
        name: "Between pictures",
        question:
          "Half-way on a straight walk between two pictures of different classes, what does a classifier see?",
        choices: {
          one: "one of the two classes",
          third: "a third class",
          nothing: "nothing for sure",
        },
        answers: {
          one: "{model}: half-way on {pairs} straight walks {one}% read as one of the two, {third}% as a third class, {nothing}% as nothing for sure.",
          third:
            "{model}: half-way on {pairs} straight walks {third}% read as a third class, {one}% as one of the two, {nothing}% as nothing for sure.",
          nothing:
            "{model}: half-way on {pairs} straight walks {nothing}% read as nothing for sure, {one}% as one of the two, {third}% as a third class.",
        },
        why: {
          anywhere: "Somewhere on the way {third}% read as a third class.",
          arc: {
            more: "The spherical way does better: half-way {arc}% read as one of the two.",
            fewer: "The spherical way does worse: half-way {arc}% read as one of the two.",
            same: "The spherical way makes no difference beyond chance: {arc}% read as one of the two.",
          },
          size: {
            more: "With {d} numbers in the code a third class is read more often, on {share}% of the walks.",
            fewer:
              "With {d} numbers in the code a third class is read less often, on {share}% of the walks.",
            same: "With {d} numbers in the code it makes no difference beyond chance ({share}% read as a third).",
          },
          flat: "On a plane the classes lie side by side, and a straight line leads through others.",
          ae: {
            more: "The lecture says that an autoencoder cannot generate; half-way on these walks it does better than the VAE of its size ({ae}% one of the two, against {vae}%).",
            fewer:
              "The autoencoder does worse than the VAE of its size, as the lecture would have it ({ae}% one of the two, against {vae}%).",
            same: "The lecture says that an autoencoder cannot generate; half-way on these walks it does as well as the VAE of its size ({ae}% one of the two, against {vae}%).",
          },
        },
        table: {
          label: "Read half-way on straight walks, in %",
          one: "of the two",
          third: "a third",
          nothing: "none",
        },
        how: [
          "{pairs} pairs of test pictures of different classes, drawn with seed {seed}; each walk goes from μ to μ in {places} steps, each decoded and shown to a classifier that has nothing to do with the model.",
          "A picture reads as a class where its likeliest class has a probability of {sure} or more. A third class is one that neither end reads as.",
          "A centre is the mean μ of a class over all test pictures.",
          "A direction is the regression of μ on the attribute as measured on the test pictures: the mean brightness, columns to the right for each row up, or the spread of the ink’s columns. Its intervals, of 95%, are from {resamples} bootstrap resamples of the pictures.",
          "What a step does is measured on what is decoded from each class’s centre and so many steps.",
        ],
        plot: "A place on the walk",
        noClassifier: "There is no classifier for this data set.",
        centres: "From or to the centre of a class",
        centreOf: "centre of {label}",
        right: "decoded, {right} of {n} read as their own class",
        up: "probability of each class",
        point: "The picture at this place",
        reads: "The classifier reads {label} ({share}%).",
        readsNothing: "The classifier reads nothing for sure: {label} at most ({share}%).",
        steps: "Step aside",
        attributes: { thicker: "thicker", slanted: "more slanted", wider: "wider" },
        traits: {
          thicker: "how thick pictures are",
          slanted: "how slanted they are",
          wider: "how wide they are",
        },
        step: "Steps in the direction: {name}",
        stepText: "{n} standard deviations",
        reset: "Back to the walk",
        direction: {
          cones: "One step in z, in violet; the others dark. Shaded: 95% of resamples",
          intervals: "One step in each z; boxes: 95% of resamples",
        },
        effect: "Across: steps asked for; up: steps that come (dashed: all)",
        notMeasured: "The directions of this model have not been measured.",
        explained: {
          well: "A linear reading of the code explains {share}% of the differences in {name}; 95 of 100 resamples point within {angle}° of this direction.",
          barely:
            "A linear reading of the code explains only {share}% of the differences in {name}: the direction is sure to {angle}° and says little all the same.",
        },
        came: {
          full: "Of {asked} steps asked for, `{got}` come.",
          part: "Of {asked} steps asked for, only `{got}` come.",
          hardly: "Of {asked} steps asked for, `{got}` come: hardly any.",
          more: "Of {asked} steps asked for, `{got}` come: more.",
        },
      },
      kl: {
        name: "What KL costs",
        question:
          "How many nats does a posterior cost that lies at `μ = 0` and is ten times as narrow as the prior?",
        choices: { none: "0", few: "about 1.8", many: "about 100" },
        answer:
          "`½ (0 + 0.01 − 1 − ln 0.01)` = {kl} {term:nat|nats}; {n} draws say {mean}\u00a0±\u00a0{error}.",
        why: "Ten times as narrow says `ln 10 = 2.30` nats more about where z lies, and the small σ itself saves half a nat. The price grows with the logarithm: a hundred times as narrow costs about 4.1 nats, and not ten times as much.",
        set: "Set it so",
        total: "{term:kl|KL}",
        nats: "{term:nat|nats}",
        dims: "Numbers in the code",
        dimsOf: { one: "one number", two: "two numbers" },
        plot: "The prior p and the posterior q. Arrow keys move μ; with Shift they change σ; with one number, up and down change σ.",
        prior: "`p(z)`: {term:prior|prior}",
        posterior: "`q(z|x)`: {term:posterior|posterior}",
        tall: "higher than drawn",
        slider: { mu: "centre {name}", sigma: "width {name}" },
        said: "{code}: {kl} nats",
        terms: "Its three terms",
        termsLabel: "The terms of KL, in nats",
        draws: "From draws",
        again: "New draws",
        count: "draws",
        countText: "{n} draws",
        mine: "The {term:posterior|code} of my picture",
        ones: "What if σ were 1?",
        load: "Set {name} of my picture in the calculator",
        whole: "Together {before} nats. Press a bar to see its μ and σ above.",
        saved:
          "{after} nats instead of {before}: {saved} saved. But then the codes of pictures overlap, and the decoder, which cannot tell them apart, errs by {more} nats more. So the net pays.",
        cheaper:
          "{after} nats instead of {before}: {saved} saved, and the decoder errs by only {more} nats more: for this picture alone, a wider code would be cheaper.",
        pointed:
          "An autoencoder’s code is one point without a σ: it has no KL, and pays nothing for what its code tells.",
        nothing: "There is no picture now. Draw one on the first tab.",
      },
      beta: {
        name: "More or less β",
        question: "`β`, the weight of the KL, grows from 1 to 32. What happens to the code?",
        choices: {
          more: "more of its numbers are used",
          spread: "it spreads out",
          off: "its numbers switch off, until none is left",
        },
        slider: "β, the weight of the KL",
        size: "Numbers in the code",
        loading: "Loading this net …",
        samples: "Samples",
        samplesLabel: "What this net decodes from sixteen draws of the prior",
        again: "New draws",
        mine: "My picture, rebuilt",
        ownLabel: "My picture",
        rebuiltLabel: "My picture, rebuilt by this net",
        mineSays: "Its code costs {kl} nats.",
        others: "Its code costs {kl} nats. These nets know digits only.",
        nothing: "There is no picture now.",
        cloud: "The codes of the test pictures",
        cloudSays: {
          draws:
            "One draw from the posterior of each of {n} test pictures at β = {beta}, coloured by class, on the prior’s rings; the axes reach to {half} on each side.",
          centres:
            "The centres of the posteriors of {n} test pictures at β = {beta}, coloured by class, on the prior’s rings; the axes reach to {half} on each side.",
        },
        of: "What is shown of each test picture",
        ofs: { draws: "a draw `z`", centres: "the centre `μ`" },
        notes: {
          draws: "Dots: a draw `z` of each. Rings: the prior.",
          centres: "Dots: the centres `μ`. Rings: the prior.",
          mine: "Violet: my picture.",
        },
        axesOwn: "Axes may be swapped or mirrored.",
        axesMany: "Axes: {x} and {y} of this net.",
        curve: "Rate and distortion",
        curveLabel:
          "The error of each net against its KL, with lines of equal −ELBO. The net that is shown is marked, and the table below has its numbers.",
        axes: { rate: "rate: KL, nats (root scale)", distortion: "distortion: error, nats" },
        tableLabel: "The net that is shown, in nats a picture",
        figures: {
          distortion: "Reconstruction, nats",
          rate: "{term:kl|KL}, nats",
          loss: "`−ELBO`, their sum",
          active: "Numbers in use",
          carries: "Told of the picture, nats",
          away: "From cloud to {term:prior|prior}, nats",
        },
        dims: "KL a number, nats; struck out: 0.1 or less",
        ends: {
          none: "An autoencoder with noise: the KL is free. The codes lie up to {spread} apart (standard deviation) with σ as small as {sigma}, {kl} nats of KL that nobody charges for.",
          less: "A cheap KL: {kl} nats of it, and `−ELBO` is {more} nats worse than at `β = {best}`.",
          best: "The least `−ELBO` of all: {active} of {d} numbers in use, {kl} nats of KL.",
          one: "The VAE’s own weight: {active} of {d} numbers in use, and `−ELBO` only {more} nats more than at `β = {best}`.",
          more: "A dear KL: {active} of {d} numbers in use, and `−ELBO` is {more} nats worse than at `β = {best}`.",
          all: "The posterior is the prior: KL {kl} nats. The code says nothing of the picture, and whatever z is, the decoder draws the same.",
        },
        activeFewer: "At `β = {one}`, {active} of {d} numbers are in use; {drops}.",
        activeSame:
          "At `β = {one}`, {active} of {d} numbers are in use, and as many at `β = {last}`.",
        activeMore:
          "At `β = {one}`, {active} of {d} numbers are in use, and {left} at `β = {last}`.",
        twoEnds:
          "Without the KL the codes drift up to {spread} apart; at `β = {last}` every posterior is the prior (KL {kl}).",
        shaped:
          "So the error shapes the codes only indirectly: it asks that they suffice to rebuild the picture. Where they lie is the KL’s doing.",
        many: "With {d} numbers: {words}",
        drop: "{left} at `β = {beta}`",
        dropAll: "none at `β = {beta}`",
        elboBest:
          "`−ELBO` is least at `β = 1`: {one} nats, against {firstNats} at `β = {first}` and {lastNats} at `β = {last}`.",
        elboAlike:
          "`−ELBO` is least at `β = {best}`, but `β = 1` has only {lost} nats more; at `β = {first}` it is {firstNats} and at `β = {last}` {lastNats}.",
        elboElsewhere:
          "`−ELBO` is not least at `β = 1`, which trains for it: `β = {best}` has {bestNats} nats and `β = 1` {one}.",
        pull: {
          each: "More KL pulls the cloud to the prior: {firstAway} nats away at `β = {first}`, {oneAway} at `β = 1`, {lastAway} at `β = {last}`, nearer at each step.",
          eachFrom:
            "More KL pulls the cloud to the prior: {firstAway} nats away at `β = {first}`, {oneAway} at `β = 1`, {lastAway} at `β = {last}`; from `β = {known}` on, where it is no mere bound, nearer at each step.",
          whole:
            "More KL pulls the cloud to the prior on the whole ({firstAway} nats away at `β = {first}`, {oneAway} at `β = 1`, {lastAway} at `β = {last}`), but not at each step: {fromAway} at `β = {from}`, {toAway} at `β = {to}`.",
          no: "More KL does not pull the cloud to the prior here: {firstAway} nats away at `β = {first}`, {lastAway} at `β = {last}`.",
        },
        atMost: "at most {nats}",
        why: "A nat stays in the code as long as it saves more than β nats of error: from `β = {from}` to {to} the net gives up {saved} nats and errs by {more} more, {each} for each nat. Once no nat of a number is worth β, the number is switched off.",
        whyNot:
          "A nat should stay in the code as long as it saves more than β nats of error. From `β = {from}` to {to} the net gives up {saved} nats and errs by {more} more, {each} for each nat: these nets have not quite found their best.",
        how: [
          "The nets differ in β alone; they are smaller than the others of this page ({width} units a layer) and were trained for {epochs} epochs, with one seed each.",
          "Reconstruction and KL are means over all test pictures, with one `z ~ q(z|x)` each. A number counts as in use where its KL is above 0.1 nats.",
          "What the code tells of the picture is `I(x; z)`, by {information_draws} draws against the mixture of all posteriors. It cannot be found above `ln` {pictures} = {cap} nats: within half a nat of that the table says ≥, and ≤ of the cloud’s distance.",
          "The cloud’s distance is `KL(q(z) ‖ p(z))`, the KL less that information; two that are within 0.05 nats of each other count as alike.",
          "The axes of each net are put in the order and direction in which its cloud is nearest to its neighbour’s, from `β = 1` outwards, and nothing is turned. All nets decode the same draws, in that order too. The dots are of every fourth test picture.",
        ],
      },
      memorising: {
        name: "Memorising",
        question: "Trained on 100 pictures: does KL keep the net from learning them by heart?",
        choices: {
          yes: "yes, it does",
          less: "it lessens it",
          no: "it makes no difference",
          depends: "it depends",
        },
        trained: "Training pictures",
        seen: "the net’s training pictures",
        unseen: "new pictures",
        best: "best on new pictures",
        axes: {
          steps: "training steps of 256 pictures",
          nats: "reconstruction error, nats a picture",
        },
        sides: { free: "Without the KL: `β = 0`", paid: "With the KL: `β = 1`" },
        laws: {
          free: "Samples, from a Gaussian fitted to the net’s codes:",
          paid: "Samples, from the prior `N(0, I)`:",
        },
        figures: {
          train: "Error, seen",
          test: "Error, new",
          gap: "Gap",
          best: "Past best",
          copying: "Copying z",
          nearer: "Nearer to seen",
        },
        plotLabel:
          "Reconstruction error over {steps} steps: at the end {train} nats for the training pictures and {test} for new ones, which were rebuilt best after {step}, with {best} nats.",
        pairs: "Eight samples of the net, each with the training picture nearest to it",
        sample: "sample",
        nearest: "nearest",
        distance: "apart",
        sampleLabel: "Eight samples of this net",
        nearestLabel: "The training picture nearest to each sample; distances {distances}",
        copyingMeans:
          "Copying z: below −3 (the line) samples lie nearer to the training pictures than new pictures do. But blurred ones lie near everything: so the last figure counts those nearer to a seen than to a new picture, 50% by chance.",
        gaps: "On {n} pictures, new ones cost {free} nats more than seen ones without the KL, {paid} with it.",
        copying: {
          both: "Both copy: {freeNear}% of samples without the KL, {paidNear}% with it, are nearer to a seen picture than to any of as many new ones.",
          free: "Only the net without the KL copies: {freeNear}% of its samples lie nearer to a seen picture than to any of as many new ones, with the KL {paidNear}%.",
          paid: "Only the net with the KL copies: {paidNear}% of its samples lie nearer to a seen picture than to any of as many new ones, without the KL {freeNear}%.",
          neither:
            "Neither copies: {freeNear}% of samples without the KL, {paidNear}% with it, are nearer to a seen picture than to any of as many new ones.",
        },
        gapOf: "{free} and {paid} on {n} pictures",
        allGaps: "The gaps without the KL and with it, in nats: {gaps}.",
        answer: {
          depends:
            "The two measures disagree: with the KL the gap between new and seen pictures is {paid} nats instead of {free}, but {paidNear}% of the samples copy instead of {freeNear}%.",
          yes: "Yes: with the KL the gap between new and seen pictures is {paid} nats, against {free} without it.",
          less: "It lessens it and does not prevent it: the gap between new and seen pictures is {paid} nats with the KL, against {free} without it.",
          no: "It makes next to no difference: the gap between new and seen pictures is {paid} nats with the KL and {free} without it.",
          worse:
            "It does not: with the KL the gap between new and seen pictures is even wider, {paid} nats against {free}.",
        },
        spoiltLess:
          "Without the KL, new pictures are rebuilt best after {freeStep} steps and {freeSpoilt} nats worse at the end; with it best after {paidStep}, and {paidSpoilt} nats worse at the end.",
        spoiltMore:
          "Nor does it prevent overfitting: new pictures are rebuilt best after {paidStep} steps and {paidSpoilt} nats worse at the end, without the KL after {freeStep} and {freeSpoilt} nats worse.",
        whyNames:
          "To say which of {n} pictures it is takes `ln {plain} = {enough}` nats. With the KL a seen picture’s code costs {paidKl} ({freeKl} without it): enough to name each one, and a decoder that knows them by heart then draws it. The KL limits what the code tells and not what the decoder remembers.",
        whyCannot:
          "To say which of {n} pictures it is takes `ln {plain} = {enough}` nats. With the KL a seen picture’s code costs only {paidKl} ({freeKl} without it): too little to name each one.",
        how: [
          "Nets of {width} units a layer and two numbers in the code, each trained for {steps} steps of {batch} pictures, however few there are; one seed each.",
          "Errors are nats a picture with one `z ~ q(z|x)` each; “seen” are all pictures that the net was trained on, “new” all test pictures. The curves are measured on at most 2,000 of each.",
          "Samples are decoded from {n_samples} draws of `N(0, I)`; at `β = 0`, where nothing ties the codes to it, of the Gaussian fitted to the net’s own codes.",
          "Distances are Euclidean, over all pixels. Copying z is the Mann–Whitney U of the samples’ distances to the nearest training picture against as many test pictures’ (`arXiv 2004.05675`). A net counts as copying when more than 55% of its samples lie nearer to a training picture than to any of as many test pictures.",
          "A gap counts as lessened when it is smaller by a tenth, and as gone when less than a tenth is left and the net does not copy. The measures disagree where the gap is lessened and more samples copy, by more than chance; the samples of the two nets come from unlike laws.",
        ],
      },
      covariance: {
        name: "Why diagonal",
        question:
          "A {term:posterior|posterior} that is free to tilt: how much better does it make `−ELBO` at `d = 10`?",
        choices: {
          much: "more than 5 nats",
          some: "1 to 5 nats",
          none: "less than 1 nat, or worse",
        },
        gain: {
          better:
            "At `d = {d}`, `−ELBO` is {full} nats with a full covariance and {diagonal} with a diagonal one: {gain} nats better.",
          worse:
            "At `d = {d}`, `−ELBO` is {full} nats with a full covariance and {diagonal} with a diagonal one: {gain} nats worse.",
          alike:
            "At `d = {d}`, `−ELBO` is {full} nats with a full covariance and {diagonal} with a diagonal one: there is nothing between them.",
        },
        why: {
          asGood:
            "So the diagonal is as good here. A net may turn and bend its space until the axes suit the posteriors; the tilt that the full ones still have (a largest correlation of {inside}, in the median) is worth {gain} nats, for {numbers} numbers instead of {d}.",
          worse:
            "So the diagonal is better here, though it is a case of the full covariance: trained as long, the freer net did not find as good a solution. It does tilt its posteriors (their largest correlation is {inside} in the median), with {numbers} numbers for each instead of {d}.",
          pays: "So here a tilt pays, by {gain} nats a picture, for {numbers} numbers instead of {d}; the full posteriors’ largest correlation is {inside} in the median. The diagonal buys its closed form and its cheap draws with that.",
        },
        split: {
          known:
            "Of the diagonal net’s {kl} nats of KL at `d = {d}`, {information} tell which picture it was, and {aggregate} are what all codes together differ from the prior.",
          capped:
            "Of the diagonal net’s {kl} nats of KL at `d = {d}`, {information} tell which picture it was. That estimate is all but at its cap, `ln 10,000` = {cap}: among 10,000 pictures no code can tell more. So what all codes together differ from the prior is at most the remaining {aggregate}.",
        },
        counts: { diagonal: "numbers, diagonal", full: "numbers, full" },
        size: "Dimensions of the code",
        time: "Time for one posterior",
        timeOf: "What is timed",
        of: { draw: "a draw", kl: "a KL" },
        what: { draw: "a draw", kl: "a KL" },
        measuredTimes: "The times at this d",
        plot: "The time of {what} against the number of dimensions, both logarithmic; the table below has the values",
        ways: {
          diagonal: "diagonal",
          factor: "full, its factor given",
          full: "full, from the covariance",
        },
        ratio: {
          alike: "At `d = {d}`, {what} takes about as long either way.",
          given:
            "At `d = {d}`, {what} takes {full} times as long from a full covariance as from a diagonal one, and no longer where the factor is given.",
          dearer:
            "At `d = {d}`, {what} takes {full} times as long from a full covariance as from a diagonal one, and {factor} times as long where the factor is given.",
        },
        kinds: { diagonal: "diagonal", full: "full covariance" },
        squareLabel: {
          diagonal: "Posteriors of the net with diagonal covariances, as ellipses along the axes",
          full: "The posteriors of the same pictures by the net with full covariances, as tilted ellipses",
        },
        times: "σ multiplied by",
        trueScale: "true size",
        exaggerated: "enlarged",
        ellipses: "{n} test pictures’ {term:posterior|posteriors}, 2σ, in their classes’ colours.",
        tilt: "Tilted ones correlate by {tilt} in the median.",
        aggregate: "How the 10 numbers of all codes together correlate",
        heatLabel: {
          diagonal:
            "The correlations of the diagonal net’s ten numbers; the largest is that of {a} and {b}, {value}",
          full: "The correlations of the full net’s ten numbers; the largest is that of {a} and {b}, {value}",
        },
        largest: "{kind}: {value} at most",
        short: { diagonal: "diagonal", full: "full" },
        caption: "Nats a test picture; ms a training step",
        columns: {
          negElbo: "`−ELBO`",
          kl: "{term:kl|KL}",
          information: "of it, on x",
          aggregate: "the rest",
          step: "`ms`",
        },
        how: [
          "Times: the processor’s, on one thread; the median of {repeats} runs over {posteriors} posteriors at once, divided by {posteriors}. A training step: the loss of {batch} pictures and its gradient.",
          "A full covariance costs a Cholesky factor for each draw and a determinant for each KL. A net that gives the factor at once saves both; the numbers stay `d (d + 1)/2`.",
          "The nets: `784-192-192-d` and back, {epochs} epochs, `β = 1`, seed {seed}; alike but for the posterior, and trained once each.",
          "The terms: over all test pictures, one z each. The ellipses: the first {ellipses} of them.",
          "What z tells of x: {information_draws} draws against the mixture of all posteriors. Correlations: of one draw from each posterior.",
        ],
      },
      likelihood: {
        name: "MSE or BCE",
        question:
          "MSE and BCE are sums over 784 pixels. Averaged instead, what becomes of the {term:z|code}?",
        choices: {
          same: "nothing changes",
          worse: "it works a bit worse",
          nothing: "it carries nothing",
        },
        over: { sum: "sum over pixels", mean: "mean over pixels" },
        overLabel: "How the errors of the pixels are put together",
        formula: {
          sum: "`loss = Σ error(xᵢ, x̂ᵢ) + KL`: one picture’s error against one picture’s {term:kl|KL}. So were the first three trained.",
          mean: "`loss = 1/784 · Σ error(xᵢ, x̂ᵢ) + KL = 1/784 · (Σ error(xᵢ, x̂ᵢ) + 784 · KL)`: that is `β = 784`. So was the last one trained.",
        },
        nets: { bce: "BCE", mse: "MSE", learned: "MSE, learned σ²", averaged: "BCE, averaged" },
        says: {
          bce: "each pixel a coin toss",
          mse: "each pixel normal, `σ² = {variance}`",
          learned: "each pixel normal, `σ² = {variance}`",
          averaged: "the mean over pixels",
        },
        mine: "My picture",
        seenLabel: "The picture that all four nets are given",
        another: "Another",
        mineLabel: "My picture, rebuilt by the net {net}",
        sameZ: "The same {term:z|z} for all",
        zLabel: "The point z, decoded by the net {net}",
        pad: "The point z on the prior’s rings. Arrow keys move it, with Shift in larger steps.",
        said: "z is {z}",
        numbers: { error: "error, nats", kl: "KL, nats", mse: "MSE" },
        note: "Nats of a BCE and of an MSE are of different kinds and cannot be compared, and those of an MSE may be below 0; the MSE in the last line can. Each net has a space of its own: the same z need not be the same digit.",
        others: "These nets have learnt digits: other pictures they rebuild as digits.",
        nothing: "There is no picture now. Draw one on the first tab, or take another here.",
        answer: {
          nothing:
            "Averaged, it carries nothing: KL {kl} nats (summed: {bceKl}), MSE {mse} instead of {bceMse}.",
          worse:
            "Averaged, it works worse: the KL is {kl} nats (summed: {bceKl}), and the MSE is {mse} instead of {bceMse}.",
          same: "Averaging changes next to nothing: the KL is {kl} nats (summed: {bceKl}), and the MSE is {mse}, summed {bceMse}.",
        },
        lower: {
          less: "Summed, MSE or BCE matters little: MSE’s net has the lower MSE, {mse} against {bce}.",
          alike: "Summed, MSE or BCE hardly matters: their MSE is {mse} and {bce}.",
          more: "Summed, even the MSE is lower for BCE’s net: {bce} against {mse}.",
        },
        greyer: {
          less: "BCE’s pictures are the sharper: {bce}% of the pixels are grey, MSE’s {mse}%, real ones’ {own}%.",
          alike:
            "Their pictures are equally sharp: {bce}% of BCE’s pixels are grey, {mse}% of MSE’s, {own}% of real ones.",
          more: "BCE’s pictures are not the sharper: {bce}% of the pixels are grey, MSE’s {mse}%, real ones’ {own}%.",
        },
        why: "A mean is the sum divided by {factor}, and the KL is not divided: beside the error it weighs {factor} times as much.",
        cheapest:
          "Then no code is worth its price, and every posterior is the prior: the reconstruction term shapes the codes only indirectly, by the errors that a code saves. Without the KL, at `β = 0`, what is left is an autoencoder.",
        weighs:
          "An MSE’s variance sets a weight too: against plain squared errors, `σ² = {variance}` is `β = {mse}`, and the learned one `β = {learned}`.",
        caption: "Over the test pictures",
        columns: {
          mse: "{term:mse|MSE}",
          kl: "{term:kl|KL}, nats",
          grey: "grey",
          samples: "draws, distance",
        },
        weights: "KL’s weight beside the errors’ sum",
        weightsNote:
          "Logarithmic, from 1. Beside BCE for the BCE nets, beside squared errors for the others.",
        how: [
          "The nets: `784-192-192-2` and back, {epochs} epochs, seed {seed}; alike but for the error.",
          "BCE: a Bernoulli likelihood. MSE: a normal one of variance {variance} a pixel; the learned variance is the batches’ MSE (`arXiv 2006.13202`). Averaged: the BCE as a mean over pixels.",
          "The figures are over all test pictures; the MSE and grey are those of x̂ from μ. Grey: between {grey_from} and {grey_to}.",
          "The distance of draws from the prior to the test pictures is Fréchet’s, on a classifier’s features, over {samples} draws.",
          "Each net was trained once: figures within 5% of one another are called alike.",
          "Under my picture: the error is the mean over sixteen draws from its code, and the MSE that of x̂ from μ.",
        ],
      },
    },
  },

  /** A VAE that is trained in the page. */
  train: {
    choose: "What to train",
    presets: {
      minute: {
        name: "A VAE in a minute",
        says: "Two nets begin with random weights and know nothing. Watch the codes leave the middle, spread over the prior’s rings, and sort themselves by what the pictures show.",
      },
      halfway: {
        name: "KL off half-way",
        says: "It begins as a VAE; at step 1,500 β falls to 0 by itself. Watch the cloud burst out of the rings: nothing holds the codes near the prior any more.",
      },
      much: {
        name: "Too much β",
        says: "With `β = 30` a code costs more than it is worth: all codes fall onto one point, and every picture is rebuilt as the same blur.",
      },
      few: {
        name: "Ten pictures only",
        says: "Ten pictures are soon learnt by heart: their loss falls and falls, while the loss of the pictures held out rises. That is memorising.",
      },
      plain: {
        name: "An autoencoder",
        says: "Without KL and without noise this is a plain autoencoder: the codes lie wherever they like, far outside the rings, with gaps between them.",
      },
    },
    press: "Press “Train”.",
    mine: "trained here, {n}",
    use: "Use in all tabs",
    save: "Save",
    open: "Open …",
    play: "Train",
    pause: "Pause",
    slow: "Slow motion",
    once: "One step",
    again: "Start again",
    figures: {
      elbo: "−ELBO held out, in nats",
      plain: "reconstruction held out, in nats",
      rate: "pictures a second",
      step: "step",
    },
    cloud: "Codes of pictures held out",
    cloudLabel: "Codes of 400 pictures held out, coloured by class, on the rings of the prior",
    lattice: "What the decoder draws in the square",
    latticeLabel: "The square from −2.5 to 2.5 of the latent space, decoded at 11 × 11 places",
    rebuilt: "x and x̂",
    rebuiltLabel: "Eight pictures, and beside each its reconstruction",
    curves: {
      reconstruction: "reconstruction",
      kl: "KL",
      sum: "sum",
      held: "sum, held out",
    },
    batch: {
      name: "Eight pictures of the batch, and their gradient on its way back",
      label:
        "Eight pictures go through the encoder to their codes and through the decoder to x̂; bars show how long the gradient of each layer is",
      code: "{term:mu|μ}, {term:sigma|σ}, {term:z|z}",
      loss: "loss",
    },
    curvesLabel: "Both terms of the loss in nats a picture, and their sum, from step to step",
    stepName: "One step, in PyTorch",
    lines: {
      encode: "encode",
      draw: "draw z",
      loss: "weigh",
      back: "go back",
      step: "learn",
    },
    drawings: {
      choose: "What is learnt",
      data: { set: "The data set", mine: "My drawings" },
      pad: "A pad to draw on with mouse, pen or finger",
      add: "Add",
      undo: "Take away",
      label: "Your drawings",
      few: "{n} so far. Draw at least {least}, one at a time, and add each.",
      says: forms({
        one: "{n} drawing, and each of its shifts by one pixel: {all} pictures. The net will learn them by heart; the data set’s 1,000 that are held out show it.",
        other:
          "{n} drawings, and each shifted by one pixel in eight directions: {all} pictures. So few are learnt by heart; the data set’s 1,000 that are held out show it.",
      }),
    },
    controls: {
      more: "Net, steps and data",
      beta: {
        name: "Weight of the KL",
        says: "Acts at once. Higher: codes grow cheaper and come nearer to the prior, and the reconstruction pays for it.",
      },
      noise: {
        name: "Noise in the code",
        says: "Without it z is μ itself: the reconstruction falls further, and nothing fills the gaps on the map.",
      },
      pictures: {
        name: "Pictures to learn",
        says: "The loss of the 1,000 that are held out tells whether the others are learnt by heart.",
      },
      hidden: {
        name: "Hidden units",
        says: "More can bring the reconstruction lower, and each step takes longer.",
      },
      batch: {
        name: "Pictures a step",
        says: "More make the loss’s slope surer, but there are fewer steps a second.",
      },
      rate: {
        name: "Step size",
        says: "Larger goes downhill faster; too large, and the loss jumps about.",
      },
      seed: {
        name: "Seed",
        says: "Other first weights and other noise: nearly the same loss, but another map.",
      },
    },
    smaller:
      "This device is slow at this: it now trains a smaller net, with {hidden} hidden units.",
    notFinite:
      "The loss has become infinite, so nothing more can be learnt. Choose a smaller step size and start again.",
    noWorker:
      "This browser lets no page compute in the background, so nothing can be trained here.",
  },

  /** A link to what is shown: made, and opened. */
  link: {
    share: "Share",
    name: "Share what you see",
    close: "Close",
    field: "The link",
    copy: "Copy link",
    send: "Send to …",
    copied: "Copied. The link opens the page as it is now.",
    copyByHand: "This browser does not let the page copy. The link is selected: copy it by hand.",
    code: "The link as a QR code",
    codeHint: "Point a phone’s camera at the code: it opens the page as it is now.",
    tooLong: "This link is too long for a QR code that a phone can read. Copy it instead.",
    picture: "a picture from a link",
    heard: "Close",
    notAll: "This link could not be opened in full.",
    problems: {
      unknown: "“{key}” is nothing that this page knows.",
      damaged: "“{key}” is damaged.",
      twice: "“{key}” is given twice; the first counts.",
      value: "“{key}” cannot be “{value}” here.",
      needs: "“{key}” means nothing without “{value}”.",
      long: "It is longer than any link of this page.",
    },
    more: forms({ one: "There is one thing more.", other: "There are {n} things more." }),
  },

  frame: {
    label:
      "The square that the model sees. Arrow keys move it, plus and minus resize it, [ and ] turn it, 0 finds the digit again.",
    tools: "The photo",
    turn: "Quarter turn",
    swap: "Swap ink and paper",
    again: "Find it again",
    unsure: "It is not clear what in this photo is meant: move the square onto it.",
    unsureWhole:
      "It is not clear what in this picture is meant: crop it to the digit and bring it again.",
    ways: "Or drop a picture on the page, or paste one. It is opened on this device.",
    camera: "Camera",
    drop: "Drop the picture: it is opened on this device.",
  },

  keep: {
    open: "Save pictures, GIFs, the code, or lines for Python …",
    name: "Take it along",
    close: "Close",
    pictures: "Pictures on this screen",
    films: "Moving pictures (GIF)",
    filmsHint: "One number of z along its slider, the others held; or the walk. There and back.",
    walk: "Walk",
    json: "The code (JSON)",
    python: "From Python",
    copy: "Copy",
    copied: "Copied.",
    saved: "Saved as {name}.",
  },

  /** Where the page is a plain website, or stands in another page. */
  site: {
    noServer:
      "There is no server that computes. After the first visit your browser keeps the page, where it may: what you have opened works without a network too.",
    open: "Open in Latent Explorer",
    back: "Back to {tab}",
  },

  /** What went wrong, by the code of a Fault in app/web and of a ToldError in app. */
  errors: {
    unknown: "Something went wrong: {message}",
    connection: "{file} could not be loaded: the connection failed.",
    httpStatus: "{file} could not be loaded (HTTP {status}).",
    brokenOff: "{file} could not be loaded: it broke off or is damaged.",
    cannotUnpack: "{file} cannot be unpacked: this browser has no DecompressionStream.",
    cutShort: "The safetensors file is cut short.",
    damagedHeader: "The header of the safetensors file is damaged.",
    tensorType: "Tensor {name} is {dtype}; F16, F32 and U8 are read.",
    tensorShape: "The safetensors file contradicts itself: a tensor’s bytes do not fit its shape.",
    layersMismatch: "Layer {k} of the file does not fit the others.",
    noLayers: "The file holds no layers.",
    unknownActivation: "The activation {activation} is not known here.",
    otherNet: "{file} does not fit its model’s configuration.",
    serverSilent: "The server does not answer.",
    serverLate: "The server did not answer within {s} s.",
    serverWrong: "The server answers with something else than it was asked for.",
    noPicture: "There is no picture {index}: the {n} are counted from 0.",
    pictureGone: "This picture is gone. Draw or choose another.",
    noPlotly: "Plotly could not be loaded, so the map cannot be drawn.",
    noLanguage: "The page could not be loaded in {language}: the connection failed.",
    unsettled: "The page does not come to rest. Reload it.",
    modelGone:
      "The model {model} was there when the server started and cannot be read now. Choose another, or restore its folder.",
    modelChanged:
      "The model {model} has changed since the server started. Choose another, or start the server again.",
    picturesGone: "The pictures of {dataset} cannot be read on the server. Restore their folder.",
    uploadGone: "Your upload is no longer there. Upload it again.",
    uploadFailed: "The file could not be uploaded; it may be too large. Save the picture smaller.",
    emptyFile: "The file is empty. Choose a picture file.",
    largeFile: "The file has {size} MB; the most is {most} MB. Save the picture smaller.",
    manyPixels:
      "The picture has {width} × {height} pixels; the most is {most} million. Save it smaller.",
    hugePicture: "The picture is far too large. Save it smaller.",
    notPicture: "We can’t read this file as a picture. Use {formats}.",
    damagedPicture: "The picture is damaged. Save it again, as PNG.",
    blankPicture: "The picture is blank. Use one in which something stands out.",
    noWorker: "This browser lets no page compute in the background, so no code is improved here.",
    notArchive: "This file is no ZIP archive. Choose one that was saved here.",
    notModel: "This file holds no net that was trained here.",
    otherSize:
      "This net has {d} numbers in its code, and here only nets with 2 are opened. Put its folder into weights/ instead, and the page shows it at its next start.",
    cannotOpenHere: "This browser can’t open this kind of picture. Save it as PNG or JPEG.",
  },
};

/** @typedef {typeof en} Text */
