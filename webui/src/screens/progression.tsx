/** One progression, made and changed by the class: its steps and the questions, each moved by one member of its own. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Id } from '../data/types';
import { newId } from '../data/uuid';
import { Chip, Chips } from '../parts/chips';
import type { Draft } from '../parts/draft';
import { ChoiceField, LineField, WordsField } from '../parts/fields';
import { StartGoal } from '../parts/goalstart';
import { Icon, type IconName } from '../parts/icons';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { GOALS, idsOf, keyedOf, textOf, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { genreName, genresFor } from '../reading/genres';
import { byRank, moved, rankBehind } from '../reading/rank';
import { t } from '../strings/seldom';

const BANDS = ['k2', 'g35', 'g68'];
const ENTRIES_MAX = 40; // sync/schema/progression.json

export function Progression({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[2] ?? '';
  if (id === 'new') return <ProgressionForm key={route.visit} start={{ members: {} }} />;
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'progression' || shown.record.deleted) return <NotFound />;
  return <ProgressionForm key={id} start={{ id }} />;
}

function ProgressionForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const named = (members: Members) => textOf(members['name']).trim() !== '';
  const draft = useDraft('progression', start, named, (id) => standAt(to.progression(id)));
  const [name, setName] = useState<string>();
  const kept = draft.id;
  const shown = kept === undefined ? undefined : notebook.get(kept);
  const retired = draft.mine['retired'] === true;
  const remove = async (id: Id) => {
    await draft.flush();
    if (!(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.progressions.deleted, undo: true });
    back(to.progressions);
  };
  const choose = (member: string) => (value: string) => draft.set({ [member]: value || undefined });
  return (
    <Page title={textOf(shown?.record['name']) || t.progressions.add} parent={to.progressions} foot={<SaveState draft={draft} untouched={t.progressions.nameMissing} />}>
      <LineField
        label={t.progressions.name} value={name ?? textOf(draft.mine['name'])} max={200} leave={() => { setName(undefined); void draft.flush(); }}
        set={(text) => { setName(text); if (text.trim()) draft.set({ name: text }); }}
      />
      <div class="pair">
        <ChoiceField label={t.skills.category} none={t.skills.noCategory} value={textOf(draft.mine['category'])} choices={GOALS.map((goal) => ({ value: goal, name: t.choices[goal] ?? goal }))} set={choose('category')} />
        <ChoiceField label={t.progressions.band} none="—" value={textOf(draft.mine['band'])} choices={BANDS.map((band) => ({ value: band, name: t.bands[band] ?? band }))} set={choose('band')} />
      </div>
      <Entries draft={draft} member="steps" title={t.progressions.steps} hint={t.progressions.stepsHelp} label={t.progressions.step} add={t.progressions.addStep} />
      <Entries draft={draft} member="prompts" title={t.progressions.prompts} label={t.progressions.prompt} add={t.progressions.addPrompt} />
      {kept === undefined ? null : (
        <>
          <StartGoal progression={kept} students={[]} />
          <div class="actions">
            <button type="button" class="button button-quiet" onClick={() => draft.set({ retired: retired ? undefined : true })}>{retired ? t.progressions.unretire : t.progressions.retire}</button>
            {shown ? <a class="button button-quiet" href={to.versions(kept)}><Icon name="history" />{t.note.versions}</a> : null}
            <button type="button" class="button button-quiet button-danger" onClick={() => void remove(kept)}><Icon name="trash" />{t.progressions.delete}</button>
          </div>
        </>
      )}
    </Page>
  );
}

interface EntriesProps { draft: Draft; member: 'steps' | 'prompts'; title: string; hint?: string; label: (n: number) => string; add: string }

function Entries({ draft, member, title, hint, label, add }: EntriesProps) {
  const { notebook, say } = useOpen();
  const list = useRef<HTMLOListElement>(null);
  const [focus, setFocus] = useState<{ id: Id; on: string }>(); // what was tapped moves away under the finger: the focus goes with it
  const entries = keyedOf(draft.mine[member]);
  const order = byRank(entries);
  const { device } = notebook.me;
  const put = (next: { [id: string]: Members }) => draft.set({ [member]: next });
  useLayoutEffect(() => {
    if (!focus) return;
    const entry = list.current?.querySelector(`[data-entry="${focus.id}"]`);
    const control = entry?.querySelector<HTMLElement>(`${focus.on}:not(:disabled)`) ?? entry?.querySelector<HTMLElement>('button:not(:disabled), textarea');
    control?.focus();
    setFocus(undefined);
  }, [focus]);
  const move = (id: Id, by: -1 | 1) => {
    put(moved(entries, id, by, device));
    setFocus({ id, on: by < 0 ? '[data-move=up]' : '[data-move=down]' });
  };
  const remove = async (id: Id) => {
    const { [id]: _gone, ...rest } = entries;
    await draft.flush(); // its own act, so that one tap takes back this alone
    put(rest);
    await draft.flush();
    if (draft.id !== undefined) say({ text: t.progressions.removed, undo: true });
  };
  const append = () => {
    const id = newId();
    put({ ...entries, [id]: { text: '', rank: rankBehind(entries, device) } });
    setFocus({ id, on: 'textarea' });
  };
  return (
    <Section title={title}>
      {hint ? <p class="hint">{hint}</p> : null}
      <ol class="entries" ref={list}>
        {order.map(([id, entry], at) => (
          <li class="entry" key={id} data-entry={id}>
            <WordsField label={label(at + 1)} value={textOf(entry['text'])} set={(text) => put({ ...keyedOf(draft.mine[member]), [id]: { ...entry, text } })} leave={() => void draft.flush()} max={2000} rows={1} />
            {member === 'prompts' ? <GenreChoice label={t.progressions.genresOf(at + 1)} value={entry['genres']} set={(genres) => put({ ...entries, [id]: { ...entry, genres } })} /> : null}
            <div class="entry-tools">
              <Tool icon="up" move="up" label={t.progressions.up(label(at + 1))} off={at === 0} tap={() => move(id, -1)} />
              <Tool icon="down" move="down" label={t.progressions.down(label(at + 1))} off={at === order.length - 1} tap={() => move(id, 1)} />
              <Tool icon="trash" label={t.progressions.remove(label(at + 1))} tap={() => void remove(id)} />
            </div>
          </li>
        ))}
      </ol>
      {order.length < ENTRIES_MAX ? <div class="actions"><button type="button" class="button button-quiet" onClick={append}><Icon name="plus" />{add}</button></div> : null}
    </Section>
  );
}

function Tool(props: { icon: IconName; label: string; tap: () => void; off?: boolean; move?: string }) {
  return <button type="button" class="icon-button" data-move={props.move} aria-label={props.label} disabled={props.off} onClick={props.tap}><Icon name={props.icon} /></button>;
}

/** None chosen: for all. */
function GenreChoice({ label, value, set }: { label: string; value: unknown; set: (genres: string[] | undefined) => void }) {
  const { notebook } = useOpen();
  const chosen = idsOf(value);
  const offered = [...new Set([...genresFor(notebook), ...chosen])];
  const tap = (genre: string) => {
    const next = chosen.includes(genre) ? chosen.filter((other) => other !== genre) : [...chosen, genre];
    set(next.length ? next : undefined);
  };
  return (
    <details class="fold">
      <summary><span>{chosen.length ? chosen.map((genre) => genreName(genre)).join(' · ') : t.progressions.allGenres}</span></summary>
      <Chips label={label}>{offered.map((genre) => <Chip key={genre} on={chosen.includes(genre)} tap={() => tap(genre)}>{genreName(genre)}</Chip>)}</Chips>
    </details>
  );
}
