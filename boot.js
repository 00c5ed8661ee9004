// Runs before the first paint: sets the theme, so that nothing flashes, and loads the program.
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
    const program = document.getElementById("program");
    try {
      const module = await import(program.href);
      await module.default({ module_or_path: program.dataset.wasm });
      remember("rollcall.reloaded", "");
    } catch (error) {
      failed(error);
    }
  };
  // The program draws into <body>.
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
