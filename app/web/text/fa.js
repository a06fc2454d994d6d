/** What the page says, in Persian. What is in braces is filled in. */

/** @type {import("./en.js").Text} */
export const fa = {
  locale: "fa",
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
    numbers: { other: "عدد" },
    kinds: { vae: "VAE", ae: "خودرمزگذار" },
    title: "{kind}، {dimensions}، {dataset}",
    dimensions: { other: "{d} بعد" },
  },

  datasets: {
    mnist: { title: "MNIST", classes: ["۰", "۱", "۲", "۳", "۴", "۵", "۶", "۷", "۸", "۹"] },
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
    axes: "محورها",
    across: "افقی",
    up: "عمودی",
    principal: "PC {k}",
    share: "({share} %)",
    held: { other: "{n} راستای دیگر همان‌جا که هستند می‌مانند." },
    layers: "نمایش",
    layer: {
      dots: "نقطه‌ها",
      contours: "مرز رده‌ها",
      lattice: "رمزگشاییِ هر جا",
      rings: "توزیع پیشین",
      draws: "نمونه‌های من",
    },
    classes: "رده‌ها",
    classesHint: "یک بار فشردن پنهان می‌کند، دو بار فقط همان را نشان می‌دهد.",
    isolate: "دو بار، یا با Shift: فقط همین",
    frame:
      "نقشهٔ کدها. کلیدهای جهت نقطه را جابه‌جا می‌کنند، به‌علاوه و منها بزرگ‌نمایی می‌کنند و صفر نمای معمول را برمی‌گرداند.",
    zoom: "بزرگ‌نمایی",
    closer: "نزدیک‌تر",
    wider: "دورتر",
    fit: "نمای معمول",
    mine: "برو به تصویر من",
    decoded: "رمزگشایی‌شده از این نقطه",
    decodedLabel: "تصویری که از نقطهٔ انتخاب‌شده رمزگشایی شده است",
    strange: "بیرون از کدها",
    near: "کدها همین نزدیکی‌اند: نزدیک‌ترین در فاصلهٔ {distance} است.",
    far: "تا فاصلهٔ {within} هیچ کدی نیست، حال آن‌که ۹۹ کد از هر ۱۰۰ کد در این فاصله همسایه‌ای دارند: رمزگشا این را از خود می‌سازد.",
    nearest: "نزدیک‌ترین تصویر آزمون",
    nearestLabel: "تصویری از مجموعهٔ آزمون که کدش از همه نزدیک‌تر است",
    nearestText: "تصویر {index}، یک {label}، در فاصلهٔ {distance}",
    said: "{at}، شبیه یک {label}",
    tip: "{label} · تصویر {index}",
    words: {
      vae:
        "هر نقطه‌ای درون حلقه‌ها (۱، ۲ و ۳ برابر σ در توزیع پیشین) را برگزینید، رقمی باورپذیر به دست می‌آید: " +
        "VAE این‌گونه رقم‌های تازه می‌سازد. ◆ تصویر شماست با مرز 2σ توزیع پسینش.",
      ae:
        "هیچ‌چیز به خودرمزگذار نگفته است کدهایش را کجا بگذارد: جایی نیست که بتوان از آن کد تازه‌ای برداشت. " +
        "به جاهای خالی و آنچه آن‌جا رمزگشایی می‌شود نگاه کنید. ◆ کد تصویر شماست، نقطه‌ای بی‌پهنا.",
    },
    gestures: {
      mouse: "با Ctrl و چرخ ماوس بزرگ‌نمایی کنید؛ با Shift و کشیدن، نقشه جابه‌جا می‌شود.",
      touch: "حلقه را بکشید، یا از هر جا به پهلو؛ با دو انگشت نقشه را بزرگ و جابه‌جا کنید.",
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
