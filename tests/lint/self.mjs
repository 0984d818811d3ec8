/**
 * The project speaks of itself alone: a clone read anywhere, by anyone, in ten years, names nothing that is not there.
 *
 *   node tests/lint/self.mjs
 */
import { isProgram, projectFiles, report, textOf } from './project.mjs';

/** What stands at the top of the tree: the list of README.md, and what tools look for there. */
export const TOP = [
  '.ci', '.clang-format', '.clang-tidy', '.gitignore', 'CMakeLists.txt', 'LICENSE', 'README.md',
  'packaging', 'service', 'store', 'sync', 'tests', 'webui',
];

export const rules = [
  { word: /(^|[\s(])#\d{1,5}\b(?![0-9a-fA-F]*[;'"])/, not: /\.(css|svg|merge|roster)$|^(sync|tests)\/.*\.(c|mjs)$/, why: 'an issue number: say the rule instead' },
  { word: /\b(issue|ticket|pull request|PR) ?#?\d+\b/i, why: 'an issue number: say the rule instead' },
  { word: /\/work\/|\/home\/(?!YOU\b|\$)[a-z]|\/root\/|\/tmp\/(prompts|bt-)|\.\.\/shared\b/, why: 'a path of one machine' },
  { word: /registry\.(npmjs\.org|yarnpkg\.com)|registry\.npmmirror|npm\.pkg\.github|deb\.debian\.org|security\.debian\.org/, why: 'a registry or mirror: the machine says which' },
  { word: /\b(chatgpt|copilot|claude|anthropic|openai|llm|ai[- ]generated|language model)\b/i, why: 'the project speaks of itself alone' },
];

/** A lock may carry no host at all: npm fills in the registry that the machine uses. */
const LOCK = { path: /package-lock\.json$/, word: /"resolved":\s*"https?:/, why: 'a host in the lock: set omit-lockfile-registry-resolved=true in .npmrc' };

export function offencesIn(path, text) {
  if (path.startsWith('tests/lint/')) return [];
  const mine = rules.filter((rule) => !rule.not?.test(path));
  if (LOCK.path.test(path)) mine.push(LOCK);
  return text.split('\n').flatMap((line, at) =>
    mine.filter((rule) => rule.word.test(line)).map((rule) => `${path}:${at + 1}: ${line.trim().slice(0, 100)} (${rule.why})`),
  );
}

export function topOffences(paths) {
  const there = new Set(paths.map((path) => path.split('/')[0]));
  return [
    ...[...there].filter((name) => !TOP.includes(name)).map((name) => `${name}: not in the list of the top level (tests/lint/self.mjs, README.md)`),
    ...TOP.filter((name) => !there.has(name)).map((name) => `${name}: missing at the top level`),
  ];
}

if (isProgram(import.meta.url)) {
  const paths = projectFiles();
  report('self', [...topOffences(paths), ...paths.flatMap((path) => offencesIn(path, textOf(path)))]);
}
