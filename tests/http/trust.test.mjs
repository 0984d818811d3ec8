// The local authority over real sockets: the certificate that phones see, and the plain page that hands out the authority.
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import test from 'node:test';
import { command, connect, freshFolder, get, raw, startService } from './service.mjs';

const LOCAL = ['--page-port', '0'];

/** A service of its own authority. `secure`: what a phone that trusts it connects with; `page`: the plain port. */
async function localService(t, more = []) {
  const dataDir = `${await freshFolder(t)}/data`;
  const service = await startService({ dataDir, args: [...LOCAL, ...more] });
  t.after(() => service.stop());
  const authority = readFileSync(`${dataDir}/tls/backtable-ca.crt`);
  const page = { port: Number(/:(\d+)$/.exec(service.log.find((line) => line.event === 'page').detail)[1]) };
  return { ...service, dataDir, authority, page, secure: { ca: authority, servername: 'localhost' } };
}

const ask = (first, host, more = []) => [first, `Host: ${host}`, ...more, '', ''].join('\r\n');
const cardsOf = () => Object.values(networkInterfaces()).flat().map((row) => row?.address).filter(Boolean);

test('init makes the authority, and serve makes the certificate that a phone which trusts it takes', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  await command('init', '--data', dataDir, '--origin', 'https://classroom.local:8443');
  assert.ok(existsSync(`${dataDir}/tls/authority.pem`));
  const before = readFileSync(`${dataDir}/tls/backtable-ca.crt`, 'utf8');
  const service = await startService({ dataDir, args: [...LOCAL, '--host', 'classroom.local'] });
  t.after(() => service.stop());
  assert.equal(readFileSync(`${dataDir}/tls/backtable-ca.crt`, 'utf8'), before);
  for (const servername of ['localhost', 'classroom.local']) {
    const line = await connect(service, { ca: before, servername });
    await line.send(ask('GET / HTTP/1.1', `${servername}:${service.port}`));
    const answer = await line.answer();
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('strict-transport-security'), undefined, 'or the plain page could not be opened any more');
    line.end();
  }
  await assert.rejects(connect(service, { ca: before, servername: 'school.example' }));
  await assert.rejects(connect(service, { servername: 'localhost' }), /self-signed|unable to (get|verify)/);
});

test('a data folder that has no authority gets one when it is served', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  await command('init', '--data', dataDir, '--origin', 'http://localhost');
  rmSync(`${dataDir}/tls`, { recursive: true });
  const service = await startService({ dataDir, args: LOCAL });
  const line = await connect(service, { ca: readFileSync(`${dataDir}/tls/backtable-ca.crt`), servername: 'localhost' });
  line.end();
  assert.equal(await service.stop(), 0);
});

test('a name that the authority may not speak for is told before anything listens', async (t) => {
  const dataDir = `${await freshFolder(t)}/data`;
  await command('init', '--data', dataDir, '--origin', 'http://localhost');
  for (const [host, wanted] of [['notes.school.example', /may not speak for that --host/], ['a b', /not the name of a machine/]]) {
    const failed = await startService({ dataDir, args: [...LOCAL, '--host', host] }).catch((error) => error);
    assert.equal(failed.exit, 2, host);
    assert.match(failed.said, wanted);
  }
});

test('a port of the page that is taken is told, with the option to choose another', async (t) => {
  const service = await localService(t);
  const dataDir = `${await freshFolder(t)}/data`;
  const failed = await startService({ dataDir, args: ['--page-port', String(service.page.port)] }).catch((error) => error);
  assert.equal(failed.exit, 2);
  assert.match(failed.said, /is in use; choose another with --page-port/);
});

