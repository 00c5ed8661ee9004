// Runs before the first paint: sets theme and language, so that nothing flashes, and loads the texts and the program.
(() => {
  const root = document.documentElement;
  const read = (storage, key) => {
    try {
      return window[storage].getItem(key);
    } catch {
      return null;
    }
  };
  const remember = (key, value) => {
    try {
      sessionStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  };

  const theme = read("localStorage", "rollcall.theme");
  root.dataset.theme = theme === "light" || theme === "dark" ? theme : "system";

  // What the page says without the texts of the program.
  const WORDS = {
    en: {
      loading: "Loading",
      failed: "Rollcall could not be loaded. Check your connection, then reload the page.",
      stopped: "Rollcall has stopped because of an error of its own. Nothing that was saved is lost. Reload the page to go on.",
    },
    de: {
      loading: "Wird geladen",
      failed: "Rollcall konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu.",
      stopped: "Rollcall wurde durch einen eigenen Fehler angehalten. Nichts Gespeichertes ist verloren. Laden Sie die Seite neu, um fortzufahren.",
    },
    es: {
      loading: "Cargando",
      failed: "No se ha podido cargar Rollcall. Compruebe la conexión y vuelva a cargar la página.",
      stopped: "Rollcall se ha detenido por un error propio. No se ha perdido nada de lo guardado. Vuelva a cargar la página para continuar.",
    },
  };
  // The language that was chosen, else the first of the browser's that there is, else English.
  const asked = [read("localStorage", "rollcall.language"), ...navigator.languages];
  const language = asked.map((tag) => tag?.toLowerCase().split("-")[0]).find((tag) => Object.hasOwn(WORDS, tag)) ?? "en";
  root.lang = language;

  const texts = fetch(document.querySelector(`link[rel="texts"][hreflang="${language}"]`).href).then((response) => {
    if (!response.ok) throw new Error(`The texts were answered with ${response.status}.`);
    return response.text();
  });
  // It is waited for later; until then a failure is no surprise.
  texts.catch(() => {});

  // After an update of the server the page may name files that are gone: a reload brings the new page, once.
  const failed = (error) => {
    console.error(error);
    if (!read("sessionStorage", "rollcall.reloaded") && remember("rollcall.reloaded", "1")) {
      location.reload();
      return;
    }
    document.querySelector(".first-paint-bar")?.setAttribute("hidden", "");
    document.querySelector(".first-paint-failed")?.removeAttribute("hidden");
  };

  const start = async () => {
    document.querySelector(".first-paint-bar span").textContent = WORDS[language].loading;
    document.querySelector(".first-paint-failed").textContent = WORDS[language].failed;
    const program = document.getElementById("program");
    try {
      const [module, words] = await Promise.all([import(program.href), texts]);
      // The program takes it from there.
      window.rollcallTexts = words;
      await module.default({ module_or_path: program.dataset.wasm });
      remember("rollcall.reloaded", "");
    } catch (error) {
      failed(error);
    }
  };
  // A program that has stopped does nothing more. Most likely the server was updated under it: a reload brings the new one. Not
  // again within a minute, which would go on for ever; then the person is told.
  const stopped = ({ error, reason }) => {
    if (!((error ?? reason) instanceof WebAssembly.RuntimeError)) {
      return;
    }
    if (Date.now() - Number(read("sessionStorage", "rollcall.stopped")) > 60_000 && remember("rollcall.stopped", Date.now())) {
      location.reload();
      return;
    }
    const told = document.createElement("p");
    told.className = "first-paint-failed";
    told.setAttribute("role", "alert");
    told.textContent = WORDS[language].stopped;
    document.body.replaceChildren(told);
  };
  addEventListener("error", stopped);
  addEventListener("unhandledrejection", stopped);

  // The program draws into <body>.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
