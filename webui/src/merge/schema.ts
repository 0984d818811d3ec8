/**
 * What records consist of, as sync.wasm is told it: the table that the app has for its own screens, as the lists of
 * sync/schema_read.c. sync/schema/generate.mjs makes the same from the schema files, and a test holds the two together.
 */
import type { MemberRow } from '../generated/members';

/** The table of generated/members.ts, and the version of each type. */
export interface Known {
  members: { readonly [type: string]: { readonly [path: string]: MemberRow } };
  versions: { readonly [type: string]: number };
}

/** In the order of sync/schema.h. */
const KINDS = ['object', 'set', 'text', 'value'];
const FORMATS = ['string', 'id', 'date', 'integer', 'boolean', 'choice'];

const listOf = ([path, row]: [string, MemberRow]) =>
  [path, row.choices?.join(' ') ?? '', KINDS.indexOf(row.kind), FORMATS.indexOf(row.format ?? 'string'), row.min ?? 0, row.max ?? 0, row.required ?? false];

export const schemaText = ({ members, versions }: Known): string =>
  JSON.stringify(Object.entries(members).map(([type, rows]) => [type, versions[type], Object.entries(rows).map(listOf)]));
