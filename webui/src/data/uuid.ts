/** UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds, then chance. `random` is 10 bytes. */
export function makeUuid(nowMs: number, random: Uint8Array): string {
  const time = Math.max(0, Math.floor(nowMs)).toString(16).padStart(12, '0').slice(-12);
  const hex = Array.from(random.subarray(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = (8 + (parseInt(hex.charAt(3), 16) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

export const newId = (): string => makeUuid(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
