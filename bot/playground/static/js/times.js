// Time stamps of messages (seconds since 1970, a dot, a number) as people read them.

const DAY = new Intl.DateTimeFormat("ja-JP", { month: "long", day: "numeric", weekday: "short" });
const TIME = new Intl.DateTimeFormat("ja-JP", { hour: "numeric", minute: "2-digit" });

export function atDay(ts) {
  return new Date(Number(ts) * 1000);
}

/** Return the time of day: 9:05. */
export function atTime(ts) {
  return TIME.format(atDay(ts));
}

/** Return the day: 今日, 昨日 or 11月22日(日). */
export function dayOf(ts, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(atDay(ts))) / 86_400_000);
  return days === 0 ? "今日" : days === 1 ? "昨日" : DAY.format(atDay(ts));
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Return a duration in seconds in words: 0.4 ms, 12 ms, 1.3 秒. */
export function lasting(seconds) {
  const ms = seconds * 1000;
  if (ms >= 1000) return `${seconds.toFixed(1)} 秒`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
