/** Groups: disposable, dated, for a need. A writer who leaves stays listed with the dates. */
import { useState } from 'preact/hooks';
import type { AnyRecord, Id } from '../data/types';
import { newId } from '../data/uuid';
import { Chip, Chips } from '../parts/chips';
import { DayField, LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Empty, NotFound, Page, Row, Section } from '../parts/page';
import { byCallName, callName, GROUP_KINDS, present, textOf, writers, type Members } from '../parts/records';
import { back, note as standAt, to, type Route } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { useDraft } from '../parts/usedraft';
import { endedStays, insideSince, isInside, tappedMember, withReason, type Stay } from '../reading/membership';
import { calendarDay, collator, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function Groups() {
  const { notebook } = useOpen();
  const order = collator();
  const all = [...notebook.all('group')].sort((a, b) => order.compare(textOf(a.record['name']), textOf(b.record['name'])));
  return (
    <Page title={t.groups.title} parent={to.class} foot={<a class="button button-note" href={to.newGroup}><Icon name="plus" />{t.groups.add}</a>}>
      {all.length ? null : <Empty title={t.groups.none} />}
      <ul class="rows">
        {all.map(({ record }) => <Row key={record.id} href={to.group(record.id)} icon="students" title={<bdi>{textOf(record['name'])}</bdi>} sub={summary(record)} />)}
      </ul>
    </Page>
  );
}

function summary(group: AnyRecord): string {
  return [t.choices[textOf(group['kind'])], t.groups.size(present(group).length)].filter(Boolean).join(' · ');
}

export function Group({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[2] ?? '';
  if (id === 'new') return <GroupForm start={{ members: { opens: todayAsDate() } }} />;
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'group' || shown.record.deleted) return <NotFound />;
  return <GroupForm start={{ id }} />;
}

function GroupForm({ start }: { start: { id: Id } | { members: Members } }) {
  const { notebook, say, attempt } = useOpen();
  const named = (members: Members) => textOf(members['name']).trim() !== '';
  const draft = useDraft('group', start, named, (id) => standAt(to.group(id)));
  const [name, setName] = useState<string>();
  const shown = draft.id === undefined ? undefined : notebook.get(draft.id);
  const remove = async (id: Id) => {
    await draft.flush();
    if (!(await attempt(() => notebook.remove(id)))) return;
    say({ text: t.groups.deleted, undo: true });
    back(to.groups);
  };
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const kept = draft.id;
  const chosen = draft.mine['kind'];
  const foot = (
    <>
      <SaveState draft={draft} untouched={t.groups.nameMissing} />
      {present(draft.mine).length ? <a class="button" href={to.newNote(present(draft.mine))} aria-label={t.groups.note}><Icon name="pen" />{t.today.note}</a> : null}
    </>
  );
  return (
    <Page title={textOf(shown?.record['name']) || t.groups.add} named={t.types['group']!} parent={to.groups} foot={foot}>
      <LineField
        label={t.groups.name} value={name ?? textOf(draft.mine['name'])} max={200} leave={() => { setName(undefined); void draft.flush(); }}
        set={(text) => { setName(text); if (text.trim()) draft.set({ name: text }); }}
      />
      <Section title={t.groups.kind}>
        <Chips label={t.groups.kind}>
          {GROUP_KINDS.map((kind) => <Chip key={kind} on={chosen === kind} tap={() => draft.set({ kind: chosen === kind ? undefined : kind })}>{t.choices[kind]}</Chip>)}
        </Chips>
      </Section>
      <WordsField label={t.groups.purpose} value={textOf(draft.mine['purpose'])} set={write('purpose')} leave={() => void draft.flush()} max={8000} />
      <MemberChoice group={draft.mine} set={(members) => draft.set(members)} />
      <div class="pair">
        <DayField label={t.groups.opens} value={textOf(draft.mine['opens'])} set={write('opens')} />
        <DayField label={t.groups.closes} value={textOf(draft.mine['closes'])} set={write('closes')} />
      </div>
      {kept === undefined ? null : (
        <div class="actions">
          {shown ? <a class="button button-quiet" href={to.versions(kept)}><Icon name="history" />{t.note.versions}</a> : null}
          <button type="button" class="button button-quiet button-danger" onClick={() => void remove(kept)}><Icon name="trash" />{t.groups.delete}</button>
        </div>
      )}
    </Page>
  );
}

function MemberChoice({ group, set }: { group: Members; set: (members: Members) => void }) {
  const { notebook } = useOpen();
  const ended = endedStays(group);
  const since = (id: Id) => insideSince(group, id) && `${t.groups.from} ${calendarDay(insideSince(group, id))}`;
  return (
    <Section title={t.groups.members}>
      <Chips label={t.groups.members} room="much">
        {byCallName(writers(notebook)).map((writer) => (
          <Chip key={writer.id} on={isInside(group, writer.id)} tap={() => set(tappedMember(group, writer.id, todayAsDate(), newId()))}><bdi>{writer.label}</bdi></Chip>
        ))}
      </Chips>
      <p class="hint">{t.groups.membersHelp}</p>
      {present(group).length || ended.length ? (
        <details class="fold">
          <summary>{t.groups.history}</summary>
          <ul class="plain">
            {present(group).map((id) => <li key={id}><bdi>{callName(notebook.get(id)?.record)}</bdi> <span class="sub">{since(id)}</span></li>)}
          </ul>
          {ended.map((stay) => <Ended key={stay.key ?? stay.student} stay={stay} set={(reason) => set(withReason(group, stay, reason))} />)}
        </details>
      ) : null}
    </Section>
  );
}

function Ended({ stay, set }: { stay: Stay; set: (reason: string) => void }) {
  const { notebook } = useOpen();
  const days = [stay.from && `${t.groups.from} ${calendarDay(stay.from)}`, `${t.groups.until} ${calendarDay(stay.to)}`].filter(Boolean).join(' ');
  const name = callName(notebook.get(stay.student)?.record);
  return (
    <div class="card">
      <p><bdi>{name}</bdi> <span class="sub">{days}</span></p>
      <LineField label={t.groups.why(name, calendarDay(stay.to))} value={stay.reason} set={set} max={400} />
    </div>
  );
}
