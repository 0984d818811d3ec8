/** What else the class says about itself: its grade, and the language that its names are sorted in. */
import type { Draft } from './draft';
import { LineField } from './fields';
import { LocaleChoice } from './languages';
import { textOf } from './records';
import { t } from '../strings/seldom';

export function ClassDetails({ draft }: { draft: Draft }) {
  return (
    <div class="pair">
      <LineField label={t.names.grade} value={textOf(draft.mine['grade'])} set={(grade) => draft.set({ grade: grade || undefined })} leave={() => void draft.flush()} max={50} />
      <LocaleChoice value={draft.mine['locale']} set={(locale) => draft.set({ locale })} />
    </div>
  );
}
