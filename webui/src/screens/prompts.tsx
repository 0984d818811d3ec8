/** The questions of the class: what opens a talk, what finds out more; written here, tapped in a note (practices 0.23). */
import { useState } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { LineField } from '../parts/fields';
import { useOpen } from '../parts/open';
import { Empty, Page, Section } from '../parts/page';
import { notes } from '../parts/records';
import { to } from '../parts/route';
import { asked, prompts, type Prompt } from '../reading/prompts';
import { loadStarter } from '../starter';
import { openersOf } from '../starter/make';
import { languageInUse, moment } from '../strings/format';
import { t } from '../strings/seldom';

const KINDS = ['opener', 'research'] as const;

export function Prompts() {
  const { notebook, attempt } = useOpen();
  const all = prompts(notebook);
  const uses = asked(notes(notebook));
  const row = (prompt: Prompt) => <Question key={prompt.id} prompt={prompt} use={uses.get(prompt.id)} />;
  const retired = all.filter((prompt) => prompt.retired);
  const takeOurs = () => void attempt(async () => {
    const rows = openersOf(await loadStarter(languageInUse())).map((members) => ({ type: 'prompt', members }));
    await notebook.createMany(rows.filter(({ members }) => !all.some(({ text }) => text === members['text'])));
  });
  return (
    <Page title={t.prompts.title} parent={to.class}>
      <p class="hint">{t.prompts.help}</p>
      <AddQuestion />
      {all.length ? null : <Empty title={t.prompts.none}><button type="button" class="button" onClick={takeOurs}>{t.prompts.takeOurs}</button></Empty>}
      {KINDS.map((kind) => {
        const some = all.filter((prompt) => prompt.kind === kind && !prompt.retired);
        return some.length ? <Section key={kind} title={t.prompts[kind]}><ul class="rows">{some.map(row)}</ul></Section> : null;
      })}
      {retired.length ? <Section title={t.prompts.retired}><ul class="rows">{retired.map(row)}</ul></Section> : null}
    </Page>
  );
}

function AddQuestion() {
  const { notebook, attempt } = useOpen();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Prompt['kind']>('opener');
  const add = async (event: Event) => {
    event.preventDefault();
    if (text.trim() && await attempt(() => notebook.create('prompt', { text: text.trim(), kind }))) setText('');
  };
  return (
    <form class="stack" onSubmit={(event) => void add(event)}>
      <div class="inline-form">
        <LineField label={t.prompts.add} value={text} set={setText} max={500} enter="done" />
        <button type="submit" class="button">{t.add}</button>
      </div>
      <Chips label={t.members['kind']!}>{KINDS.map((one) => <Chip key={one} on={kind === one} tap={() => setKind(one)}>{t.prompts[one]}</Chip>)}</Chips>
    </form>
  );
}

function Question({ prompt, use }: { prompt: Prompt; use: { times: number; last: string } | undefined }) {
  const { notebook, attempt } = useOpen();
  const toggle = () => void attempt(() => notebook.edit(prompt.id, { retired: prompt.retired ? undefined : true }));
  return (
    <li class="row row-plain">
      <span class="row-text">
        <span class="row-title"><bdi>{prompt.text}</bdi></span>
        <span class="row-sub">{use ? t.prompts.used(use.times, moment(use.last)) : t.prompts.unused}</span>
      </span>
      <button type="button" class="link" aria-label={`${prompt.retired ? t.plans.unretire : t.plans.retire}: ${prompt.text}`} onClick={toggle}>{prompt.retired ? t.plans.unretire : t.plans.retire}</button>
    </li>
  );
}
