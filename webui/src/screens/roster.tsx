/** The class list: pasted or from a file, shown before anything is changed, added in one go. */
import { useId, useState } from 'preact/hooks';
import { read } from '../data/roster';
import type { RosterPreview, RosterRow } from '../data/types';
import { sentence } from '../parts/errors';
import { LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { back, to } from '../parts/route';
import { t } from '../strings/seldom';

const FATES = ['new', 'here', 'skipped'] as const;

export function Roster() {
  const { notebook, say, attempt } = useOpen();
  const fileField = useId();
  const [list, setList] = useState('');
  const [preview, setPreview] = useState<RosterPreview>();
  const [problem, setProblem] = useState<string>();
  const present = notebook.all('student').map((shown) => shown.record);
  const look = (source: string | Uint8Array) => {
    try {
      setPreview(read(source, present));
      setProblem(undefined);
    } catch (error) {
      setPreview(undefined);
      setProblem(sentence(error, t.roster.errors));
    }
  };
  const choose = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file) look(new Uint8Array(await file.arrayBuffer()));
    input.value = ''; // the same file, mended, can be chosen again
  };
  const add = async (rows: RosterRow[]) => {
    const made = await attempt(() => notebook.createMany(rows.map((row) => ({ type: 'student', members: row.members }))));
    if (!made) return;
    say({ text: t.roster.added(rows.length), undo: true });
    back(to.today);
  };
  return (
    <Page title={t.roster.title} parent={to.class}>
      {preview ? <Preview preview={preview} add={add} again={() => setPreview(undefined)} /> : (
        <>
          <form onSubmit={(event) => { event.preventDefault(); look(list); }}>
            <WordsField label={t.roster.paste} hint={t.roster.pasteHint} value={list} set={setList} rows={7} />
            {problem ? <p class="error" role="alert">{problem}</p> : null}
            <div class="actions"><button type="submit" class="button" disabled={!list.trim()}>{t.roster.preview}</button></div>
          </form>
          <div class="field">
            <label for={fileField}>{t.roster.file}</label>
            <input id={fileField} class="input" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values" onChange={(event) => void choose(event.currentTarget)} />
          </div>
          <AddOne />
        </>
      )}
    </Page>
  );
}

function Preview({ preview, add, again }: { preview: RosterPreview; add: (rows: RosterRow[]) => Promise<void>; again: () => void }) {
  const [busy, setBusy] = useState(false);
  const by = (fate: RosterRow['fate']) => preview.rows.filter((row) => row.fate === fate);
  const fresh = by('new');
  const addFresh = () => {
    setBusy(true);
    void add(fresh).finally(() => setBusy(false));
  };
  return (
    <Section title={t.roster.heading}>
      <p role="status">{t.roster.counts(fresh.length, by('here').length, by('skipped').length)}</p>
      <div class="actions">
        {fresh.length
          ? <button type="button" class="button" disabled={busy} onClick={addFresh}><Icon name="plus" />{t.roster.add(fresh.length)}</button>
          : <p>{t.roster.nothing}</p>}
        <button type="button" class="button button-quiet" onClick={again}>{t.cancel}</button>
      </div>
      {FATES.filter((fate) => by(fate).length).map((fate) => (
        <Section key={fate} title={t.roster.fates[fate]}>
          <ul class="plain">
            {by(fate).map((row) => (
              <li key={row.line} class="roster-row">
                {row.name ? <bdi>{row.name}</bdi> : null}
                {fate === 'skipped' ? <span class="row-sub">{t.roster.line(row.line)}: {(row.why && t.roster.whys[row.why]) ?? t.roster.whyElse}</span> : null}
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Section>
  );
}

function AddOne() {
  const { notebook, say, attempt } = useOpen();
  const [name, setName] = useState('');
  const add = async (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    if (!(await attempt(() => notebook.create('student', { name: name.trim() })))) return;
    setName('');
    say({ text: t.roster.added(1), undo: true });
  };
  return (
    <form class="inline-form" onSubmit={(event) => void add(event)}>
      <LineField label={t.roster.one} value={name} set={setName} max={200} enter="done" />
      <button type="submit" class="button">{t.add}</button>
    </form>
  );
}
