/**
 * A phone that is let in no more: what it holds that nobody else has, the way out with it, and removing the rest.
 *
 * A phone that was signed out leaves with everything, one whose time in a class is over with that class.
 */
import type { Database, StoreName, Tx } from './db';
import { isUnsentPhoto, type Batch, type DeviceRow, type Draft, type PhotoPlaceRow, type PhotoRow } from './rows';
import type { Id, Leaving } from './types';

const OF_CLASS = ['held', 'drafts', 'pasts', 'versions', 'photos', 'places'] as const;
const STORES: StoreName[] = ['device', 'books', 'batches', ...OF_CLASS];
const SELF = 'self';

/** What was typed and is not with the service, the batch under way with what was typed since. */
async function unsentIn(tx: Tx, notebook: Id): Promise<Draft[]> {
  const batch = await tx.get<Batch>('batches', notebook);
  const drafts = new Map((batch?.drafts ?? []).map((draft) => [draft.id, draft]));
  for (const draft of await tx.ofNotebook<Draft>('drafts', notebook)) drafts.set(draft.id, draft);
  return [...drafts.values()];
}

const line = ({ base, record, refusal }: Draft): string =>
  `${JSON.stringify({ unsent: true, base, ...(refusal ? { refusal: refusal.code } : {}), record })}\n`;

/** Bytes as text, so that the file stays lines of JSON. */
function photoLine({ hash, jpeg }: PhotoRow): string {
  const bytes = Array.from(new Uint8Array(jpeg), (byte) => String.fromCharCode(byte));
  return `${JSON.stringify({ unsent: true, photo: hash, jpeg: btoa(bytes.join('')) })}\n`;
}

const unsentPhotosIn = async (tx: Tx, notebook: Id): Promise<PhotoPlaceRow[]> => (await tx.ofNotebook<PhotoPlaceRow>('places', notebook)).filter(isUnsentPhoto);

export interface LeavingHost {
  notebooks(): readonly Id[] | undefined; // which are left; undefined: all of this phone
  settle(): Promise<unknown>; // until forms that were just left are saved
  saved(): Promise<void>; // as a file
  left(): void;
}

export function makeLeaving(db: Database, { notebooks, settle, saved, left }: LeavingHost): Leaving {
  async function scope(tx: Tx): Promise<readonly Id[]> {
    const row = await tx.get<DeviceRow>('device', SELF);
    return notebooks() ?? [...(row?.me.notebooks.map(({ id }) => id) ?? []), ...Object.values(row?.ownBooks ?? {})];
  }

  async function unsent(): Promise<Draft[]> {
    await settle();
    return db.run(['device', 'batches', 'drafts'], 'readonly', async (tx) => {
      const all: Draft[] = [];
      for (const id of await scope(tx)) all.push(...await unsentIn(tx, id));
      return all;
    });
  }

  const unsentPhotos = (): Promise<PhotoPlaceRow[]> => db.run(['device', 'places'], 'readonly', async (tx) => {
    const all: PhotoPlaceRow[] = [];
    for (const id of await scope(tx)) all.push(...await unsentPhotosIn(tx, id));
    return all;
  });

  /** One at a time: together they may be more than the phone has memory for. */
  async function photoLines(): Promise<string[]> {
    const lines: string[] = [];
    for (const { notebook, hash } of await unsentPhotos()) {
      const row = await db.run(['photos'], 'readonly', (tx) => tx.get<PhotoRow>('photos', [notebook, hash]));
      if (row) lines.push(photoLine(row));
    }
    return lines;
  }

  function removeClass(tx: Tx, id: Id): void {
    for (const store of OF_CLASS) tx.deleteNotebook(store, id);
    for (const store of ['books', 'batches'] as const) tx.delete(store, id);
  }

  return {
    unsent: async () => (await unsent()).length + (await unsentPhotos()).length,
    async file() {
      const lines = [...(await unsent()).map(line), ...await photoLines()];
      await saved();
      return new Blob([lines.join('')], { type: 'application/x-ndjson' });
    },
    async wipe(evenUnsent) {
      await settle();
      const gone = await db.run(STORES, 'readwrite', async (tx) => {
        const ids = await scope(tx);
        for (const id of ids) {
          if (!evenUnsent && (await unsentIn(tx, id)).length + (await unsentPhotosIn(tx, id)).length > 0) return false;
        }
        for (const id of ids) removeClass(tx, id);
        const row = await tx.get<DeviceRow>('device', SELF);
        for (const id of ids) tx.delete('device', `log ${id}`);
        if (!notebooks()) tx.delete('device', SELF);
        else if (row) tx.put('device', { ...row, me: { ...row.me, notebooks: row.me.notebooks.filter(({ id }) => !ids.includes(id)) } }, SELF);
        return true;
      });
      if (gone) left();
      return gone;
    },
  };
}
