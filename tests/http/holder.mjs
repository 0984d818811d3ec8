// @ts-check
/**
 * A device that keeps what it knows, as the app does: it pushes, pulls page by page, and when the history of the service turns out
 * to be another one it offers what it holds. Without a browser, so that a test can have many.
 */
import assert from 'node:assert/strict';
import { post } from './service.mjs';

const PAGE_BYTES = 2_000; // small, so that an offer begins between pages too

/**
 * @param {{ origin: string, notebook: string, who: { person: string, device: string, token: string } }} place
 */
export function makeHolder({ origin, notebook, who }) {
  /** @type {{ epoch: string | null, cursor: string | null, seq: number }} */
  const book = { epoch: null, cursor: null, seq: 0 };
  /** @type {Map<string, { version: string, record: any, epoch: string }>} what the service is known to have */
  const held = new Map();
  /** @type {Map<string, { base: string | null, record: any, base_record?: any, offer?: boolean }>} what it may lack */
  let drafts = new Map();
  const refusals = [];
  /** @type {typeof drafts | undefined} a batch that was sent and not answered */
  let underWay;

  const stamp = (at = new Date().toISOString()) => ({ at, by: who.person, device: who.device });
  const isMine = (record) => record.created.by === who.person;
  /** @param {any} record */
  const asOffered = (record) => (record.edited.by === who.person ? record : { ...record, edited: stamp() });

  async function ask(more) {
    const answer = await post(origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, ...book, changes: [], budget_bytes: PAGE_BYTES, ...more }, who.token);
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  }

  function take(answer) {
    for (const { id, version, record } of answer.records) {
      const old = held.get(id);
      if (old && old.epoch !== answer.epoch && old.version !== version && !drafts.has(id)) {
        drafts.set(id, { base: old.version, record: asOffered(old.record), offer: true });
      }
      held.set(id, { version, record, epoch: answer.epoch });
    }
    book.epoch = answer.epoch;
    book.cursor = answer.cursor;
  }

  function offerTheRest() {
    for (const [id, { record, epoch }] of held) {
      if (epoch === book.epoch) continue;
      held.delete(id);
      const base = isMine(record) ? {} : { base_record: record };
      if (!drafts.has(id)) drafts.set(id, { base: null, record: asOffered(record), ...base });
    }
  }

  async function pull() {
    const before = book.epoch;
    for (let more = true; more; ) {
      const answer = await ask({});
      take(answer);
      ({ more } = answer);
    }
    if (before !== null && before !== book.epoch) offerTheRest();
  }

  /** All drafts in one batch. It keeps its number until it is answered. */
  function close() {
    if (underWay) return;
    underWay = drafts;
    drafts = new Map();
    book.seq += 1;
  }
  const changesOf = (sent) => [...sent].map(([id, { base, record, base_record }]) => ({ id, base, record, ...(base_record && { base_record }) }));

  function settleBatch(sent, answer) {
    assert.equal(answer.received, book.seq);
    for (const { id, version } of answer.stored) {
      const known = held.get(id);
      // the version that it holds already: what was sent changed nothing, and its wording does not come again
      const record = known?.version === version ? known.record : sent.get(id)?.record;
      held.set(id, { version, record, epoch: answer.epoch });
    }
    for (const { id, code } of answer.refused) {
      const draft = sent.get(id);
      if (code === 'base_unknown' && draft?.offer) drafts.set(id, { base: null, record: draft.record });
      else refusals.push({ id, code });
    }
    underWay = undefined;
  }

  async function push() {
    close();
    const before = book.epoch;
    const answer = await ask({ changes: changesOf(underWay) });
    settleBatch(underWay, answer);
    take(answer);
    if (answer.more) await pull();
    if (before !== null && before !== answer.epoch) offerTheRest();
  }

  return {
    who,
    refusals,
    /** The same person's device that knows nothing yet: what it hears is what the service has. */
    fresh: () => makeHolder({ origin, notebook, who }),
    /** Pull, offer and pull again until there is nothing left to say. */
    async settle() {
      if (underWay) await push();
      await pull();
      while (drafts.size > 0) await push();
      await pull();
    },
    /** It is sent, and the answer never arrives. */
    pushAndLoseTheAnswer() {
      close();
      return post(origin, `/api/v1/notebooks/${notebook}/sync`, { protocol: 1, ...book, changes: changesOf(underWay) }, who.token);
    },
    /** The service calls it by another name now, and counts its batches anew. */
    restart() {
      book.seq = 0;
    },
    /** Typed and not sent yet. @param {any} record */
    write(record) {
      const known = held.get(record.id);
      drafts.set(record.id, known ? { base: known.version, base_record: known.record, record } : { base: null, record });
    },
    /** @param {string} id @param {object} members */
    note: (id, members) => ({ id, type: 'observation', schema: 1, created: stamp(), edited: stamp(), ...members }),
    /** @param {string} id @param {object} members */
    edit: (id, members) => ({ ...held.get(id)?.record, ...members, edited: stamp() }),
    /** @param {string} id */
    record: (id) => held.get(id)?.record,
    /** Every record's version, in order: two devices that hold the same have the same. */
    versions: () => [...held].map(([id, { version }]) => `${id} ${version}`).sort(),
  };
}

/** Devices that have settled all hold the same, and it is what the service has. @param {ReturnType<typeof makeHolder>[]} phones */
export async function assertTheSame(phones) {
  const fresh = phones[0].fresh();
  await fresh.settle();
  for (const phone of phones) {
    assert.deepEqual(phone.refusals, []);
    assert.deepEqual(phone.versions(), fresh.versions());
  }
}
