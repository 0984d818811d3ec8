/**
 * Every practice that the app says it serves (webui/src/reading/practices.ts) is proven: the name of at least one test begins with its id.
 *
 *   node tests/lint/practices.mjs
 */
import { isProgram, projectFiles, report, textOf } from './project.mjs';

const TABLE = 'webui/src/reading/practices.ts';
const ROW = /\['(\d\.\d+)', /g;
/** A test or a step of one, whose name begins with one id or several: '0.24 a second …', '1.14, 1.15 …', '1.14 and 1.15 …'. */
const NAMED = /\b(?:test|step)\((?:\w+, )?['"`]((?:\d\.\d+(?:, | and )?)+)/g;

/** The ids that names of tests in the text begin with. */
export const provenIn = (text) => [...text.matchAll(NAMED)].flatMap(([, ids]) => ids.match(/\d\.\d+/g));

if (isProgram(import.meta.url)) {
  const ids = [...textOf(TABLE).matchAll(ROW)].map(([, id]) => id);
  const proven = new Set(projectFiles().filter((path) => /^tests\/.*\.test\.mjs$/.test(path)).flatMap((path) => provenIn(textOf(path))));
  report(`practices (${ids.length})`, [
    ...(ids.length === 0 ? [`${TABLE}: no row was found`] : []),
    ...ids.filter((id) => !proven.has(id)).map((id) => `${TABLE}: ${id} has no test whose name begins with it`),
  ]);
}
