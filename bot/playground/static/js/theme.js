// Light and dark: the system's choice, until somebody chooses here.

const KEPT = "playground.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

/** Change to the other one, and keep it. */
export function toggleTheme() {
  const theme = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // Storage is switched off: it holds until the page is loaded again.
  }
}
