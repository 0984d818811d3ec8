/**
 * cppcheck over the build, with the suppressions of cppcheck.txt, each of which says why.
 *
 *   node tests/lint/cppcheck.mjs BUILD_FOLDER
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, run } from './project.mjs';

const build = process.argv[2];
const cache = join(build, 'lint', 'cppcheck');
mkdirSync(cache, { recursive: true });
const { code, output } = await run('cppcheck', [
  `--project=${join(build, 'compile_commands.json')}`,
  `--cppcheck-build-dir=${cache}`,
  `--suppressions-list=${join(root, 'tests/lint/cppcheck.txt')}`,
  `--suppress=*:${build}/*`,
  '--enable=warning,portability,performance',
  '--std=c11',
  '--inline-suppr',
  '--error-exitcode=1',
  '--quiet',
  '--template={file}:{line}: {severity}: {message} [{id}]',
  '-j2',
]);
const offences = output.split('\n').filter((line) => line !== '').map((line) => line.replace(`${root}/`, ''));
report('cppcheck', code === 0 ? [] : offences);
