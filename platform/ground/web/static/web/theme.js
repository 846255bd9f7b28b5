// Runs before the first paint: the theme that this person chose on this device, or the system's.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => { try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; } };
  const apply = () => {
    const theme = chosen();
    document.documentElement.dataset.bsTheme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  apply();
  dark.addEventListener("change", apply);
  window.shuanglianTheme = {
    chosen,
    choose(theme) { try { localStorage.setItem("theme", theme); } catch { /* stays until the next page */ } apply(); },
  };
})();
