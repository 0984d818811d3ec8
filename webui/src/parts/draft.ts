/**
 * One record while somebody writes in it.
 *
 * Each change is saved at once, or as soon as the save before it is through: a kill between two key presses costs nothing that
 * was typed a moment before. Saves follow each other, so the phone's store sees what was typed in the order it was typed. A record
 * that is not there yet is made by the first change that says something. What colleagues change meanwhile comes into the form, except over words that are
 * being typed (typing.ts).
 */
import type { Id, Notebook } from '../data/types';
import type { Members } from './records';
import { reconcile } from './typing';

export type SaveState = 'untouched' | 'saving' | 'saved' | 'failed';

export interface DraftHost {
  changed(): void;
  made?(id: Id): void; // called once, when a new record is first saved
}

export class Draft {
  id: Id | undefined;
  mine: Members;
  state: SaveState = 'untouched';
  isPrivate = false; // of a note that is not there yet: whether it is made for oneself
  isBegun = false; // somebody has written in it
  problem: unknown; // with state 'failed': what kept it from being saved
  private seen: Members;
  private saving: Promise<void> | undefined;

  constructor(
    private readonly notebook: Notebook,
    public type: string,
    start: { id: Id } | { members: Members },
    private readonly speaks: (members: Members) => boolean,
    private readonly host: DraftHost,
  ) {
    this.id = 'id' in start ? start.id : undefined;
    this.seen = 'id' in start ? { ...notebook.get(start.id)?.record } : {};
    this.mine = 'members' in start ? { ...start.members } : { ...this.seen };
  }

  set(members: Members): void {
    this.mine = { ...this.mine, ...members };
    this.isBegun = true;
    if (this.id !== undefined || this.speaks(this.mine)) {
      this.state = 'saving';
      if (!this.saving) void this.save();
    }
    this.host.changed();
  }

  keepPrivate(isPrivate: boolean): void {
    this.isPrivate = isPrivate;
    this.host.changed();
  }

  /** Resolves when what stands in the form is saved, or the attempt has failed and `state` says so. */
  async flush(): Promise<void> {
    while (this.saving) await this.saving;
    await this.save();
  }

  /** The other kind of note cannot be the same record: a record's type never changes. What was written moves over. */
  async become(type: string): Promise<void> {
    if (type === this.type) return;
    await this.flush();
    const { type: oldType, id: old, seen } = this;
    if (old !== undefined) this.isPrivate = this.notebook.get(old)?.private === true;
    this.type = type;
    this.id = undefined;
    this.seen = {};
    this.mine = contentOf(this.mine);
    if (old !== undefined) {
      await this.save();
      if (this.made()) await this.notebook.remove(old).catch((error: unknown) => this.fail(error));
      else Object.assign(this, { type: oldType, id: old, seen }); // not saved: it stays what it was
    }
    this.host.changed();
  }

  /** Takes in what arrived; called whenever the notebook changed. */
  absorb(): void {
    if (this.id === undefined || this.saving) return;
    const record = this.notebook.get(this.id)?.record;
    if (!record) return;
    let moved = false;
    for (const member of new Set([...Object.keys(record), ...Object.keys(this.seen)])) {
      const theirs = record[member];
      const seen = this.seen[member];
      if (same(theirs, seen)) continue;
      this.mine = { ...this.mine, [member]: joined(seen, this.mine[member], theirs) };
      this.seen = { ...this.seen, [member]: theirs };
      moved = true;
    }
    if (moved) this.host.changed();
  }

  private save(): Promise<void> {
    this.absorb(); // an edit replaces what its author had seen, so she has to have seen what is there
    const members = this.unsaved();
    if (!members && this.state === 'failed') this.state = 'saved';
    if (!members || (!this.made() && !this.speaks(this.mine))) return Promise.resolve();
    this.saving = this.store(members).finally(() => {
      this.saving = undefined;
      this.absorb();
      if (this.state === 'saving') void this.save(); // what was typed meanwhile
      this.host.changed();
    });
    return this.saving;
  }

  private async store(members: Members): Promise<void> {
    try {
      if (this.id === undefined) {
        this.id = await this.notebook.create(this.type, definite(members), this.isPrivate);
        this.host.made?.(this.id);
      } else await this.notebook.edit(this.id, members);
      this.seen = { ...this.seen, ...members };
      this.state = this.unsaved() ? 'saving' : 'saved';
    } catch (error) {
      this.fail(error);
    }
  }

  /** The form says so and keeps every word; the next change or a tap tries again. */
  private fail(error: unknown): void {
    this.state = 'failed';
    this.problem = error;
  }

  private made(): boolean {
    return this.id !== undefined;
  }

  private unsaved(): Members | undefined {
    const changed = Object.entries(contentOf(this.mine)).filter(([member, value]) => !same(value, this.seen[member]));
    return changed.length ? Object.fromEntries(changed) : undefined;
  }
}

const isKeyed = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands in the form once `theirs` has arrived: a part that nobody is at takes it, words are put together, and of the rest hers stays. */
function joined(seen: unknown, mine: unknown, theirs: unknown): unknown {
  if (same(mine, seen)) return theirs;
  if (typeof mine === 'string' && typeof theirs === 'string') return reconcile(typeof seen === 'string' ? seen : '', mine, theirs);
  if (!isKeyed(mine) || !isKeyed(theirs)) return mine;
  const before = isKeyed(seen) ? seen : {};
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  return definite(Object.fromEntries(keys.map((key) => [key, same(theirs[key], before[key]) ? mine[key] : joined(before[key], mine[key], theirs[key])])));
}

const ENVELOPE = new Set(['id', 'type', 'schema', 'created', 'edited', 'deleted', '_stamps', '_forks']);

export function contentOf(record: Members): Members {
  return Object.fromEntries(Object.entries(record).filter(([member]) => !ENVELOPE.has(member)));
}

function definite(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Equal as JSON, whatever the order of keys; an absent member equals `undefined`. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = definite(a as Members);
  const right = definite(b as Members);
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && same(left[key], right[key]));
}
