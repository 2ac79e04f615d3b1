// Where blocks stand: in a message or in a window. A place knows what was typed there and does what is done there.

import { initially, valueHeld } from "./choices.js";

/** The blocks of a message or view of one person. */
export class Place {
  /** `where` is {channel, ts} or {view}; `perform(verb, arguments)` does something in the workspace. */
  constructor(store, where, perform, memory) {
    this.store = store;
    this.where = where;
    this.perform = perform;
    this.memory = memory;
    this.drafts = new Map();
    this.errors = {};
    this.state = {};
  }

  /** Take over the errors and the state of a view. */
  heed(view) {
    this.errors = view.errors ?? {};
    this.state = view.state?.values ?? {};
  }

  /** Do something here; what was typed is sent along. */
  do(verb, more) {
    return this.perform(verb, { ...this.where, ...more, values: this.values });
  }

  /** Return what was typed since the blocks came, by block. */
  get values() {
    return Object.fromEntries(this.drafts);
  }

  /** Return the value that an element shows: what was typed, else what Slack keeps, else what it begins with. */
  value(part, block) {
    if (this.drafts.has(block.block_id)) return this.drafts.get(block.block_id);
    return valueHeld(this.state[block.block_id]?.[part.action_id] ?? initially(part));
  }

  draft(block) {
    return this.drafts.get(block.block_id);
  }

  setDraft(block, value) {
    this.drafts.set(block.block_id, value);
  }

  /** Forget what was typed in blocks that are not there any more. */
  prune(blocks) {
    const there = new Set(blocks.map((block) => block.block_id));
    for (const id of [...this.drafts.keys()]) if (!there.has(id)) this.drafts.delete(id);
  }

  /** Remember something about this place as long as the page is open. */
  keep(key, value) {
    this.memory.set(`${JSON.stringify(this.where)} ${key}`, value);
  }

  kept(key) {
    return this.memory.get(`${JSON.stringify(this.where)} ${key}`);
  }
}
