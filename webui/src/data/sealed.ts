/** What only phones with a passphrase need: one file of its own, behind the first paint. */
export { makeSmith } from './locksmith';
export { runSealed } from './sealedtx';
