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
    numbers: "عدد",
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
    name: "تصویر شما",
    label: "صفحهٔ نقاشی: با موشواره، قلم یا انگشت یک رقم بکشید",
    undo: "واگرد",
    clear: "پاک کردن",
    random: "یکی تصادفی",
    uploadButton: "بارگذاری",
    examples: "نمونه‌هایی از مجموعهٔ آزمون",
    asIs: "تصویرم را وسط‌چین یا وارونه‌رنگ نکن",
    invitation: "اینجا یک رقم بکشید",
    nothing: "با موشواره، قلم یا انگشت؛ یا یکی از این‌ها را بردارید:",
    now: "اکنون: {what}",
    test: "تصویر آزمون {index}، رقم {label}",
    testPicture: "تصویر آزمون {index}، رقم {label}",
    testUnnamed: "تصویر آزمون {index}",
    drawing: "نقاشی شما",
    upload: "فایل شما، {name}",
  },

  reconstruct: {
    seen: "آنچه مدل می‌بیند",
    seenLabel: "۲۸ در ۲۸ پیکسلی که مدل می‌بیند",
    encoder: "رمزگذار",
    decoder: "رمزگشا",
    xHat: "تصویر بازسازی‌شده",
    xHatLabel: "تصویر بازسازی‌شده",
    nothing: "هنوز چیزی برای بازسازی نیست",
    code: {
      vae: "رمز: برای هر عدد یک مرکز μ و یک پهنا σ",
      ae: "رمز: یک نقطهٔ z",
    },
    codeHint: {
      flat: "حلقه‌ها: جایی که رمزها انتظار می‌روند. بنفش: μ. نقطه‌ها: شانزده نمونه؛ نارنجی: نمونهٔ درون فرمول.",
      rows: "تپهٔ کم‌رنگ: جایی که رمزها انتظار می‌روند. نوار: μ ± 2σ. نقطه‌ها: شانزده نمونه؛ نارنجی: نمونه‌ای که نگاهش می‌کنید.",
      ae: "رمزِ خودرمزگذار یک نقطه است: نه پهنایی دارد و نه جایی که رمزها آنجا انتظار بروند.",
    },
    codeMapLabel: "رمز روی نقشه‌ای کوچک از رمزهای همهٔ تصویرهای آزمون",
    lens: "{times} برابر بزرگ‌تر",
    equationLabel: "نمونهٔ برگزیده: z برابر است با μ به‌اضافهٔ σ ضرب‌در ε",
    beyond: "این تصویر چنان با همهٔ دیده‌های مدل فرق دارد که رمزش از هر کرانی بیرون است.",
    codeLabel: "رمز نهان",
    columns: { posterior: "این تصویر میان همه", code: "جای رمز", mu: "μ", z: "z" },
    sigma: "σ",
    klColumn: "نات",
    loss: "خطای این تصویر",
    reconstructionName: "خطای بازسازی",
    kl: "+ بهای رمز",
    atMu: "در μ",
    negElbo: "= مجموع",
    nats: "نات",
    mse: "MSE",
    barLabel: "خطا به‌صورت نوار، {total} نات؛ بازهٔ معمول {low} تا {high}",
    verdict: {
      none: "نوار کم‌رنگ بهای معمول تصویرهای آزمون است: {low} تا {high} نات.",
      cheap: "ارزان: سه‌چهارم تصویرهای آزمون گران‌ترند. نوار کم‌رنگ بازهٔ معمول است.",
      usual: "تقریباً به بهای یک تصویر آزمون؛ نوار کم‌رنگ بازهٔ معمول است.",
      more: "سه‌چهارم تصویرهای آزمون ارزان‌ترند؛ نوار کم‌رنگ بازهٔ معمول است.",
      dear: "گران: از ۱۰۰ تصویر آزمون ۹۵ تا ارزان‌ترند. این تصویر برای مدل دشوار است.",
      strange: "از ۱۰۰ تصویر آزمون ۹۹ تا ارزان‌ترند: این تصویر به آموخته‌های مدل نمی‌ماند.",
    },
    compare: { vae: "مقایسه با خودرمزگذار", ae: "مقایسه با VAE" },
    twinName: "{kind}",
    twinLabel: "تصویر بازسازی‌شدهٔ مدل دیگر",
    twinHint: "MSE {mse}",
    twinMissing: "بار نشد",
    draws: { vae: "شانزده نمونه از رمز", ae: "آنچه نزدیک رمز رمزگشایی می‌شود" },
    drawsLabel: {
      vae: "شانزده نمونه از پسین، رمزگشایی‌شده",
      ae: "شانزده نقطه نزدیک رمز، رمزگشایی‌شده",
    },
    drawLabel: { vae: "نمونه‌ای که نگاهش می‌کنید", ae: "نقطه‌ای که نگاهش می‌کنید" },
    drawText: "شمارهٔ {n}: {code}",
    spread: "جای تفاوت‌ها",
    spreadLabel: "انحراف معیار هر پیکسل در شانزده تصویر",
    resample: { vae: "نمونه‌گیری دوباره", ae: "نقطه‌های دیگر" },
    exaggeration: { vae: "σ", ae: "فاصله" },
    exaggerationLabel: { vae: "σ چند برابر شود", ae: "فاصله چند برابر شود" },
    truth: { vae: "همان‌گونه که مدل نمونه می‌گیرد", ae: "به فاصلهٔ ۵٪ گستردگی رمزها" },
    exaggerated: { vae: "بزرگ‌نمایی‌شده: σ در واقع کوچک‌تر است", ae: "دورتر" },
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
