// What the page does not know is shown as it came: as JSON, never as nothing.

import { el } from "./dom.js";

/** Build the JSON of a block or element. */
export function asJson(part) {
  const name =
    part && typeof part === "object" && part.type
      ? `「${part.type}」は、このページでは表示できません`
      : "表示できません";
  return el(
    "figure",
    { class: "unknown" },
    el("figcaption", {}, name),
    el("pre", { class: "code", tabindex: 0 }, JSON.stringify(part, null, 2)),
  );
}

/** Build a part, or its JSON where its form is not the one that is expected. */
export function orJson(build, part, ...more) {
  try {
    return build(part, ...more) ?? asJson(part);
  } catch {
    return asJson(part);
  }
}
