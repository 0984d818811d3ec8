// Over TLS, with a certificate that is made for the test.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import test from 'node:test';
import { connect, freshFolder, startService } from './service.mjs';

function certificate(folder) {
  const cert = `${folder}/cert.pem`;
  const key = `${folder}/key.pem`;
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost,DNS:school.example', '-keyout', key, '-out', cert],
  ], { stdio: 'ignore' });
  return { cert, key, trusted: { ca: readFileSync(cert), servername: 'localhost' } };
}

async function secureService(t, more = []) {
  const folder = await freshFolder(t);
  const made = certificate(folder);
  const args = ['--cert', made.cert, '--key', made.key, ...more];
  const service = await startService({ dataDir: `${folder}/data`, args });
  t.after(() => service.stop());
  return { ...service, ...made, folder };
}

const ask = (service, first, more = [], body = '') =>
  [first, `Host: localhost:${service.port}`, ...more, '', body].join('\r\n');

for (const version of ['TLSv1.2', 'TLSv1.3']) {
  test(`${version} is spoken`, async (t) => {
    const service = await secureService(t);
    const line = await connect(service, { ...service.trusted, minVersion: version, maxVersion: version });
    assert.equal(line.socket.getProtocol(), version);
    await line.send(ask(service, 'GET /healthz HTTP/1.1') + ask(service, 'GET /readyz HTTP/1.1'));
    assert.deepEqual((await line.answer()).json, { alive: true });
    assert.deepEqual((await line.answer()).json, { ready: true });
    line.end();
  });
}

test('all addresses of this machine are served, and IPv4 is called by its own name', async (t) => {
  const service = await secureService(t);
  const hosts = ['127.0.0.1'];
  if (Object.values(networkInterfaces()).flat().some((row) => row?.address === '::1')) hosts.push('::1');
  for (const host of hosts) {
    const line = await connect(service, { ...service.trusted, host });
    await line.send(ask(service, 'GET /healthz HTTP/1.1'));
    assert.deepEqual((await line.answer()).json, { alive: true });
    await service.logged((entry) => entry.remote === host);
    line.end();
  }
});

test('TLS 1.1 is refused, and the service goes on', async (t) => {
  const service = await secureService(t);
  await assert.rejects(
    connect(service, { ...service.trusted, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  );
  const line = await connect(service, service.trusted);
  await line.send(ask(service, 'GET /healthz HTTP/1.1'));
  assert.equal((await line.answer()).status, 200);
  line.end();
});

test('a cookie given over TLS is for this host and over TLS alone', async (t) => {
  const service = await secureService(t);
  const body = JSON.stringify({ code: service.ownerCode });
  const more = ['Content-Type: application/json', `Origin: ${service.origin}`, `Content-Length: ${body.length}`];
  const line = await connect(service, service.trusted);
  t.after(() => line.end());
  await line.send(ask(service, 'POST /api/v1/join HTTP/1.1', more, body));
  const joined = await line.answer();
  const cookie = joined.headers.get('set-cookie');
  assert.match(cookie, /^__Host-backtable=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/);
  const token = /=([0-9a-f]{64})/.exec(cookie)[1];
  await line.send(ask(service, 'GET /api/v1/me HTTP/1.1', [`Cookie: a=b; __Host-backtable=${token}`]));
  assert.equal((await line.answer()).json.device, joined.json.device);
  await line.send(ask(service, 'GET /api/v1/me HTTP/1.1', [`Cookie: backtable=${token}`]));
  assert.equal((await line.answer()).status, 401, 'a name that a page without TLS could have set does not count');
});

test('a name of the certificate is answered to when it was given as --host, and is the one in links', async (t) => {
  const service = await secureService(t, ['--host', 'school.example']);
  assert.equal(service.origin, `https://school.example:${service.port}`);
  const line = await connect(service, service.trusted);
  t.after(() => line.end());
  await line.send(`GET / HTTP/1.1\r\nHost: school.example:${service.port}\r\n\r\n`);
  const answer = await line.answer();
  assert.equal(answer.status, 200);
});

test('failed handshakes leave no worker behind', async (t) => {
  const service = await secureService(t);
  const noise = await Promise.all(Array.from({ length: 300 }, () => connect(service)));
  await Promise.all(noise.map((line) => line.send('GET / HTTP/1.1\r\n\r\n')));
  await Promise.all(noise.map((line) => line.closed()));
  const line = await connect(service, service.trusted);
  await line.send(ask(service, 'GET /healthz HTTP/1.1'));
  const answer = await line.answer();
  assert.equal(answer.headers.get('connection'), 'keep-alive', 'the count of connections is back to zero');
  line.end();
});

test('a certificate that is none, or another\'s key, is told before anything listens', async (t) => {
  const folder = await freshFolder(t);
  const one = certificate(folder);
  writeFileSync(`${folder}/none.pem`, 'this is no certificate\n');
  for (const [cert, key] of [[`${folder}/none.pem`, one.key], [one.cert, `${folder}/none.pem`], [one.cert, `${folder}/missing.pem`]]) {
    const failed = await startService({ dataDir: `${folder}/data`, args: ['--cert', cert, '--key', key] }).catch((error) => error);
    assert.equal(failed.exit, 2);
    assert.match(failed.said, /certificate or its key cannot be used/);
  }
});

/** Which certificate a new connection is shown. */
async function shown(service, trusted) {
  const line = await connect(service, trusted);
  const serial = line.socket.getPeerCertificate().serialNumber;
  line.end();
  return serial;
}

test('SIGHUP reads the files again: new connections are shown the new certificate, open ones go on', async (t) => {
  const service = await secureService(t);
  const before = await shown(service, service.trusted);
  const open = await connect(service, service.trusted);
  const { trusted } = certificate(service.folder);
  service.process.kill('SIGHUP');
  await service.logged((entry) => entry.event === 'reloaded');
  assert.notEqual(await shown(service, trusted), before);
  await open.send(ask(service, 'GET /healthz HTTP/1.1'));
  assert.equal((await open.answer()).status, 200);
  open.end();
});

test('files that are no good are told, and the certificate before stays', async (t) => {
  const service = await secureService(t);
  const before = await shown(service, service.trusted);
  writeFileSync(service.cert, 'this is no certificate\n');
  service.process.kill('SIGHUP');
  await service.logged((entry) => entry.event === 'certificate_not_read');
  await service.logged((entry) => entry.event === 'reloaded');
  assert.equal(await shown(service, service.trusted), before);
});

test('without TLS, other machines are not served', async (t) => {
  const folder = await freshFolder(t);
  const failed = await startService({ dataDir: `${folder}/data`, args: ['--http', '--bind', '0.0.0.0'] }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.match(failed.said, /--http is for this machine alone/);
});
