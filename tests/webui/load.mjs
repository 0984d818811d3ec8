// Loads a TypeScript module of webui/src for a test in node. The modules tested here are pure: no browser is needed for them.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const webui = new URL('../../webui/', import.meta.url);
const { build } = createRequire(webui)('esbuild');

export async function load(path) {
  const { outputFiles: [file] } = await build({
    entryPoints: [fileURLToPath(new URL(`src/${path}`, webui))], bundle: true, write: false, format: 'esm', logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
}
