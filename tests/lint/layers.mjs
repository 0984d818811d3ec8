/**
 * Who may know whom: the includes, names and calls that belong to one place, or to none.
 *
 *   node tests/lint/layers.mjs
 */
import { isProgram, projectFiles, report, textOf } from './project.mjs';

const C = /\.[ch]$/;
const WEB = /^webui\/src\/.*\.tsx?$/;

/** `#include` of a name that matches `name` is for the files in `only`; the reason is told with the offence. */
export const includeRules = [
  { name: /^git2(\/|\.h)/, only: /^(store\/|tests\/(unit\/test_store_|crash\/|bench\/))/, why: 'store/ alone uses libgit2' },
  {
    name: /^civetweb\.h/,
    only: /^(service\/http\/(server|wire)\.[ch]|packaging\/civetweb_socket\.c)$/,
    why: 'service/http/server.c and wire.h alone use civetweb',
  },
  { name: /^zlib\.h/, only: /^(service\/http|tests\/unit)\/(test_service_)?(gzip|stitch)\.c$/, why: 'service/http/stitch.c alone deflates a part of a stream; for the whole there is libdeflate' },
  { name: /^libdeflate\.h/, only: /^service\/http\/(gzip|stitch)\.c$|^store\//, why: 'service/http/gzip.c and stitch.c alone pack the wire, store/ its packs' },
  { name: /^cjson\//, only: /^(service|tests)\//, why: 'records pass through sync/ byte for byte; cJSON is for envelopes, in service/' },
  { name: /^openssl\//, only: /^(service|tests)\/|^store\/(name|pack(_index)?)\.c$|^store\/internal\.h$/, why: 'OpenSSL is used in service/, and for the names and sums of git' },
  { name: /^sqlite3\.h/, only: /^(service\/(people\/access|index\/index)[a-z_]*\.[ch]|tests\/(unit\/test_service_|bench\/))/, why: 'service/people/access.c and service/index/index.c alone use SQLite' },
  { name: /^qrencode\.h/, only: /^service\/http\/qr\.c$/, why: 'service/http/qr.c alone draws QR codes' },
  { name: /^(service|webui)\//, notIn: /^(sync|store)\//, why: 'sync/ and store/ know nothing of what is above them' },
  { name: /^store\//, notIn: /^sync\//, why: 'sync/ knows nothing of the store' },
  { name: /^sync\/(?!base\.h)/, notIn: /^store\//, why: "store/ knows sync's base types only" },
  { name: /^store\/(?!store\.h)/, only: /^(store\/|tests\/(unit\/test_store_|crash\/))/, why: 'store/store.h is the door of the store' },
];

/** All that sync/ may include: the headers that C11 promises without a library, string.h for memory calls, and its own. */
const FREESTANDING = /^(float|iso646|limits|stdalign|stdarg|stdbool|stddef|stdint|stdnoreturn|string)\.h$/;

/** A pattern that may stand only in files of `only` (none when absent), looked for in files of `in`. */
export const wordRules = [
  { in: C, word: /\bmg_handle_form_request\b/, why: 'spins for ever on a NUL byte' },
  { in: C, word: /\bmg_send_(mime_)?file2?\b/, why: 'the service serves no files' },
  { in: C, word: /\bmg_set_websocket_handler\b/, why: 'half a WebSocket frame holds a worker for ever' },
  { in: C, word: /\bcJSON_(GetObjectItem|HasObjectItem|DetachItemFromObject|DeleteItemFromObject|ReplaceItemInObject)\b/, why: 'ignores case: use the CaseSensitive one' },
  { in: C, word: /\bcJSON_Parse\w*\s*\(/, only: /^(service\/http\/door\.c|tests\/)/, why: 'JSON from outside enters by the strict door (service/http/door.c)' },
  { in: C, word: /\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|strncpy|strncat)\s*\(/, why: 'does not know where the memory ends: use snprintf or memcpy with a length' },
  { in: C, word: /\b(system|popen)\s*\(/, only: /^tests\//, why: 'no shell: posix_spawn with a list of arguments' },
  { in: C, word: /\b(atoi|atol|atof)\s*\(/, why: 'cannot say that the text is no number: use strtol' },
  { in: C, word: /\bgit_(merge|diff_tree_to_tree|mempack)\w*\s*\(/, only: /^tests\//, why: 'never on content, and slow: walk.c compares trees, sync/ merges' },
  { in: /\.(tsx?|m?js)$/, word: /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML|document\.write/, only: /^tests\/lint\//, why: 'text is text, never HTML' },
  { in: /\.(tsx?|m?js)$/, word: /\beval\s*\(|new Function\s*\(/, only: /^tests\/(lint|browser)\//, why: 'no code from text' },
  { in: WEB, word: /\bindexedDB\b/, only: /^webui\/src\/data\/db\.ts$/, why: 'data/db.ts alone uses IndexedDB' },
  { in: WEB, word: /\bfetch\s*\(/, only: /^webui\/src\/(data\/|merge\/worker\.ts|sw\.ts)/, why: 'screens ask data/, never the network' },
  { in: WEB, word: /\b(local|session)Storage\b/, only: /^webui\/src\/(app\.tsx|parts\/settings\.ts)$/, why: 'notes lie in IndexedDB; which class was open, the language, the hand, a timer and how long notes take are all that is beside it' },
  { in: WEB, word: /@ts-(ignore|nocheck)|\bas any\b|:\s*any\b/, why: 'say what it is: a type, or unknown' },
  { in: /^webui\/(src|index\.html)/, word: /https?:\/\/(?!www\.w3\.org\/)[a-z]/i, why: 'no third-party request, ever' },
  { in: /^webui\/src\/data\/.*\.ts$/, word: /\bdocument\.(?!visibilityState|addEventListener|removeEventListener|hidden\b)/, why: 'data/ knows no page' },
  { in: /^(sync|store|service|webui\/src|tests)\//, word: /\b(TODO|FIXME|XXX|HACK)\b/, only: /^tests\/lint\//, why: 'finish it, or say in the README what is missing' },
];

function allowed(rule, path) {
  if (rule.notIn) return !rule.notIn.test(path);
  return rule.only ? rule.only.test(path) : false;
}

function includeOffence(path, name) {
  if (path.startsWith('sync/') && !name.startsWith('sync/') && !FREESTANDING.test(name)) {
    return 'sync/ is freestanding';
  }
  return includeRules.find((rule) => rule.name.test(name) && !allowed(rule, path))?.why;
}

/** The offences of one file, as `path:line: what (why)`. */
export function offencesIn(path, text) {
  const words = wordRules.filter((rule) => rule.in.test(path) && !allowed(rule, path));
  return text.split('\n').flatMap((line, at) => {
    const found = [];
    const include = C.test(path) ? /^\s*#\s*include\s*[<"]([^>"]+)[>"]/.exec(line) : null;
    const why = include && includeOffence(path, include[1]);
    if (why) found.push(`${path}:${at + 1}: includes ${include[1]} (${why})`);
    for (const rule of words) {
      const match = rule.word.exec(line);
      if (match) found.push(`${path}:${at + 1}: ${match[0].trim()} (${rule.why})`);
    }
    return found;
  });
}

if (isProgram(import.meta.url)) {
  report('layers', projectFiles().flatMap((path) => offencesIn(path, textOf(path))));
}
