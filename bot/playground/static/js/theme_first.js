// Set the chosen theme before anything is painted, so that nothing flashes; theme.js does the rest.
(function () {
  try {
    const chosen = localStorage.getItem("playground.theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage is switched off: the system's choice holds.
  }
})();
