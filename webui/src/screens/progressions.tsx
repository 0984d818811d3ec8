/** The progressions of the class, and those that it may begin with. */
import { useState } from 'preact/hooks';
import type { AnyRecord } from '../data/types';
import { newId } from '../data/uuid';
import { Chip, Chips } from '../parts/chips';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Empty, Page, Row, Section } from '../parts/page';
import { GOALS, textOf } from '../parts/records';
import { to } from '../parts/route';
import { inOrder, stepsOf } from '../reading/progress';
import { loadStarter } from '../starter';
import { openersOf, progressionOf } from '../starter/make';
import type { Starter } from '../starter/types';
import { languageInUse } from '../strings/format';
import { t } from '../strings/seldom';

const BANDS = ['k2', 'g35', 'g68'];

export function Progressions() {
  const { notebook } = useOpen();
  const all = inOrder(notebook.all('progression').map(({ record, preview }) => preview ?? record));
  const offered = all.filter((one) => one['retired'] !== true);
  const retired = all.filter((one) => one['retired'] === true);
  const categories = [...GOALS, ''].map((goal) => ({ goal, list: offered.filter((one) => (GOALS.includes(textOf(one['category'])) ? textOf(one['category']) : '') === goal) }));
  return (
    <Page title={t.progressions.title} parent={to.class} foot={<a class="button button-note" href={to.newProgression}><Icon name="plus" />{t.progressions.add}</a>}>
      <p class="hint">{t.progressions.help}</p>
      {all.length ? null : <Empty title={t.progressions.none} />}
      <Ours isOpen={!all.length} />
      {categories.filter(({ list }) => list.length).map(({ goal, list }) => (
        <Section key={goal} title={goal ? t.choices[goal] ?? goal : t.progressions.noCategory}><Rows list={list} /></Section>
      ))}
      {retired.length ? <Section title={t.progressions.retired}><Rows list={retired} /></Section> : null}
    </Page>
  );
}

function Rows({ list }: { list: AnyRecord[] }) {
  return (
    <ul class="rows">
      {list.map((one) => (
        <Row
          key={one.id} href={to.progression(one.id)} title={<bdi>{textOf(one['name'])}</bdi>}
          sub={[t.bands[textOf(one['band'])], t.progressions.size(stepsOf(one).length)].filter(Boolean).join(' · ')}
        />
      ))}
    </ul>
  );
}

/** What the class has already is not offered a second time: by goal, band and name, and openers by their words. */
function missingOf(starter: Starter, bands: string[], goals: string[], present: AnyRecord[], prompts: AnyRecord[]) {
  const key = (category: unknown, band: unknown, name: unknown) => JSON.stringify([category, band, name]);
  const here = new Set(present.map((one) => key(one['category'], one['band'], one['name'])));
  const said = new Set(prompts.map((prompt) => textOf(prompt['text'])));
  return {
    progressions: starter.progressions.filter((one) => bands.includes(one.band) && goals.includes(one.category) && !here.has(key(one.category, one.band, one.name))),
    openers: openersOf(starter).filter(({ text }) => !said.has(textOf(text))),
  };
}

const toggled = (list: string[], one: string): string[] => (list.includes(one) ? list.filter((other) => other !== one) : [...list, one]);

function Ours({ isOpen }: { isOpen: boolean }) {
  const { notebook, say, attempt } = useOpen();
  const [starter, setStarter] = useState<Starter>();
  const [bands, setBands] = useState<string[]>([]);
  const [goals, setGoals] = useState<string[]>(GOALS);
  const [openers, setOpeners] = useState(true);
  const [busy, setBusy] = useState(false);
  const [startsOpen] = useState(isOpen); // what is added closes nothing under the finger
  const load = () => void attempt(async () => setStarter(await loadStarter(languageInUse())));
  const recordsOf = (type: string) => notebook.all(type).map(({ record }) => record);
  const missing = starter ? missingOf(starter, bands, goals, recordsOf('progression'), recordsOf('prompt')) : undefined;
  const rows = missing ? [
    ...missing.progressions.map((one) => ({ type: 'progression', members: progressionOf(one, newId) })),
    ...(openers && bands.length ? missing.openers.map((members) => ({ type: 'prompt', members })) : []),
  ] : [];
  const take = async () => {
    setBusy(true);
    if (await attempt(() => notebook.createMany(rows))) say({ text: t.progressions.taken(rows.length), undo: true });
    setBusy(false);
  };
  const hint = !bands.length || !goals.length ? t.progressions.takeNone : rows.length ? undefined : t.progressions.takeAll;
  return (
    <details class="fold" open={startsOpen} onToggle={(event) => { if (event.currentTarget.open && !starter) load(); }}>
      <summary>{t.progressions.ours}</summary>
      <div class="stack">
        <p class="hint">{t.progressions.oursHelp}</p>
        <Section title={t.progressions.band}>
          <Chips label={t.progressions.band}>{BANDS.map((band) => <Chip key={band} on={bands.includes(band)} tap={() => setBands(toggled(bands, band))}>{t.bands[band]}</Chip>)}</Chips>
        </Section>
        <Section title={t.progressions.categories}>
          <Chips label={t.progressions.categories}>
            {GOALS.map((goal) => <Chip key={goal} on={goals.includes(goal)} tap={() => setGoals(toggled(goals, goal))}>{t.choices[goal]}</Chip>)}
            <Chip on={openers} tap={() => setOpeners(!openers)}>{t.progressions.openers}</Chip>
          </Chips>
        </Section>
        {starter && hint ? <p class="hint">{hint}</p> : null}
        <div class="actions">
          <button type="button" class="button" disabled={busy || !rows.length || !bands.length || !goals.length} onClick={() => void take()}><Icon name="plus" />{t.progressions.take(missing?.progressions.length ?? 0)}</button>
        </div>
      </div>
    </details>
  );
}
