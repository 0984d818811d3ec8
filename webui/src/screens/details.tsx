/** What a teacher knows of a student besides the notes: names, languages, how often to see the child, consent, and leaving the class. */
import { useState } from 'preact/hooks';
import { LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { LanguagesField } from '../parts/languages';
import { useOpen } from '../parts/open';
import { NotFound, Page } from '../parts/page';
import { textOf } from '../parts/records';
import { back, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { ConsentField, SeenField } from '../parts/studentfields';
import { useDraft } from '../parts/usedraft';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function StudentDetails({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const shown = notebook.get(route.parts[1] ?? '');
  if (!shown || shown.record.type !== 'student' || shown.record.deleted) return <NotFound />;
  return <Details id={shown.record.id} />;
}

function Details({ id }: { id: string }) {
  const { notebook, say, attempt } = useOpen();
  const draft = useDraft('student', { id }, () => true);
  // A name must stand: an emptied field is not saved until it says something again.
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const [name, setName] = useState<string>();
  const leave = async () => {
    await draft.flush();
    if (!(await attempt(() => notebook.edit(id, { left: todayAsDate() })))) return;
    say({ text: t.student.removed, undo: true });
    back(to.students);
  };
  const field = (member: string, label: string, max: number, hint?: string) => (
    <LineField label={label} value={textOf(draft.mine[member])} set={write(member)} leave={() => void draft.flush()} max={max} {...(hint ? { hint } : {})} />
  );
  return (
    <Page title={t.student.details} parent={to.student(id)}>
      <LineField
        label={t.student.name} value={name ?? textOf(draft.mine['name'])} max={200} leave={() => { setName(undefined); void draft.flush(); }}
        set={(text) => { setName(text); if (text.trim()) draft.set({ name: text }); }}
      />
      {field('preferred_name', t.student.preferred, 200, t.student.preferredHint)}
      {field('sort_name', t.student.sort, 200)}
      <LanguagesField value={draft.mine['languages']} set={(languages) => draft.set({ languages })} />
      <div class="pair">
        {field('external_id', t.student.external, 100)}
        {field('grade', t.details.grade, 20)}
      </div>
      <WordsField label={t.student.about} hint={t.student.aboutHint} value={textOf(draft.mine['about'])} set={write('about')} leave={() => void draft.flush()} max={4000} />
      <SeenField draft={draft} />
      <ConsentField draft={draft} />
      <SaveState draft={draft} />
      <div class="actions">
        <a class="button button-quiet" href={to.versions(id)}><Icon name="history" />{t.note.versions}</a>
        <button type="button" class="button button-quiet button-danger" onClick={() => void leave()}><Icon name="trash" />{t.student.remove}</button>
      </div>
    </Page>
  );
}
