/** Whenever a past day is looked at: that it is, which one, and one tap back. It stands where the thumb is, in the place of what writes. */
import { useOpen } from './open';
import { dayOfMoment } from '../strings/format';
import { t } from '../strings/seldom';

export function PastBanner({ asOf }: { asOf: string }) {
  const { lookAt } = useOpen();
  return (
    <aside class="past-banner" aria-label={t.day.choose}>
      <p role="status">{t.day.looking(dayOfMoment(asOf))}</p>
      <button type="button" class="button" onClick={() => lookAt(undefined)}>{t.day.backToNow}</button>
    </aside>
  );
}
