// Loads a TypeScript module of webui/src for a test in node, speaking English. The modules tested here are pure: no browser is needed for them.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const webui = new URL('../../webui/', import.meta.url);
const { build } = createRequire(webui)('esbuild');

/** The module as it is once the words of `language` are there. */
const speaking = (path, language) => `
  import { speak } from './strings';
  import { formatFor } from './strings/format';
  import { speakSeldom } from './strings/seldom';
  import { strings } from './strings/${language}';
  import { strings as seldom } from './strings/${language}/seldom';
  formatFor('${language}');
  speak(strings);
  speakSeldom(seldom);
  export * from './${path}';
`;

export async function load(path, language = 'en') {
  const { outputFiles: [file] } = await build({
    stdin: { contents: speaking(path, language), resolveDir: fileURLToPath(new URL('src/', webui)), loader: 'ts' },
    bundle: true, write: false, format: 'esm', logLevel: 'warning', define: { MERGE_WORKER: '""', LATER_STYLE: '""' },
  });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}
