/** The roles of a class, and when one ends: with the last second of a day by this phone's calendar. */
export const ROLES = ['co_teacher', 'substitute', 'coach', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** `day` as records hold it; empty: no end. */
export function dayEnd(day: string): string | undefined {
  const end = new Date(`${day}T23:59:59`);
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString();
}
