/**
 * The versions of a record: from the service, and from the phone once they were seen.
 */
import { ask, isOffline, offline } from './api';
import type { Database } from './db';
import { isObject } from './json';
import type { AnyRecord, Id, Past, Version } from './types';

export interface History {
  versions(id: Id): Promise<Past[]>;
  version(version: Version): Promise<AnyRecord>;
}

export function makeHistory(db: Database, notebook: Id): History {
  const path = `/api/v1/notebooks/${notebook}`;

  async function fetchPasts(id: Id): Promise<Past[]> {
    const versions: Past[] = [];
    let after: string | null | undefined;
    do {
      const page = await ask(`${path}/records/${id}/versions${after ? `?after=${after}` : ''}`) as { versions: Past[]; next?: string | null };
      versions.push(...page.versions);
      if (after && page.next === after) throw offline(); // a service that goes in a circle
      after = page.next;
    } while (after);
    await db.run(['pasts'], 'readwrite', async (tx) => tx.put('pasts', { notebook, id, versions }));
    return versions;
  }

  return {
    async versions(id) {
      try {
        return await fetchPasts(id);
      } catch (error) {
        const seen = isOffline(error) && await db.run(['pasts'], 'readonly', (tx) => tx.get<{ versions: Past[] }>('pasts', [notebook, id]));
        if (!seen) throw error;
        return seen.versions;
      }
    },
    // A version is the name of its bytes: what was seen once never changes.
    async version(version) {
      const seen = await db.run(['versions'], 'readonly', (tx) => tx.get<{ record: AnyRecord }>('versions', [notebook, version]));
      if (seen) return seen.record;
      const record = await ask(`${path}/versions/${version}`);
      if (!isObject(record)) throw new TypeError('a version is a record');
      await db.run(['versions'], 'readwrite', async (tx) => tx.put('versions', { notebook, version, record }));
      return record as AnyRecord;
    },
  };
}
