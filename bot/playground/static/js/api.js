// The way to the playground: state, doings, and a stream of what happens.

const HEADER = "X-Playground-Key";
const KEPT = "playground.key";
const AGAIN = 1_000; // milliseconds until a broken stream is opened again

/** The key of this run: from the address (and then out of it), or as it was kept when the page was loaded again. */
export const key = takeKey();

function takeKey() {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  try {
    if (given) sessionStorage.setItem(KEPT, given);
    const kept = given || sessionStorage.getItem(KEPT) || "";
    if (given) history.replaceState(null, "", location.pathname);
    return kept;
  } catch {
    return given || "";
  }
}

/** An answer that says no; its message is a sentence for the person. */
export class RefusedError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method: body ? "POST" : "GET",
      headers: { [HEADER]: key, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new RefusedError("プレイグラウンドが動いていません。端末で起動し直してください。", 0);
  }
  const value = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new RefusedError(value.error || `うまくいきませんでした(${answer.status})。`, answer.status);
  return value;
}

/** Return everything that a person sees. */
export function state(user) {
  return call(`/api/state?user=${encodeURIComponent(user)}`);
}

/** Return what went between Slack and the bot before this page was opened. */
export function past() {
  return call("/api/history");
}

let latest = Promise.resolve();

/** Do something as a person, after everything that was begun before: what is written first stands first. */
export function act(user, verb, args = {}) {
  const done = latest.then(() => call("/api/act", { user, verb, arguments: args }));
  latest = done.catch(() => undefined);
  return done;
}

/**
 * Follow what happens for a person after a record; `onRecord` gets each, `onEnd` is called once when the stream has
 * broken, after a moment. Returns a function that stops it.
 */
export function follow(user, after, onRecord, onEnd) {
  const stop = new AbortController();
  readLines(`/api/stream?user=${encodeURIComponent(user)}&after=${after}`, stop.signal, onRecord)
    .catch(() => undefined)
    .then(() => {
      if (!stop.signal.aborted) setTimeout(() => stop.signal.aborted || onEnd(), AGAIN);
    });
  return () => stop.abort();
}

async function readLines(path, signal, onRecord) {
  const answer = await fetch(path, { headers: { [HEADER]: key }, signal, cache: "no-store" });
  if (!answer.ok) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const record = JSON.parse(line);
      if (record.kind) onRecord(record);
    }
  }
}
