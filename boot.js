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
    told.textContent = "Rollcall has stopped because of an error of its own. Nothing that was saved is lost. Reload the page to go on.";
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
