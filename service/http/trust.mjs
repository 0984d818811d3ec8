/**
 * Makes the C source of the plain page: its text, and a policy that allows its one style and nothing else.
 *
 *   node service/http/trust.mjs service/http/trust.html OUT.c
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const html = readFileSync(from, 'utf8');
const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)];
if (styles.length !== 1 || /\sstyle=|<script/.test(html)) throw new Error(`${from}: one <style>, no style attribute and no script`);

const hash = createHash('sha256').update(styles[0][1]).digest('base64');
const policy = `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`;
const bytes = [...Buffer.from(`${html}\0`)].join(',').replace(/(?:\d+,){24}/g, '$&\n');

writeFileSync(to, `/* Made of trust.html by trust.mjs. */
#include "service/http/trust.h"

const char bt_trust_html[] = {
${bytes}
};
const char bt_trust_policy[] = ${JSON.stringify(policy)};
`);
