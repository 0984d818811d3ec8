/**
 * shellcheck over every script that starts with a shell's name.
 *
 *   node tests/lint/shell.mjs
 */
import { projectFiles, report, run, textOf } from './project.mjs';

const scripts = projectFiles().filter((path) => /^#!.*\b(ba)?sh\b/.test(textOf(path).split('\n', 1)[0]));
const { code, output } = await run('shellcheck', ['--format=gcc', ...scripts]);
report(`shell (${scripts.length} scripts)`, code === 0 ? [] : output.trimEnd().split('\n'));
