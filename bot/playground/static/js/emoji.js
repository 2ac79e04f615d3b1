// The emoji that Slack writes as :names: and that we know; others stay as they are written.

const SIGNS = {
  "+1": "👍",
  thumbsup: "👍",
  "-1": "👎",
  thumbsdown: "👎",
  tada: "🎉",
  eyes: "👀",
  pray: "🙏",
  bow: "🙇",
  shushing_face: "🤫",
  zipper_mouth_face: "🤐",
  raised_hands: "🙌",
  clap: "👏",
  heart: "❤️",
  smile: "😄",
  slightly_smiling_face: "🙂",
  thinking_face: "🤔",
  sweat_smile: "😅",
  joy: "😂",
  cry: "😢",
  wave: "👋",
  bulb: "💡",
  warning: "⚠️",
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  x: "❌",
  no_entry: "⛔",
  mag: "🔍",
  mag_right: "🔎",
  books: "📚",
  book: "📖",
  memo: "📝",
  pencil: "📝",
  pencil2: "✏️",
  question: "❓",
  exclamation: "❗",
  speech_balloon: "💬",
  mega: "📣",
  loudspeaker: "📢",
  bell: "🔔",
  inbox_tray: "📥",
  outbox_tray: "📤",
  clipboard: "📋",
  pushpin: "📌",
  link: "🔗",
  calendar: "📅",
  date: "📅",
  clock3: "🕒",
  hourglass: "⌛",
  house: "🏠",
  office: "🏢",
  classical_building: "🏛️",
  computer: "💻",
  iphone: "📱",
  robot_face: "🤖",
  gear: "⚙️",
  wrench: "🔧",
  key: "🔑",
  lock: "🔒",
  star: "⭐",
  sparkles: "✨",
  fire: "🔥",
  rocket: "🚀",
  arrow_right: "➡️",
  arrow_left: "⬅️",
  arrow_up: "⬆️",
  arrow_down: "⬇️",
  arrows_counterclockwise: "🔄",
  chart_with_upwards_trend: "📈",
  bar_chart: "📊",
  jp: "🇯🇵",
  seedling: "🌱",
  wastebasket: "🗑️",
  new: "🆕",
  ok: "🆗",
};

/** What can be put under a message with one press. */
export const QUICK = ["+1", "eyes", "pray", "tada", "shushing_face"];

/** Return the sign of an emoji by its name, or `:name:`. */
export function sign(name) {
  const [plain] = String(name).split("::");
  return SIGNS[plain] ?? `:${name}:`;
}

/** Return the sign of code points such as `1f44d` or `1f1ef-1f1f5`. */
export function signOf(code) {
  try {
    return String.fromCodePoint(
      ...String(code)
        .split("-")
        .map((point) => parseInt(point, 16)),
    );
  } catch {
    return "";
  }
}

/** Return a text with the :names: that we know as signs. */
export function withSigns(text) {
  return String(text).replace(/:([a-z0-9_+-]+):/g, (all, name) => SIGNS[name] ?? all);
}
