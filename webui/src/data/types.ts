/**
 * What the screens may ask of the phone's own copy of the classroom.
 *
 * Everything here works with the network gone; a promise that resolves means "saved on this phone".
 * Records are plain JSON as the service holds them; members that this build does not know are kept.
 */
export type Id = string; // UUIDv7
export type Version = string; // opaque name of one version of a record
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Stamp { at: string; by: Id; device: Id } // `at`: RFC 3339 in UTC with milliseconds, for people to read

export interface Side extends Partial<Stamp> { value?: Json } // no `value`: on this side the member is absent
export interface Fork { base?: Json; ask: boolean; sides: Side[] }

/** What every record has; the members of each type come from ../generated/schema.ts. */
export interface AnyRecord {
  id: Id;
  type: string;
  schema: number;
  created: Stamp;
  edited: Stamp;
  deleted?: { at: string; by: Id };
  _stamps?: { [path: string]: Stamp };
  _forks?: { [path: string]: Fork };
  [member: string]: unknown;
}

export type Place = 'phone' | 'sending' | 'shared' | 'refused';

/** A record as this phone shows it: the unsent edit where there is one, else what the service holds. */
export interface Shown<T extends AnyRecord = AnyRecord> {
  record: T;
  preview?: T; // for reading: what the unsent edit and a colleague's newer version will be together
  place: Place;
  private?: true; // in the teacher's own notebook: nobody else has it
  refusal?: { code: string; message: string }; // place === 'refused': kept here, can be exported or edited again
}

/** Where a photo of work is. 'away': not on this phone; it comes from the service when it is asked for. */
export type PhotoPlace = 'phone' | 'shared' | 'refused' | 'away';

export interface SyncState {
  online: boolean; // the last exchange worked
  signedOut: boolean; // the service does not know this device's token (any more); nothing is deleted
  unsent: number;
  photosUnsent: number; // they go one by one, after the words
  oldestUnsentAt?: string;
  refused: number;
  questions: number;
  sharedAt?: string; // when everything was last shared
  clockOffBySeconds?: number; // present when this phone's clock differs from the service's by more than two minutes
  updateReady: boolean; // a new version of the app waits for a tap
  persisted: boolean; // the browser promised not to evict the store
  readOnlyTypes: string[]; // types of a newer schema: readable, not writable here
  damaged: number; // records that came and are none: kept as they are
  trouble?: { code: string; message: string }; // why the service does not share just now, in its own words; it is tried again
  closed?: Closed; // the class may not be shown here any more
}

/** 'revoked': this phone was signed out; 'ended': the person's time in the class is over. */
export type Closed = 'revoked' | 'ended';

export interface Question { record: AnyRecord; path: string; fork: Fork } // path '/deleted': keep or delete?

export type Answer = { keep: number } /* index into fork.sides */ | { write: Json | undefined };

/** One stored version of a record, newest first. */
export interface Past {
  commit: string;
  version: Version;
  typed_version?: Version; // what its author typed, where others' work was merged into it
  by: Id;
  device: Id;
  at: string;
  rules: { path: string; rule: string }[];
}

/** One version of a record that is about a student, and what it was before; without `before` it is the first. */
export interface Step { id: Id; version: Version; by: Id; device: Id; at: string; before?: AnyRecord; after: AnyRecord }

export interface Steps { steps: Step[]; next?: string } // `next`: there are more, after this

export interface Membership { id: Id; role: string; role_until?: string; ended?: boolean; private_of?: Id }

export interface Me { person: Id; device: Id; owner: boolean; notebooks: Membership[] }

export interface Invitation { code: string; link: string; expires_at: string }

export interface DeviceOf { id: Id; name: string; joined_at: string; seen_at: string; revoked_at?: string }

/** Somebody of the class, as the service knows them; the name is in their own record. Devices of others are told to owners alone. */
export interface PersonOf { id: Id; role: string; role_until?: string; ended?: boolean; devices: DeviceOf[] }

