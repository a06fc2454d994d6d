/** What the page says, in Persian. What is in braces is filled in. */

/** @type {import("./en.js").Text} */
export const fa = {
  title: "Latent Explorer",
  tabsLabel: "آزمایش‌ها",
  tabs: {
    reconstruct: {
      name: "بازسازی",
      lead: "رقمی بکشید. شبکه‌ای عصبی آن را در چند عدد می‌فشارد و از روی همان عددها دوباره می‌کشد.",
    },
    map: {
      name: "نقشه",
      lead: "هر نقطه یک رقم واقعی است که کدش جای آن را تعیین کرده. نشانگر را بکشید تا ببینید هر جا به چه تصویری رمزگشایی می‌شود.",
    },
    sliders: {
      name: "لغزنده‌ها",
      lead: "لغزنده‌ای را بکشید و دگرگونی تصویر را ببینید. عددهای اثرگذارتر بالاترند.",
    },
  },
  regions: {
    chooser: "مدل",
    settings: "زبان، تنظیمات و راهنما",
    pad: "تصویر شما",
    reconstruct: "رمزگذار، کد، رمزگشا",
    map: "نقشهٔ کدها",
    sliders: "برای هر بعد یک لغزنده",
    strips: "تصویر رمزگشایی‌شده",
    walk: "گذر از تصویری به تصویر دیگر",
  },

  models: { vae: "VAE", ae: "خودرمزگذار" },
  engines: { browser: "همین دستگاه", server: "سرور" },

  chooser: {
    model: "مدل",
    dataset: "مجموعه‌داده",
    kind: "نوع مدل",
    latent_dim: "تعداد عددهای کد",
    numbers: "عدد",
    kinds: { vae: "VAE", ae: "خودرمزگذار" },
  },

  settings: {
    language: "زبان",
    gear: "تنظیمات",
    engine: "محاسبه با",
    engineHint: "هر دو همان تصویرها را می‌سازند؛ همین دستگاه زودتر پاسخ می‌دهد.",
    present: "حالت ارائه",
    presentHint: "تمام‌صفحه، بزرگ‌تر و بی‌توضیح: برای ویدئوپروژکتور.",
    help: "راهنما",
    helpText: "",
    close: "بستن",
  },

  notices: {
    loading: "{title} در حال بارگذاری است …",
    lost: "{title} بارگذاری نشد ({message}) اکنون {shown} نشان داده می‌شود.",
    nothing: "{title} بارگذاری نشد ({message}) آنچه بکشید می‌ماند.",
    waiting: {
      server: "در انتظار پاسخ سرور …",
      browser: "مدل در همین دستگاه بارگذاری می‌شود …",
    },
    otherEngine: {
      server: "{message} به‌جای آن PyTorch روی سرور پاسخ می‌دهد؛ کشیدن کندتر است.",
      browser: "{message} به‌جای سرور همین دستگاه پاسخ می‌دهد.",
    },
    twin: "{title} برای مقایسه بارگذاری نشد ({message})",
    picture: "{message}",
    view: "{message}",
    leftOut: "پوشهٔ {name} در weights/ کنار گذاشته شد: {message}",
    noModels:
      "در weights/ هیچ مدلی نیست. با `python -m model.train ID` مدلی آموزش دهید و برنامه را از نو اجرا کنید.",
    retry: "تلاش دوباره",
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
      vae: "کد: برای هر عدد یک مرکز μ و یک پهنا σ",
      ae: "کد: یک نقطهٔ z",
    },
    codeHint: {
      flat: "حلقه‌ها: جایی که انتظار می‌رود کدها باشند. بنفش: μ. نقطه‌ها: شانزده نمونه؛ نارنجی: نمونهٔ درون فرمول.",
      rows: "تپهٔ کم‌رنگ: جایی که انتظار می‌رود کدها باشند. نوار: μ ± 2σ. نقطه‌ها: شانزده نمونه؛ نارنجی: نمونه‌ای که نگاهش می‌کنید.",
      ae: "کدِ خودرمزگذار یک نقطه است: نه پهنایی دارد و نه کسی گفته است کدها کجا باید باشند.",
    },
    codeMapLabel: "کد روی نقشه‌ای کوچک از کدهای همهٔ تصویرهای آزمون",
    lens: "{times} برابر بزرگ‌تر",
    equationLabel: "نمونهٔ برگزیده: z برابر است با μ به‌اضافهٔ σ ضرب‌در ε",
    beyond: "این تصویر چنان با همهٔ دیده‌های مدل فرق دارد که کدش از هر کرانی بیرون است.",
    codeLabel: "کد پنهان",
    columns: { posterior: "این تصویر میان همه", code: "جای کد", mu: "μ", z: "z" },
    sigma: "σ",
    klColumn: "نات",
    loss: "هزینهٔ این تصویر",
    reconstructionName: "خطای بازسازی",
    kl: "+ بهای کد",
    atMu: "در μ",
    negElbo: "= مجموع",
    nats: "نات",
    mse: "MSE",
    barLabel: "هزینه به‌صورت نوار، {total} نات؛ بازهٔ معمول {low} تا {high}",
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
    twinMissing: "بارگذاری نشد",
    draws: { vae: "شانزده نمونه از کد", ae: "آنچه نزدیک کد رمزگشایی می‌شود" },
    drawsLabel: {
      vae: "شانزده نمونه از پسین، رمزگشایی‌شده",
      ae: "شانزده نقطه نزدیک کد، رمزگشایی‌شده",
    },
    drawLabel: { vae: "نمونه‌ای که نگاهش می‌کنید", ae: "نقطه‌ای که نگاهش می‌کنید" },
    drawText: "شمارهٔ {n}: {code}",
    spread: "جای تفاوت‌ها",
    spreadLabel: "انحراف معیار هر پیکسل در شانزده تصویر",
    resample: { vae: "نمونه‌گیری دوباره", ae: "نقطه‌های دیگر" },
    exaggeration: { vae: "σ", ae: "فاصله" },
    exaggerationLabel: { vae: "σ چند برابر شود", ae: "فاصله چند برابر شود" },
    truth: { vae: "همان‌گونه که مدل نمونه می‌گیرد", ae: "به فاصلهٔ ۵٪ گستردگی کدها" },
    exaggerated: { vae: "بزرگ‌نمایی‌شده: σ در واقع کوچک‌تر است", ae: "دورتر" },
  },

  engineTime: {
    browser: "همین دستگاه · {ms} میلی‌ثانیه",
    server: "PyTorch روی سرور · {ms} میلی‌ثانیه",
  },

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

  plotlyMissing: "Plotly بارگذاری نشد و نقشه را نمی‌توان کشید.",
};
