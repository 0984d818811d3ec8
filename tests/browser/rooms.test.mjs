// A phone and the service in two networks of their own, with a cable between them, as in a school without internet: from the
// plain page to a note that was written while the cable was out.
//
// Each end is a network namespace, which root alone can make. The test sets them up, and runs itself again inside the phone's.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { command, startService } from '../http/service.mjs';
import { check } from './everybody.mjs';
import { Phone } from './harness.mjs';
import * as teacher from './teacher.mjs';

const SERVICE_AT = '192.168.77.1';
const MOVED_TO = '192.168.78.1';
const PAGE = `http://${SERVICE_AT}:8080`;
const STUDENT = 'Ana Lopez';
const OFFLINE = 'Found her own ending.';
const inside = process.env.BT_SERVICE_ROOM; // the name of the service's namespace: we are in the phone's

const ip = (...words) => execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });

function makeRooms() {
  const rooms = { service: `bt-service-${process.pid}`, phone: `bt-phone-${process.pid}` };
  for (const room of Object.values(rooms)) ip('netns', 'add', room);
  ip('link', 'add', 'cable', 'netns', rooms.service, 'type', 'veth', 'peer', 'name', 'cable', 'netns', rooms.phone);
  for (const [room, address] of [[rooms.service, SERVICE_AT], [rooms.phone, '192.168.77.2']]) {
    ip('-n', room, 'address', 'add', `${address}/24`, 'dev', 'cable');
    for (const card of ['lo', 'cable']) ip('-n', room, 'link', 'set', card, 'up');
  }
  ip('-n', rooms.phone, 'address', 'add', '192.168.78.2/24', 'dev', 'cable');
  return rooms;
}

function removeRooms() {
  for (const room of [`bt-service-${process.pid}`, `bt-phone-${process.pid}`]) spawnSync('ip', ['netns', 'delete', room]);
}

/** What a person does in the phone's settings: from the next start on, Chromium trusts this authority. */
function trust(home, file) {
  const db = `sql:${home}/.pki/nssdb`;
  mkdirSync(`${home}/.pki/nssdb`, { recursive: true });
  execFileSync('certutil', ['-N', '--empty-password', '-d', db]);
  execFileSync('certutil', ['-A', '-n', 'Backtable', '-t', 'C,,', '-i', file, '-d', db]);
}

