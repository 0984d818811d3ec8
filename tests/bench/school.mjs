/**
 * A school over TLS: a service with a certificate, one classroom, and devices that are let in.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { join } from 'node:path';
import { colleague, ownerWithClassroom, startService } from '../http/service.mjs';
import { ask } from './device.mjs';

const PLACE = { protocol: 1, epoch: null, cursor: null, seq: 0, changes: [] };

function makeCertificate(folder) {
  const cert = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost'],
    ...['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ], { stdio: 'ignore' });
  return { cert, key, ca: readFileSync(cert) };
}

/**
 * Starts the service in `folder` with `count` devices. Each device's `line` is a kept connection of its own for `ask`;
 * `visit()` makes one that is used once, as a phone does that comes back.
 */
export async function startSchool(folder, count) {
  mkdirSync(folder);
  const made = makeCertificate(folder);
  const dataDir = join(folder, 'data');
  const plain = await startService({ dataDir }); // people come in without TLS, which is not what is measured
  const { owner, notebook } = await ownerWithClassroom(plain);
  const people = [];
  for (let i = 0; i < count; i += 1) people.push(await colleague(plain, owner, notebook));
  await plain.stop();

  const service = await startService({ dataDir, args: ['--cert', made.cert, '--key', made.key] });
  const { origin } = service;
  const devices = people.map((person) => ({
    ...person,
    line: { agent: new https.Agent({ keepAlive: true, maxSockets: 1, ca: made.ca }), origin, token: person.token },
    visit: () => ({ agent: new https.Agent({ ca: made.ca }), origin, token: person.token }),
  }));
  const where = `/api/v1/notebooks/${notebook}/sync`;
  const exchange = async (line, more) => {
    const answer = await ask(line, 'POST', where, Buffer.from(JSON.stringify({ ...PLACE, ...more })));
    if (answer.status !== 200) throw new Error(`sync: ${answer.status} ${answer.bytes}`);
    return { answer: JSON.parse(answer.bytes), wire: answer.wire };
  };
  return { ...made, service, devices, where, exchange, place: PLACE, close: () => devices.forEach(({ line }) => line.agent.destroy()) };
}