test('the certificate speaks for every private address of this machine', async (t) => {
  const service = await localService(t);
  const line = await connect(service, service.secure);
  const { subjectaltname } = line.socket.getPeerCertificate();
  line.end();
  const wanted = cardsOf().filter((address) => /^(10|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(address));
  for (const address of [...wanted, '127.0.0.1']) assert.ok(subjectaltname.includes(`IP Address:${address}`), address);
  assert.match(subjectaltname, /DNS:localhost/);
});

test('the page is for any private address, hands out the authority, and leads on by the address that it was asked at', async (t) => {
  const service = await localService(t);
  for (const host of [`192.168.7.7:${service.page.port}`, '10.0.0.1', '[fd00::77]:8080']) {
    const page = await raw(service.page, ask('GET / HTTP/1.1', host));
    assert.equal(page.status, 200, host);
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(page.headers.get('set-cookie'), undefined);
    const spaced = new X509Certificate(service.authority).fingerprint256.replaceAll(':', ' ');
    assert.ok(page.body.includes(`<code>${spaced}</code>`), 'the fingerprint');
    assert.ok(page.body.includes(`href="${service.origin}"`), 'the way on');
    assert.ok(!page.body.includes('{{'));
    const file = await raw(service.page, ask('GET /backtable-ca.crt HTTP/1.1', host));
    assert.equal(file.headers.get('content-type'), 'application/x-x509-ca-cert');
    assert.deepEqual(file.body, new X509Certificate(service.authority).raw);
  }
});

test('the page asks nobody for anything and runs nothing', async (t) => {
  const service = await localService(t);
  const page = await raw(service.page, ask('GET / HTTP/1.1', '192.168.7.7'));
  const html = page.body.toString();
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)[1];
  const hash = createHash('sha256').update(style).digest('base64');
  assert.equal(page.headers.get('content-security-policy'),
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`);
  const targets = [...html.matchAll(/\b(?:href|src|action)="([^"]*)"/g)].map((found) => found[1]);
  assert.deepEqual(targets.filter((target) => !target.startsWith('#')).sort(), ['/backtable-ca.crt', service.origin].sort());
});

test('the page has nothing else, for nobody', async (t) => {
  const service = await localService(t);
  const at = '192.168.7.7';
  const odd = [
    [ask('GET /api/v1/me HTTP/1.1', at), 404],
    [ask('GET /healthz HTTP/1.1', at), 404],
    [ask('GET /tls/authority.pem HTTP/1.1', at), 404],
    [ask('GET /backtable-ca.crt/ HTTP/1.1', at), 404],
    [ask('GET /%2e%2e/authority.pem HTTP/1.1', at), 400],
    [ask('POST / HTTP/1.1', at, ['Content-Type: application/json', 'Content-Length: 0']), 405],
    [ask('POST /api/v1/join HTTP/1.1', at, ['Content-Type: application/json', 'Content-Length: 0']), 405],
    [ask('OPTIONS / HTTP/1.1', at), 405],
    [ask('GET / HTTP/1.1', 'school.example'), 421],
    [ask('GET / HTTP/1.1', '192.0.2.7'), 421],
    [ask('GET / HTTP/1.1', '192.168.7.7.example'), 421],
    ['GET / HTTP/1.1\r\n\r\n', 400],
  ];
  for (const [bytes, status] of odd) assert.equal((await raw(service.page, bytes)).status, status, bytes);
  const head = await connect(service.page);
  await head.send(ask('HEAD / HTTP/1.1', at));
  assert.equal((await head.head()).status, 200);
  head.end();
});

test('on that port, this machine alone gets the app', async (t) => {
  const service = await localService(t);
  const home = `http://localhost:${service.page.port}`;
  assert.deepEqual((await get(home, '/healthz')).json, { alive: true });
  assert.match((await raw(service.page, ask('GET / HTTP/1.1', `localhost:${service.page.port}`))).body.toString(), /<script/);
  for (const host of cardsOf().filter((card) => /^\d/.test(card) && !card.startsWith('127.'))) {
    const far = await raw({ ...service.page, host }, ask('GET /healthz HTTP/1.1', `localhost:${service.page.port}`));
    assert.equal(far.status, 404, `the name of this machine, said by ${host}`);
  }
});
