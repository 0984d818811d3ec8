/**
 * What the phone's store holds of a notebook: one row type a store.
 */
import type { AnyRecord, Id, Me, Version } from './types';

/** A record as the service holds it, as far as this phone knows. */
export interface Held {
  notebook: Id;
  id: Id;
  version: Version;
  record: AnyRecord;
  epoch: string; // the service's history that it came from
  damaged?: string; // the code of why it is no record; it is kept and shown as far as it can be
  typed?: true; // what this phone sent; the service's own wording comes on a later page of the same answer
}

/** An unsent edit. */
export interface Draft {
  notebook: Id;
  id: Id;
  base: Version | null; // null: new to the service
  baseRecord?: AnyRecord; // what the edit was typed on
  sendBase: boolean; // the service cannot know the base by its name alone
  onBatch?: true; // typed on what is being sent; gets its base when that is answered
  offer?: true; // not typed: held here and perhaps lost by the service
  fresh?: true; // made here and never in a batch: nobody else can have it
  record: AnyRecord;
  savedAt: string; // of the first unsent edit
  refusal?: { code: string; message: string };
}

/** The batch under way; at most one a notebook. Once closed it is never changed, byte for byte. */
export interface Batch {
  notebook: Id;
  seq: number;
  changesJson: string;
  drafts: Draft[];
}

/** Where a notebook's exchange stands. */
export interface Book {
  notebook: Id;
  epoch: string | null;
  cursor: string | null;
  seq: number; // the last one used
  offering: boolean; // the service's history was replaced: when everything has come, what it lacks is offered
  typed: Id[]; // held rows that wait for the service's own wording
  sharedAt?: string;
}

/** All that the phone has of one record. */
export interface Pile { held?: Held; sent?: Draft; draft?: Draft }

/**
 * What the first screen shows: all the phone has of those records, once more in one row, so that a start need not read the whole
 * class before it shows anything. It is gone with the first change of any record (db.ts), and kept anew a moment later.
 */
export interface Front { notebook: Id; piles: Pile[] }

/** The bytes of a photo of work, under their sum. */
export interface PhotoRow { notebook: Id; hash: string; jpeg: ArrayBuffer }

/** Where that photo is besides on this phone; a row of its own, so that counting reads no picture. */
export interface PhotoPlaceRow {
  notebook: Id;
  hash: string;
  taken?: true; // on this phone: nobody else is known to have it while `epoch` is not there
  epoch?: string; // the history of the service under which it said that it has it
}

export interface DeviceRow { me: Me; name: string; pendingClassroom?: { id: Id; name: string }; ownBooks?: { [classroom: Id]: Id } } // `ownBooks`: begun here, before the service was asked

export const newBook = (notebook: Id): Book => ({ notebook, epoch: null, cursor: null, seq: 0, offering: false, typed: [] });

export const isUnsentPhoto = ({ taken, epoch }: PhotoPlaceRow): boolean => taken === true && epoch === undefined;

export const shownRecord = (pile: Pile): AnyRecord | undefined => (pile.draft ?? pile.sent ?? pile.held)?.record;
