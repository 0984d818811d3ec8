/**
 * The passphrase and the key: WebCrypto alone. A key of chance seals the rows; a key made from the passphrase wraps that one,
 * so that another passphrase is a matter of one row.
 */
import type { Key, StoreName } from './db';
import { keyMembersOf } from './db';
import type { Seal, Sealed } from './ring';
import { isUnsentPhoto, type PhotoPlaceRow, type PhotoRow } from './rows';
import { AppError } from './types';

/** OWASP's number for PBKDF2 with SHA-256. */
export const ROUNDS = 600_000;
const SALT_BYTES = 16;
const IV_BYTES = 12; // by chance: NIST SP 800-38D, 8.2.2, allows 2^32 of them a key
const KEY = { name: 'AES-GCM', length: 256 };
const MINUTES = 5;

export const PASSPHRASE_LETTERS = 12;
export const PASSPHRASE_WORDS = 4;

/** Long is all that counts: four words that mean something to nobody else are easier to keep than signs. */
export function isLongEnough(passphrase: string): boolean {
  const words = passphrase.trim().split(/\s+/);
  return Array.from(passphrase.trim()).length >= PASSPHRASE_LETTERS || words.length >= PASSPHRASE_WORDS;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
const chance = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** The same passphrase from any keyboard: an accent typed as one sign or as two, spaces around it or not. */
async function wrappingKey(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey('raw', bytesOf(passphrase.normalize('NFKC').trim()), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, typed, KEY, false, ['wrapKey', 'unwrapKey']);
}

async function wrap(key: CryptoKey, passphrase: string): Promise<Pick<Seal, 'salt' | 'rounds' | 'wrapped'>> {
  const salt = chance(SALT_BYTES);
  const iv = chance(IV_BYTES);
  const sealed = await crypto.subtle.wrapKey('raw', key, await wrappingKey(passphrase, salt, ROUNDS), { name: 'AES-GCM', iv });
  return { salt, rounds: ROUNDS, wrapped: { iv, sealed } };
}

async function unwrap({ salt, rounds, wrapped }: Seal, passphrase: string, extractable: boolean): Promise<CryptoKey | undefined> {
  const wrapping = await wrappingKey(passphrase, salt, rounds);
  try {
    return await crypto.subtle.unwrapKey('raw', wrapped.sealed, wrapping, { name: 'AES-GCM', iv: wrapped.iv }, KEY, extractable, ['encrypt', 'decrypt']);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'OperationError') return undefined; // the tag does not fit: another passphrase
    throw error;
  }
}

export async function newSeal(passphrase: string): Promise<{ seal: Seal; key: CryptoKey }> {
  const made = await crypto.subtle.generateKey(KEY, true, ['encrypt', 'decrypt']);
  const seal: Seal = { ...await wrap(made, passphrase), minutes: MINUTES };
  return { seal, key: (await openSeal(seal, passphrase))! };
}

/** The key, which no script can read out again; undefined: that is not the passphrase. */
export const openSeal = (seal: Seal, passphrase: string): Promise<CryptoKey | undefined> => unwrap(seal, passphrase, false);

/** The same key under another passphrase: no row is written anew. */
export async function changeSeal(seal: Seal, passphrase: string, next: string): Promise<Seal | undefined> {
  const key = await unwrap(seal, passphrase, true);
  return key && { ...seal, ...await wrap(key, next) };
}

/** `place`: what the bytes belong to; they open nowhere else. */
async function sealBytes(key: CryptoKey, place: string, bytes: BufferSource): Promise<Sealed> {
  const iv = chance(IV_BYTES);
  return { iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, bytes) };
}

export const sealValue = (key: CryptoKey, place: string, value: unknown): Promise<Sealed> => sealBytes(key, place, bytesOf(JSON.stringify(value)));

export const openValue = (key: CryptoKey, place: string, sealed: Sealed): Promise<unknown> =>
  openBytes(key, place, sealed, (bytes) => JSON.parse(new TextDecoder().decode(bytes)) as unknown);

async function openBytes<T>(key: CryptoKey, place: string, { iv, sealed }: Sealed, read: (bytes: ArrayBuffer) => T): Promise<T> {
  try {
    return read(await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(place) }, key, sealed));
  } catch {
    throw new AppError('phone_store', 'Something that this phone keeps cannot be read any more. What was shared is with the team: show this to whoever looks after the class service.');
  }
}

const placeOf = (store: StoreName, key: Key): string => JSON.stringify([store, key]);

/**
 * A row as it lies in the store: its key, which is ids and sums alone, and what nobody can read. `ids` of a batch and `unsent` of the
 * place of a photo say how much is unsent. Of a photo the bytes are sealed as they are: in JSON they would be a third longer.
 */
export interface SealedRow extends Sealed { [member: string]: unknown }

export async function sealRow(key: CryptoKey, store: StoreName, at: Key, value: unknown): Promise<SealedRow> {
  const place = placeOf(store, at);
  const sealing = store === 'photos' ? sealBytes(key, place, (value as PhotoRow).jpeg) : sealValue(key, place, value);
  const row: SealedRow = await sealing as SealedRow;
  const keys = [at].flat();
  keyMembersOf(store).forEach((member, i) => { row[member] = keys[i]; });
  if (store === 'batches') row['ids'] = (value as { drafts: { id: string }[] }).drafts.map(({ id }) => id);
  if (store === 'places') row['unsent'] = isUnsentPhoto(value as PhotoPlaceRow);
  return row;
}

export function openRow(key: CryptoKey, store: StoreName, at: Key, row: SealedRow): Promise<unknown> {
  const place = placeOf(store, at);
  return store === 'photos' ? openBytes(key, place, row, (jpeg) => ({ notebook: at[0]!, hash: at[1]!, jpeg }) satisfies PhotoRow) : openValue(key, place, row);
}
