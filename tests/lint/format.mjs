/**
 * Layout is .clang-format's matter, nobody's opinion. To mend: clang-format -i FILE
 *
 *   node tests/lint/format.mjs
 */
import { projectFiles, report, run } from './project.mjs';

const sources = projectFiles().filter((path) => /\.[ch]$/.test(path));
const { code, output } = await run('clang-format', ['--dry-run', '-Werror', ...sources]);
const offences = output.split('\n').filter((line) => /: (error|warning):/.test(line));
report(`format (${sources.length} files)`, code === 0 ? [] : offences.length > 0 ? offences : [output]);
