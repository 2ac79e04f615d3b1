// The icons: 24 × 24, drawn with a line.

import { svg } from "./dom.js";

const PATHS = {
  at: ["M16 8v5a2.5 2.5 0 0 0 5 0v-1a9 9 0 1 0-4 7.5", "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8"],
  back: ["M15 5l-7 7 7 7"],
  bolt: ["M13 3L5 14h6l-1 7 8-11h-6z"],
  book: ["M5 4h10a4 4 0 0 1 4 4v12H8a3 3 0 0 1-3-3z", "M5 17a3 3 0 0 1 3-3h11"],
  check: ["M5 13l4 4L19 7"],
  chevron: ["M9 6l6 6-6 6"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  eye: ["M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6"],
  hash: ["M9 4L7 20", "M17 4l-2 16", "M4 9h16", "M4 15h16"],
  home: ["M4 11l8-7 8 7", "M6 10v10h12V10"],
  image: ["M4 5h16v14H4z", "M4 16l5-5 4 4 3-3 4 4", "M15 9h.01"],
  inspect: ["M8 6l-5 6 5 6", "M16 6l5 6-5 6", "M13 4l-2 16"],
  lock: ["M6 11h12v9H6z", "M8 11V8a4 4 0 0 1 8 0v3"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  message: ["M4 5h16v11H9l-5 4z"],
  moon: ["M20 14A8 8 0 1 1 10 4a7 7 0 0 0 10 10"],
  more: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  send: ["M4 12l16-8-6 16-3-7z"],
  slash: ["M15 4L9 20"],
  smile: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18", "M8 14s1.500 2 4 2 4-2 4-2", "M9 9h.01", "M15 9h.01"],
  sun: [
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8",
    "M12 2v2",
    "M12 20v2",
    "M2 12h2",
    "M20 12h2",
    "M5 5l1.500 1.500",
    "M17.500 17.500L19 19",
    "M19 5l-1.500 1.500",
    "M6.500 17.500L5 19",
  ],
  trash: ["M4 7h16", "M9 7V4h6v3", "M6 7l1 13h10l1-13"],
  warning: ["M12 4l9 16H3z", "M12 10v4", "M12 17h.01"],
};

/** Build an icon by its name. */
export function icon(name, size = 20) {
  return svg(PATHS[name], size);
}
