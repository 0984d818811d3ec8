/** Where a note is, and whose: with the team, on this phone alone, or for its author alone. */
import type { Place, Shown } from '../data/types';
import { Icon, type IconName } from './icons';
import { t } from '../strings';

const ICONS: { [place in Place]: IconName } = { phone: 'phone', sending: 'phone', shared: 'cloud', refused: 'alert' };

export function PlaceLine({ of }: { of: Pick<Shown, 'place' | 'private'> }) {
  if (of.private && of.place !== 'refused') return <span class="place place-private"><Icon name="lock" />{of.place === 'shared' ? t.place.private : t.place.privatePhone}</span>;
  return <span class={`place place-${of.place}`}><Icon name={ICONS[of.place]} />{t.place[of.place]}</span>;
}