/** Somebody opened the page of a student (`subject`: its id), or saved a copy (its format). */
export interface LogEntry { at: string; person: Id; act: 'opened' | 'exported'; subject: string }

/** Who is let in. All of it needs the service. */
export interface Access {
  people(): Promise<PersonOf[]>;
  setRole(person: Id, role: string | null, until?: string): Promise<void>; // null: it ends now
  signOut(device: Id): Promise<void>;
  invite(role: string, until?: string): Promise<Invitation>;
  inviteOwn(): Promise<Invitation>; // another device of the same person
  log(before?: number): Promise<{ entries: LogEntry[]; before?: number }>; // newest first; `before` leads to older ones
}

/** What a phone that is let in no more still holds, and the way out of it. */
export interface Leaving {
  unsent(): Promise<number>;
  file(): Promise<Blob>; // what is unsent, as JSON lines
  /** Removes it from the phone. */
  wipe(evenUnsent: boolean): Promise<boolean>; // false, and nothing removed: something is unsent
}

/** The open notebook. One object for the app; all methods may be called at any time. */
export interface Notebook {
  readonly id: Id;
  readonly me: Me;
  /** Present where this is the class as it stood at a moment: it can be read, and versions brought back into the present. */
  readonly asOf?: string;
  get(id: Id): Shown | undefined;
  all<T extends AnyRecord>(type: string): readonly Shown<T>[]; // not deleted ones; the same list until one of them changes
  questions(): Question[];
  /** False for a moment after a start: what the first screen needs is here, and the rest is still being read. */
  isWhole(): boolean;
  /** Notes down which records the first screen shows, so that the next start reads them first. */
  keepFront(ids: readonly Id[]): Promise<void>;
  state(): SyncState;
  subscribe(changed: () => void): () => void; // called after records or state changed, in this tab or another

  /** Members only; id, type, schema, created and edited are added. Resolves when saved. */
  create(type: string, members: { [member: string]: unknown }, isPrivate?: boolean): Promise<Id>;
  createMany(rows: { type: string; members: { [member: string]: unknown } }[]): Promise<Id[]>; // one transaction
  /** Set members (undefined removes one; objects are replaced whole, so spread what is to stay). An edit equal to what is shown makes nothing. */
  edit(id: Id, members: { [member: string]: unknown }): Promise<void>;
  remove(id: Id): Promise<void>; // marks it deleted
  /**
   * Keeps a photo of work with a `sample` record about it: scaled, and without what the camera wrote into it. Resolves with the id of
   * the record. For oneself where the note that it is for is (members.note), else as told. Rejects with 'no_picture' what is none,
   * and with 'no_photos' on plain http.
   */
  addPhoto(picture: Blob, members: { [member: string]: unknown }, isPrivate?: boolean): Promise<Id>;
  /** By the `photo` of a sample: from this phone, else from the service, and then kept. Rejects with 'offline' or 'unknown_photo'. */
  photo(hash: string): Promise<Blob>;
  photoPlace(hash: string): PhotoPlace;
  /** For oneself, or for the team, with the photos that were taken for it. Rejects with 'had_by_others' what has left this phone: others may have it. */
  setPrivate(id: Id, isPrivate: boolean): Promise<void>;
  answer(question: Question, answer: Answer): Promise<void>;
  /** Takes back the last create, edit, remove, answer or restore of this tab (an ordinary edit when it was shared already). */
  undo(): Promise<boolean>;
  canUndo(): { kind: 'create' | 'edit' | 'remove' | 'answer' | 'restore'; id: Id } | undefined;

  /** Versions from the service, cached on the phone once seen. Rejects with an AppError 'offline' when neither has them. */
  versions(id: Id): Promise<Past[]>;
  version(version: Version): Promise<AnyRecord>;
  restore(id: Id, old: AnyRecord): Promise<void>; // an ordinary edit
  /** What changed about one student between two moments, oldest first, a page at a time. Kept by the service alone: 'offline' without it. */
  steps(student: Id, from: string, to: string, after?: string): Promise<Steps>;
  /** The class at that moment, to read in. Kept by the service alone: 'offline' without it. */
  asItStood(at: string): Promise<Notebook>;

