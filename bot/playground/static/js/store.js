// What one person sees, kept up to date by the records of the stream; views listen to its changes.

/** Holds the state; dispatches `message`, `modal`, `home`, `prompts`, `status`, `knowledge`, `connection`, `record`. */
export class Store extends EventTarget {
  constructor(snapshot) {
    super();
    this.load(snapshot);
  }

  /** Take over a whole state. */
  load(snapshot) {
    this.latest = snapshot.latest;
    this.user = snapshot.user;
    this.people = snapshot.people;
    this.bot = snapshot.bot;
    this.channels = snapshot.channels;
    this.commands = snapshot.commands;
    this.shortcuts = snapshot.shortcuts;
    this.tabs = snapshot.tabs;
    this.modals = snapshot.modals;
    this.home = snapshot.home;
    this.prompts = snapshot.prompts;
    this.knowledge = snapshot.knowledge;
    this.connected = snapshot.connected;
    this.statuses = new Map(snapshot.channels.map((channel) => [channel.id, channel.status]));
    this.messages = new Map(
      Object.entries(snapshot.messages).map(([id, list]) => [id, new Map(list.map((m) => [m.ts, m]))]),
    );
    this.unread = new Map();
    this.names = new Map([...snapshot.people, snapshot.bot].map((person) => [person.id, person]));
  }

  /** Return the direct messages between this person and the bot. */
  get dm() {
    return this.channels.find((channel) => channel.kind === "im");
  }

  channel(id) {
    return this.channels.find((channel) => channel.id === id);
  }

  message(channel, ts) {
    return this.messages.get(channel)?.get(ts);
  }

  /** Return what stands in a channel itself, or with `thread` its first message and the replies, from old to new. */
  list(channel, thread = "") {
    const all = [...(this.messages.get(channel)?.values() ?? [])];
    return all.filter((m) => (thread ? m.ts === thread || m.thread === thread : !m.thread));
  }

  /** Return the name of a person, or the id where nobody has it. */
  nameOf(id) {
    return this.names.get(id)?.name ?? id;
  }

  /** Take a record in, and tell. */
  apply(record) {
    const taker = TAKERS[record.kind];
    if (record.number) this.latest = Math.max(this.latest, record.number);
    if (taker && taker(this, record.data) !== false) this.tell(record.kind, record.data);
    if (INSPECTED.has(record.kind)) this.tell("record", record);
  }

  tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Listen to a kind of change; the listener gets what has changed. */
  on(kind, listener) {
    this.addEventListener(kind, (event) => listener(event.detail));
  }
}

const INSPECTED = new Set(["delivery", "ack", "answer", "call", "connection"]);

const TAKERS = {
  message(store, data) {
    const there = store.messages.get(data.channel);
    if (!there) return false;
    if (data.change === "deleted" && !data.replies) there.delete(data.ts);
    else there.set(data.ts, data);
    if (data.change === "new") store.statuses.set(data.channel, "");
    return true;
  },
  modal(store, data) {
    if (data.change === "opened") store.modals = [data];
    else if (data.change === "pushed") store.modals = [...store.modals, data];
    else if (data.change === "closed") store.modals = data.cleared ? [] : store.modals.filter((v) => v.id !== data.id);
    else store.modals = store.modals.map((view) => (view.id === data.id ? data : view));
  },
  home(store, data) {
    store.home = data;
  },
  prompts(store, data) {
    if (!store.messages.has(data.channel)) return false;
    store.prompts = data;
    return true;
  },
  status(store, data) {
    store.statuses.set(data.channel, data.status);
  },
  knowledge(store, data) {
    store.knowledge = data;
  },
  connection(store, data) {
    store.connected = data.connected;
  },
};
