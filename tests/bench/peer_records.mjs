/**
 * The harness's classroom in our records, and back again without a loss.
 *
 * What our schemas name is used as they mean it: words, compliment, teaching point, next step, purpose and a student's
 * line are texts; students, tags and languages are sets. What they do not name (`at`, `by`, `level`, `subject`, `born`)
 * stays a member of that name, which merges by its shape, as it would for a newer app. Sets know no order and the
 * harness compares it, so the order stands beside them.
 */
const EPOCH_MS = Date.UTC(2026, 7, 24, 7); // the harness numbers its records from this moment, one each EVERY_MS
const EVERY_MS = 97_000;
const BEFORE_MS = 86_400_000; // the class list was written the day before
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'; // of the random part of its ids: ten characters, 50 bits
const PREFIXES = { student: 'stu', observation: 'obs', conference: 'con', group: 'grp' };
const LANGUAGES = { English: 'en', Spanish: 'es', Arabic: 'ar', Turkish: 'tr', Twi: 'tw', Swahili: 'sw', Swedish: 'sv' };
const NAMES_OF_LANGUAGES = Object.fromEntries(Object.entries(LANGUAGES).map(([name, tag]) => [tag, name]));

/** A number below 2^32 that looks drawn: what the harness's shorter ids lack of a UUID's random bits. */
function scramble(text) {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return (hash ^ (hash >>> 16)) >>> 0;
}

const hex = (value, digits) => value.toString(16).padStart(digits, '0');

/** UUIDv7 of a moment and 50 bits (a number is exact up to 53); the other 24 random bits are drawn from `seed`. */
function makeUuid(timeMs, bits, seed) {
  const time = hex(timeMs, 12);
  const drawn = scramble(seed);
  const random = hex(bits, 13);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(drawn & 0xfff, 3)}-${'89ab'[(drawn >>> 12) & 3]}${hex((drawn >>> 14) & 0xff, 2)}${random[0]}-${random.slice(1)}`;
}

/** `make`, once for each name. */
function remembered(make) {
  const known = new Map();
  return (name) => {
    if (!known.has(name)) known.set(name, make(name));
    return known.get(name);
  };
}

const studentId = remembered((short) => makeUuid(EPOCH_MS - BEFORE_MS + Number(short.slice(1)), scramble(short), short));
const shortOfStudent = (uuid) => `s${String(timeOf(uuid) - (EPOCH_MS - BEFORE_MS)).padStart(2, '0')}`;
const timeOf = (uuid) => parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);

/** The UUID of a record of the harness; `docIdOf` finds the way back. */
export function uuidOf(docId) {
  if (docId.startsWith('stu-')) return studentId(docId.slice(4));
  let bits = 0;
  for (const char of docId.slice(9)) bits = bits * 32 + ALPHABET.indexOf(char);
  return makeUuid(EPOCH_MS + parseInt(docId.slice(4, 9), 32) * EVERY_MS, bits, docId);
}

function docIdOf(uuid, type) {
  if (type === 'student') return `stu-${shortOfStudent(uuid)}`;
  let bits = parseInt(uuid[22] + uuid.slice(24), 16);
  let tail = '';
  for (let at = 0; at < 10; at++) {
    tail = ALPHABET[bits % 32] + tail;
    bits = Math.floor(bits / 32);
  }
  return `${PREFIXES[type]}-${((timeOf(uuid) - EPOCH_MS) / EVERY_MS).toString(32).padStart(5, '0')}${tail}`;
}

/** The names that a class's skill records would hold. */
const skills = new Map();
const skillId = remembered((name) => {
  const id = makeUuid(EPOCH_MS - BEFORE_MS, scramble(name), name);
  skills.set(id, name);
  return id;
});

/** A list as a set, with its order beside it where it is not that of the set. */
function asSet(name, list, toElement) {
  const elements = [...new Set(list.map(toElement))];
  const sorted = [...elements].sort();
  const isSorted = elements.every((element, at) => element === sorted[at]);
  const order = isSorted ? undefined : elements.map((element) => sorted.indexOf(element).toString(36)).join('');
  return { [name]: sorted, [`${name}_order`]: order };
}

function asList(set = [], order = '', fromElement = (element) => element) {
  const listed = [...order].map((at) => set[parseInt(at, 36)]).filter((element) => element !== undefined);
  return [...new Set([...listed, ...set])].map(fromElement);
}

const same = (value) => value;
const setOf = (name, toElement, fromElement) => ({
  to: (list) => asSet(name, list, toElement),
  from: (record) => asList(record[name], record[`${name}_order`], fromElement),
});
const memberOf = (name, to = same, from = same) => ({
  to: (value) => ({ [name]: to(value) }),
  from: (record) => (record[name] === undefined ? undefined : from(record[name])),
});
const text = (name) => ({ to: (value) => ({ [name]: value }), from: (record) => record[name] ?? '' });

const written = { at: memberOf('at'), by: memberOf('by') };
const skill = memberOf('skill', skillId, (id) => skills.get(id));
const students = setOf('students', studentId, shortOfStudent);

/** A group's members are by student, each with the day it joined; here that is the group's first day. */
const members = {
  to: (list, doc) => {
    const { members: sorted, ...order } = asSet('members', list, studentId);
    return { members: Object.fromEntries(sorted.map((id) => [id, { from: doc.from }])), ...order };
  },
  from: (record) => asList(Object.keys(record.members ?? {}).sort(), record.members_order, shortOfStudent),
};

/** Field of the harness -> how it becomes members, and comes back. */
const FIELDS = {
  student: {
    student: { to: () => ({}), from: (record) => shortOfStudent(record.id) },
    name: memberOf('name'), born: memberOf('born'), text: text('about'),
    homeLanguages: setOf('languages', (name) => LANGUAGES[name], (tag) => NAMES_OF_LANGUAGES[tag]),
  },
  observation: {
    ...written, skill, text: text('words'), mark: memberOf('level'), tags: setOf('tags', same, same),
    student: { to: (short) => ({ students: [studentId(short)] }), from: (record) => shortOfStudent(record.students[0]) },
  },
  conference: {
    ...written, students, kind: memberOf('subject'), minutes: memberOf('minutes'), text: text('words'),
    strength: text('compliment'), teachingPoint: text('teaching_point'), nextStep: text('next_step'),
  },
  group: { name: memberOf('name'), purpose: text('purpose'), skill, from: memberOf('opens'), until: memberOf('closes'), members },
};

/** The members that some fields of a document become. @param {object} doc the whole document, for fields that need another */
export function membersOf(type, fields, doc) {
  const made = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name !== 'id' && name !== 'type') Object.assign(made, FIELDS[type][name].to(value, doc));
  }
  return made;
}

export function documentOf(record) {
  const doc = { id: docIdOf(record.id, record.type), type: record.type };
  for (const [name, field] of Object.entries(FIELDS[record.type])) {
    const value = field.from(record);
    if (value !== undefined) doc[name] = value;
  }
  return doc;
}

/** Is this a record of the harness? A classroom holds others: itself, and its people. */
export const isOurs = (record) => record.type in FIELDS;

/** What the sides of an open question say, as the fields' own values. */
export function alternativesOf(record) {
  const questions = Object.values(record._forks ?? {}).filter((fork) => fork.ask);
  return questions.flatMap((fork) => fork.sides.map((side) => (side.value === undefined ? '' : side.value)));
}