  access(): Promise<Access>;
  leaving(): Promise<Leaving>;
  /** The page of a student was opened: the owners of the class may ask who looked. */
  opened(student: Id): void;
  readonly lock: PhoneLock;
  /** True when the service itself said that this phone or person is let in no more; else only the phone's clock hides the class. */
  isLetGo(): boolean;
  /** A form that was left is being saved: nothing is removed from the phone before it is. */
  finishing(work: Promise<void>): void;
  /** Resolves when all such forms are saved, or say that they could not be. */
  finished(): Promise<void>;

  syncNow(): void;
  applyUpdate(): void;
  /** Every record that this phone holds, unsent first, as JSON lines, without the pictures: the way out when nothing else works. */
  exportAll(withPrivate: boolean): Promise<Blob>;
}

export class AppError extends Error {
  constructor(readonly code: string, message: string) { super(message); }
}

/** How the passphrase over what this phone keeps stands. */
export interface LockState {
  ready: boolean; // it was looked at
  isSet: boolean;
  locked: boolean;
  hasPin: boolean;
  pinTries: number; // how often a PIN may still be tried; 0: the passphrase is needed
  minutes: number; // without a touch, until it locks
}

/** A form on the screen, as the lock knows it: it waits for one that is written in, and for one that cannot be saved. */
export interface Writing {
  isBegun(): boolean;
  save(): Promise<boolean>;
}

export interface PhoneLock {
  readonly possible: boolean; // not on plain http: the browser offers no cryptography there
  look(): Promise<void>; // once, at the start
  state(): LockState;
  subscribe(changed: () => void): () => void;
  writing(form: Writing): () => void;
  lock(): Promise<boolean>; // false: a form could not be saved
  smith(): Promise<Locksmith>;
}

/** What few do often. Each that takes a passphrase answers whether it was the right one. */
export interface Locksmith {
  unlock(passphrase: string): Promise<boolean>;
  unlockByPin(pin: string): Promise<boolean>; // after five wrong ones the key is gone from memory
  isLongEnough(passphrase: string): boolean;
  set(passphrase: string): Promise<void>;
  change(passphrase: string, next: string): Promise<boolean>;
  remove(passphrase: string): Promise<boolean>;
  setPin(pin: string | undefined): Promise<void>;
  setMinutes(minutes: number): Promise<void>;
  unsent(): Promise<number>; // changes that nobody else has, counted without reading them
  wipe(): Promise<void>; // all that this phone keeps
}

/** Before a notebook is open: joining, choosing, making one. */
export interface Door {
  readonly lock: PhoneLock;
  hurry(id: Id): void; // begins to open the class that was open last, while the screens are still being loaded; open() then gives it
  me(): Promise<Me | undefined>; // from the phone, without a network; undefined: never joined
  join(code: string, name: string): Promise<Me>; // also writes the person record
  joinToo(code: string): Promise<Me>; // another class, for the person that this phone is known by
  createClassroom(name: string): Promise<Id>; // also writes the classroom record
  open(id: Id): Promise<Notebook>;
}

/** compare.ts: `words(before, after)` gives the pieces of both texts in reading order; 'same' and 'removed' together are `before`. */
export interface Piece { kind: 'same' | 'removed' | 'added'; text: string }

/** compare.ts: `members(before, after)` gives what differs, by JSON pointer, without the stamps the merge keeps. */
export interface Change { path: string; before?: Json; after?: Json }

/** roster.ts: one line of a class list, as the preview shows it. `members` are those of a student record. */
export interface RosterRow {
  line: number;
  fate: 'new' | 'here' | 'skipped';
  name: string;
  why?: string; // a code, for fate 'skipped'
  members: { [member: string]: unknown };
}

/** roster.ts: `read(list, present)` takes pasted text or a file's bytes and throws an AppError for what is no list. */
export interface RosterPreview { rows: RosterRow[] }
