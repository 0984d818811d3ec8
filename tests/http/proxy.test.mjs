// nginx and Caddy in front, each started with the example that is handed out (packaging/examples).
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { connect, freshFolder, newId, serviceFor, startService } from './service.mjs';

const NAME = 'notes.school.example';
const ask = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };
const example = (name) => readFileSync(fileURLToPath(new URL(`../../packaging/examples/${name}`, import.meta.url)), 'utf8');

/** Every change to an example that a test needs, or a sentence that it is gone. */
function adapt(text, changes) {
  return changes.reduce((now, [from, to]) => {
    assert.ok(now.includes(from), `the example has no line "${from}" any more`);
    return now.replaceAll(from, to);
  }, text);
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Runs until the end of the test; resolves once it has a certificate and takes connections. */
async function run(t, program, args, env, port) {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  let ended = false;
  child.stderr.on('data', (bytes) => { said += bytes; });
  const exit = once(child, 'exit').then(() => { ended = true; });
  t.after(async () => {
    child.kill('SIGTERM');
    await exit;
  });
  for (;;) {
    if (ended) throw new Error(`${program} ended: ${said}`);
    try {
      (await connect({ port }, { servername: NAME, rejectUnauthorized: false })).end();
      return;
    } catch (error) {
      if (error.code !== 'ECONNREFUSED' && error.code !== 'EPROTO' && !/SSL|TLS/.test(error.message)) throw error;
    }
  }
}

const proxies = {
  nginx: async (t, folder, port, upstream) => {
    const cert = `${folder}/cert.pem`;
    execFileSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${NAME}`],
      ...['-addext', `subjectAltName=DNS:${NAME}`, '-keyout', `${folder}/key.pem`, '-out', cert],
    ], { stdio: 'ignore' });
    const site = adapt(example('nginx.conf'), [
      ['    listen 443 ssl http2;', `    listen 127.0.0.1:${port} ssl http2;`],
      ['    listen [::]:443 ssl http2;\n', ''],
      [`/etc/letsencrypt/live/${NAME}/fullchain.pem`, cert],
      [`/etc/letsencrypt/live/${NAME}/privkey.pem`, `${folder}/key.pem`],
      ['http://127.0.0.1:8080', upstream],
    ]);
    const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
    writeFileSync(`${folder}/nginx.conf`, `daemon off;\nmaster_process off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${kept}\n${site}\n}\n`);
    await run(t, '/usr/sbin/nginx', ['-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`], {}, port);
    return readFileSync(cert);
  },
  caddy: async (t, folder, port, upstream) => {
    const site = adapt(example('Caddyfile'), [['127.0.0.1:8080', upstream.replace('http://', '')]]);
    // Here no public authority is asked: Caddy's own signs.
    const alone = `{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttps_port ${port}\n\thttp_port ${await freePort()}\n}\n`;
    writeFileSync(`${folder}/Caddyfile`, alone + site);
    mkdirSync(`${folder}/caddy`);
    const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    await run(t, '/usr/bin/caddy', ['run', '--config', `${folder}/Caddyfile`, '--adapter', 'caddyfile'], env, port);
    return readFileSync(`${folder}/caddy/pki/authorities/local/root.crt`);
  },
};

/** One request by the proxy, from `from` (any address of 127/8 is one of this machine's). */
function through(proxy, method, where, { body, token, from = '127.0.0.1', headers = {} } = {}) {
  const bytes = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = https.request({
      host: '127.0.0.1', port: proxy.port, servername: NAME, ca: proxy.ca, localAddress: from, agent: false, method, path: where,
      headers: {
        Host: `${NAME}:${proxy.port}`,
        ...(bytes === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(bytes) }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers,
      },
    }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString();
        resolve({ status: answer.statusCode, headers: answer.headers, text, json: answer.headers['content-type'] === 'application/json' ? JSON.parse(text) : undefined });
      });
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

