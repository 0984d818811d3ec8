/** A member of a record as people say it: its label and its value, whatever record and whatever side it comes from. */
import type { Json, Notebook, Piece } from '../data/types';
import { words } from '../data/compare';
import { MarkBadge } from './chips';
import { Names, namesOf } from './names';
import { useNotebook } from './open';
import { phrases } from './phrases';
import { callName, markOf, textOf } from './records';
import { calendarDay, comma } from '../strings/format';
import { t } from '../strings/seldom';

const IDS_OF_STUDENTS = new Set(['students']);
const ID_OF_SKILL = new Set(['skill']);
const CHOICES = new Set(['kind', 'source', 'category', 'mark']);
const DAYS = new Set(['opens', 'closes', 'from', 'to', 'left']);

/** JSON pointer to its members, unescaped. */
export function pointer(path: string): string[] {
  return path.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The member a path ends in; what lies under a child's id is named by the child, by MemberName. */
const lastMember = (path: string) => pointer(path).reverse().find((part) => part in t.members);

/** What a changed member is called, without whose it is. */
export function labelOf(path: string): string {
  const member = lastMember(path);
  return (member && t.members[member]) ?? t.unknownMember;
}

export function MemberName({ path }: { path: string }) {
  const notebook = useNotebook();
  const [first, child] = pointer(path);
  const name = child && (first === 'outcomes' || first === 'members') ? notebook.get(child)?.record : undefined;
  return <>{labelOf(path)}{name ? <> · <bdi>{callName(name)}</bdi></> : null}</>;
}

export function Value({ path, value }: { path: string; value: Json | undefined }) {
  const notebook = useNotebook();
  const member = lastMember(path) ?? '';
  if (value === undefined || value === null || value === '') return <span class="nothing">{t.versions.nothing}</span>;
  const mark = member === 'mark' ? markOf(value) : undefined;
  if (mark) return <MarkBadge mark={mark} />;
  if (Array.isArray(value)) return <Names of={IDS_OF_STUDENTS.has(member) ? namesOf(notebook, value.map(String)) : value.map(String)} />;
  return <bdi class="card-words">{plain(notebook, member, value)}</bdi>;
}

function plain(notebook: Notebook, member: string, value: Json): string {
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return listed(notebook, value);
  if (ID_OF_SKILL.has(member)) return textOf(notebook.get(value)?.record['name']) || value;
  if (CHOICES.has(member)) return t.choices[value] ?? value;
  return DAYS.has(member) ? calendarDay(value) : value;
}

/** An object with keyed parts, in words: "From 3 Nov 2026, Until 12 Dec 2026". */
function listed(notebook: Notebook, value: Json): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${t.members[key] ?? callNameOf(notebook, key)} ${plain(notebook, key, part)}`)
    .join(comma());
}

const callNameOf = (notebook: Notebook, id: string) => callName(notebook.get(id)?.record);

/** Texts differ by words; the marks are elements with a meaning, not colour alone. */
export function Marked({ pieces, show }: { pieces: Piece[]; show?: 'added' | 'removed' }) {
  return (
    <bdi class="card-words">
      {phrases(pieces).map((piece, i) => {
        if (piece.kind === 'same') return <span key={i}>{piece.text}</span>;
        if (show && piece.kind !== show) return null;
        return piece.kind === 'added' ? <ins key={i}>{piece.text}</ins> : <del key={i}>{piece.text}</del>;
      })}
    </bdi>
  );
}

/** What was typed in a member, beside what came of it when a colleague's change was joined in; what the joining added is marked. */
export function Beside({ path, typed, became }: { path: string; typed: Json | undefined; became: Json | undefined }) {
  const texts = typeof typed === 'string' && typeof became === 'string' && !isNamed(path);
  return (
    <div class="changed">
      <h3><MemberName path={path} /></h3>
      <dl class="was">
        <div><dt>{t.versions.typed}</dt><dd><Value path={path} value={typed} /></dd></div>
        <div><dt>{t.versions.cameOfIt}</dt><dd>{texts ? <Marked pieces={words(typed, became)} show="added" /> : <Value path={path} value={became} />}</dd></div>
      </dl>
    </div>
  );
}

/** Its value is no text but the name of something: a skill, a choice, a day. */
function isNamed(path: string): boolean {
  const member = lastMember(path) ?? '';
  return ID_OF_SKILL.has(member) || CHOICES.has(member) || DAYS.has(member);
}

/** What one member was and what it became. */
export function Changed({ path, before, after }: { path: string; before: Json | undefined; after: Json | undefined }) {
  const texts = typeof before === 'string' && typeof after === 'string' && !isNamed(path);
  return (
    <div class="changed">
      <h3><MemberName path={path} /></h3>
      {texts ? <p><Marked pieces={words(before, after)} /></p> : (
        <dl class="was">
          <div><dt>{t.versions.was}</dt><dd><Value path={path} value={before} /></dd></div>
          <div><dt>{t.versions.became}</dt><dd><Value path={path} value={after} /></dd></div>
        </dl>
      )}
    </div>
  );
}
