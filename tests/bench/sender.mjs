/**
 * A web server that sends files and does nothing else: what the service's snapshot is measured beside.
 *
 *   node tests/bench/sender.mjs FOLDER      prints its port; GET or POST /NAME sends FOLDER/NAME; ends with its input
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const folder = process.argv[2];
const server = createServer(async (asked, answer) => {
  const bytes = await readFile(join(folder, asked.url.slice(1)));
  answer.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip', 'content-length': bytes.length });
  answer.end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit(0));