for (const [kind, start] of Object.entries(proxies)) {
  test(`${kind} in front`, async (t) => {
    const folder = await freshFolder(t);
    const port = await freePort();
    const origin = `https://${NAME}:${port}`;
    const behind = await freePort();
    const service = await serviceFor(t, ['--port', String(behind), '--http', '--proxy', '--origin', origin]);
    const proxy = { port, ca: await start(t, folder, port, `http://127.0.0.1:${behind}`) };
    const joinBody = { code: service.ownerCode, name: 'A Teacher', device_name: 'test', bearer: true };

    await t.test('the app comes by the name of the school', async () => {
      assert.equal(service.origin, origin);
      const shell = await through(proxy, 'GET', '/');
      assert.equal(shell.status, 200, shell.text);
      assert.match(shell.text, /<script/);
      assert.match(shell.headers['content-security-policy'], /default-src 'none'/);
      assert.match(shell.headers['strict-transport-security'] ?? '', /max-age/);
    });

    await t.test('notes are exchanged, and who waits hears of them', async () => {
      const owner = (await through(proxy, 'POST', '/api/v1/join', { body: joinBody })).json;
      const notebook = newId();
      await through(proxy, 'POST', '/api/v1/classrooms', { body: { id: notebook, name: 'Room 5' }, token: owner.token });
      const where = `/api/v1/notebooks/${notebook}/sync`;
      const { epoch, cursor } = (await through(proxy, 'POST', where, { body: ask, token: owner.token })).json;
      const waiting = through(proxy, 'POST', where, { body: { ...ask, epoch, cursor, wait_s: 25 }, token: owner.token });
      const invited = await through(proxy, 'POST', `/api/v1/notebooks/${notebook}/invites`, { body: { role: 'co_teacher' }, token: owner.token });
      assert.ok(invited.json.link.startsWith(`${origin}/#join=`));
      const other = (await through(proxy, 'POST', '/api/v1/join', { body: { ...joinBody, code: invited.json.code } })).json;
      const id = newId();
      const stamp = { at: new Date().toISOString(), by: other.person, device: other.device };
      const record = { id, type: 'skill', schema: 1, created: stamp, edited: stamp, name: 'Leads' };
      const pushed = await through(proxy, 'POST', where, { body: { ...ask, seq: 1, changes: [{ id, base: null, record }] }, token: other.token });
      assert.equal(pushed.json.stored[0].id, id);
      assert.ok((await waiting).json.records.some((row) => row.id === id), 'not only after the 25 s');
    });

    await t.test('limits see the address that asked the proxy, whatever it says of itself', async () => {
      const guess = (from) => through(proxy, 'POST', '/api/v1/join', {
        body: { ...joinBody, code: 'AAAAA22222' }, from, headers: { 'X-Forwarded-For': `192.0.2.${Math.floor(Math.random() * 250)}` },
      });
      const answers = [];
      for (let i = 0; i < 6; i++) answers.push((await guess('127.0.0.2')).status);
      assert.equal(answers.at(-1), 429);
      assert.ok(!answers.slice(0, 5).includes(429));
      assert.notEqual((await guess('127.0.0.3')).status, 429);
      await service.logged((line) => line.remote === '127.0.0.3');
      assert.ok(!service.log.some((line) => line.remote?.startsWith('192.0.2.')));
    });
  });
}

test('without --proxy nobody is believed about an address', async (t) => {
  const service = await serviceFor(t);
  await fetch(`${service.origin}/`, { headers: { 'X-Forwarded-For': '10.9.8.7' } });
  await service.logged((line) => line.event === 'request');
  assert.deepEqual(service.log.filter((line) => line.event === 'request').map((line) => line.remote), ['127.0.0.1']);
});

test('with --proxy the last address counts, and what is none does not', async (t) => {
  const service = await serviceFor(t, ['--http', '--proxy']);
  const rows = [['10.1.1.1', '10.1.1.1'], ['10.1.1.1, 10.2.2.2', '10.2.2.2'], ['10.1.1.1,fd00::5', 'fd00::5'], ['10.1.1.1, nobody', '127.0.0.1'], ['', '127.0.0.1']];
  for (const [said, wanted] of rows) {
    service.log.length = 0;
    await fetch(`${service.origin}/`, { headers: { 'X-Forwarded-For': said } });
    assert.equal((await service.logged((line) => line.event === 'request')).remote, wanted, said);
  }
});

test('a proxy over TLS of our own is refused: the two do not go together', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  const failed = await startService({ dataDir, args: ['--page-port', '0', '--proxy'] }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.ok(existsSync(dataDir));
});
