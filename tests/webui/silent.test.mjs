// Words come beside the screens and maybe after them: a module that reads them while it is loaded would break in some browsers on some days.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import test from 'node:test';

const webui = new URL('../../webui/', import.meta.url);
const { build } = createRequire(webui)('esbuild');
const screens = fileURLToPath(new URL('src/screens/', webui));
const rooms = readdirSync(screens).filter((name) => name.endsWith('.ts'));

for (const room of [...rooms, 'today.tsx', 'note.tsx'])
  test(`${room} is loaded before there are words`, async () => {
    const { outputFiles: [file] } = await build({ entryPoints: [screens + room], bundle: true, write: false, format: 'esm', logLevel: 'warning', define: { MERGE_WORKER: '""' } });
    await import(`data:text/javascript;base64,${Buffer.from(file.contents).toString('base64')}`);
  });