/** The service lives in its own namespace: whoever starts it goes in there first. */
function programInside(folder) {
  const wrapper = `${folder}/backtable`;
  writeFileSync(wrapper, `#!/bin/sh\nexec ip netns exec ${inside} ${process.env.BT_PROGRAM} "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

function shownAt(host, ca) {
  return new Promise((resolve, reject) => {
    const socket = tls.connect({ host, port: 8443, ca }, () => {
      resolve(socket.getPeerCertificate().subjectaltname);
      socket.end();
    });
    socket.on('error', reject);
  });
}

async function story(t) {
  const folder = mkdtempSync(join(tmpdir(), 'backtable-rooms-'));
  const dataDir = `${folder}/data`;
  process.env.HOME = folder; // where Chromium looks for what this phone trusts
  process.env.BT_PROGRAM = programInside(folder);
  const service = await startService({ dataDir, port: 8443, args: ['--page-port', '8080'] });
  const phone = new Phone(service.origin);
  const stranger = new Phone(PAGE);
  const authority = `${folder}/backtable-ca.crt`;
  let failed = false; // after a step that failed, the rest of the story means nothing
  const step = (name, work) => t.test(name, { skip: failed }, async (check) => {
    failed = true;
    try {
      await work();
      failed = false;
    } finally {
      if (failed) check.diagnostic(await phone.describe());
    }
  });

  try {
    assert.equal(service.origin, `https://${SERVICE_AT}:8443`);
    await step('the plain page shows the steps and the fingerprint, and hands out the authority', async () => {
      await stranger.open();
      const { page } = stranger;
      for (const name of ['iPhone and iPad', 'Android']) await page.getByRole('heading', { name, level: 2 }).waitFor();
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing is wider than the phone');
      const answer = await page.request.get(`${PAGE}/backtable-ca.crt`);
      writeFileSync(authority, await answer.body());
      const printed = execFileSync('openssl', ['x509', '-in', authority, '-noout', '-fingerprint', '-sha256'], { encoding: 'utf8' });
      await page.getByText(printed.trim().split('=')[1].replaceAll(':', ' ')).waitFor();
      assert.equal(await page.getByRole('link', { name: service.origin }).getAttribute('href'), service.origin);
      stranger.checkQuiet();
    });

    await check(t, 'the plain page', stranger);

    await step('a phone that does not trust it is not let in', async () => {
      await assert.rejects(stranger.page.goto(service.origin), /ERR_CERT_AUTHORITY_INVALID/);
      await stranger.kill();
    });

    await step('one that does joins by the link of the code, and keeps the app', async () => {
      trust(folder, authority);
      const printed = await command('init', '--data', dataDir, '--origin', service.origin, '--link');
      await phone.open(/https:\S+(\/#join=\w+)/.exec(printed)[1]);
      await teacher.join(phone, 'Ms. Rivera');
      await teacher.createClass(phone, 'Room 12');
      await teacher.pasteList(phone, [STUDENT]);
      await teacher.isShared(phone);
      await teacher.isReadyOffline(phone);
      assert.equal(await phone.page.evaluate('isSecureContext'), true);
      await phone.close(); // as on any day after the first: the browser has written its cookie
    });

    await step('with the cable out, the app opens and a note is written', async () => {
      ip('-n', inside, 'link', 'set', 'cable', 'down');
      await phone.open();
      await teacher.isOffline(phone);
      await teacher.writeNote(phone, STUDENT, { words: OFFLINE });
      await phone.kill();
      await phone.open();
      await teacher.card(phone, OFFLINE).waitFor();
    });

    await step('with the cable in, it arrives by itself', async () => {
      ip('-n', inside, 'link', 'set', 'cable', 'up');
      await teacher.isShared(phone);
      assert.match(await command('export', 'Room 12', '--data', dataDir), new RegExp(OFFLINE));
      phone.checkQuiet();
    });

    await step('another address of the machine is in its certificate as soon as it has it', async () => {
      const ca = readFileSync(`${dataDir}/tls/backtable-ca.crt`);
      ip('-n', inside, 'address', 'add', `${MOVED_TO}/24`, 'dev', 'cable');
      service.process.kill('SIGHUP');
      await service.logged((line) => line.event === 'certificate_renewed');
      await service.logged((line) => line.event === 'reloaded');
      assert.match(await shownAt(MOVED_TO, ca), new RegExp(`IP Address:${MOVED_TO}`));
    });
  } finally {
    await Promise.all([phone, stranger].map((one) => one.dispose()));
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why this machine cannot play the two rooms; undefined when it can. */
function whyNot() {
  if (process.getuid() !== 0) return 'only root makes network namespaces: run this test as root';
  const room = `bt-service-${process.pid}`;
  const failed = [['netns', 'add', room], ['netns', 'exec', room, 'true']] // to enter one takes more than to make it: not in a plain chroot
    .map((words) => spawnSync('ip', words, { encoding: 'utf8' })).find((tried) => tried.status !== 0);
  removeRooms();
  return failed && `no network namespaces here: ${failed.stderr || failed.error}`;
}

if (inside) {
  test('from the plain page to a note without a network', story);
} else {
  const skip = whyNot();
  test('a phone and the service in two networks', { skip }, () => {
    try {
      const rooms = makeRooms();
      const { NODE_TEST_CONTEXT: _, ...env } = process.env;
      const words = ['netns', 'exec', rooms.phone, process.execPath, '--test', fileURLToPath(import.meta.url)];
      const done = spawnSync('ip', words, { env: { ...env, BT_SERVICE_ROOM: rooms.service }, encoding: 'utf8' });
      assert.equal(done.status, 0, `${done.stdout}\n${done.stderr}`);
    } finally {
      removeRooms();
    }
  });
}
