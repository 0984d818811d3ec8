/**
 * Each header compiles alone, so that no file depends on the order of its includes.
 *
 *   node tests/lint/headers.mjs [-Ifolder...]
 */
import { projectFiles, report, root, run, eachOf } from './project.mjs';

const flags = ['-std=c11', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Wstrict-prototypes', '-Werror', '-fsyntax-only', `-I${root}`, ...process.argv.slice(2)];
const headers = projectFiles().filter((path) => path.endsWith('.h'));

const offences = await eachOf(headers, 2, async (header) => {
  // -include of an empty input: the header is read as a header, not as a main file with `#pragma once` trouble.
  const { code, output } = await run('cc', [...flags, '-include', header, '-x', 'c', '/dev/null']);
  return code === 0 ? [] : [`${header}: does not compile alone`, output.trimEnd()];
});
report(`headers (${headers.length})`, offences.flat());
