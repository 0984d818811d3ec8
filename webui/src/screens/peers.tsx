/** Children who talk about a piece among themselves: choosing the pair, its timer, and who talked with whom how often. */
import { useState } from 'preact/hooks';
import type { AnyRecord } from '../data/types';
import { Chip, Chips } from '../parts/chips';
import { LineField, WordsField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { Names, namesOf } from '../parts/names';
import { useOpen } from '../parts/open';
import { Page, Row, Section } from '../parts/page';
import { StudentPicker } from '../parts/pickers';
import { studentsOf, textOf, type Members } from '../parts/records';
import { to } from '../parts/route';
import { SaveState } from '../parts/savestate';
import { TimerLine } from '../parts/timer';
import { useDraft } from '../parts/usedraft';
import { routinesOf } from '../reading/lesson';
import { pairsOf, partnersOf, talksOf, type Pair } from '../reading/peers';
import { calendarDay, comma, moment, nearDay } from '../strings/format';
import { t } from '../strings/seldom';

const LATEST = 10;

export function Peers() {
  const [turn, setTurn] = useState(0);
  return <PeerForm key={turn} next={() => setTurn(turn + 1)} />;
}

/** Two children alone are a plan, no talk. */
const speaks = (members: Members): boolean => studentsOf(members).length > 1 && (typeof members['minutes'] === 'number' || ['routine', 'words'].some((member) => textOf(members[member]).trim()));

function PeerForm({ next }: { next: () => void }) {
  const { notebook } = useOpen();
  const draft = useDraft('peer_conference', { members: { students: [] } }, speaks);
  const [choosing, setChoosing] = useState(true);
  const { mine } = draft;
  const students = studentsOf(mine);
  const peers = notebook.all('peer_conference');
  const pairs = pairsOf(peers);
  const routines = routinesOf(notebook.all('lesson'));
  const write = (member: string) => (text: string) => draft.set({ [member]: text || undefined });
  const leave = () => void draft.flush();
  const again = async () => {
    await draft.flush();
    if (draft.state !== 'failed') next();
  };
  const routine = textOf(mine['routine']);
  const minutes = mine['minutes'];
  const foot = <><SaveState draft={draft} untouched={t.peers.untouched} />{draft.id === undefined ? null : <button type="button" class="button" onClick={() => void again()}><Icon name="plus" />{t.peers.next}</button>}</>;
  return (
    <Page title={t.peers.title} parent={to.class} foot={foot}>
      <TimerLine kind="pair" offer={(ran) => draft.set({ minutes: ran })} />
      {typeof minutes === 'number' ? <p class="hint">{t.timer.ran(minutes)}</p> : null}
      <StudentPicker chosen={students} open={choosing} toggle={() => setChoosing(!choosing)} set={(ids) => draft.set({ students: ids })} />
      <Partners pairs={pairs} students={students} />
      <Section title={t.members['routine']!}>
        {routines.length ? (
          <Chips label={t.members['routine']!}>
            {routines.map((one) => <Chip key={one.routine} on={routine === one.routine} tap={() => draft.set({ routine: routine === one.routine ? undefined : one.routine })}><bdi>{one.routine}</bdi></Chip>)}
          </Chips>
        ) : <p class="hint">{t.peers.noRoutine}</p>}
        <LineField label={t.peers.otherRoutine} value={routine} max={80} set={write('routine')} leave={leave} />
      </Section>
      <WordsField label={t.note.words} hint={t.peers.wordsHint} value={textOf(mine['words'])} set={write('words')} leave={leave} max={8000} />
      <Section title={t.peers.pairs}>
        {pairs.length ? <ul class="rows">{pairs.map((pair) => <li class="row row-plain" key={pair.students.join()}><span class="row-text"><span class="row-title"><Names of={namesOf(notebook, pair.students)} /></span><span class="row-sub">{t.peers.times(pair.times)} · {moment(pair.last)}</span></span></li>)}</ul> : <p class="hint">{t.peers.none}</p>}
      </Section>
      <Latest talks={talksOf(peers).slice(0, LATEST)} />
      <Section title={t.peers.taught}>
        <ul class="rows">
          {routines.map((one) => <li class="row row-plain" key={one.routine}><span class="row-text"><bdi class="row-title">{one.routine}</bdi><span class="row-sub">{one.days.map(calendarDay).join(comma())}</span></span></li>)}
          <Row href={to.lessonOf('new')} icon="plus" title={t.peers.teach} sub={t.lesson.routineHelp} />
          <Row href={to.slips} icon="print" title={t.slips.title} sub={t.slips.rowHelp} />
        </ul>
      </Section>
    </Page>
  );
}

/** With whom the first of the chosen talked so far, so that pairs change. */
function Partners({ pairs, students }: { pairs: Pair[]; students: string[] }) {
  const { notebook } = useOpen();
  const [first] = students;
  if (first === undefined) return null;
  const partners = [...partnersOf(pairs, first)];
  const [name] = namesOf(notebook, [first]);
  return (
    <p class="hint">
      <bdi>{name}</bdi>: {partners.length ? partners.map(([id, times], i) => <span key={id}>{i ? comma() : ''}<bdi>{namesOf(notebook, [id])[0]}</bdi> ({t.peers.times(times)})</span>) : t.peers.nobodyYet}
    </p>
  );
}

function Latest({ talks }: { talks: AnyRecord[] }) {
  const { notebook, say, attempt } = useOpen();
  const remove = async (id: string) => {
    if (await attempt(() => notebook.remove(id))) say({ text: t.peers.deleted, undo: true });
  };
  if (!talks.length) return null;
  return (
    <Section title={t.peers.latest}>
      <ul class="rows">
        {talks.map((talk) => {
          const names = namesOf(notebook, studentsOf(talk));
          const said = [nearDay(talk.created.at.slice(0, 10)), typeof talk['minutes'] === 'number' ? t.timer.ran(talk['minutes']) : '', textOf(talk['routine']), textOf(talk['words'])].filter(Boolean).join(' · ');
          return (
            <li class="row row-plain" key={talk.id}>
              <span class="row-text"><span class="row-title"><Names of={names} /></span><bdi class="row-sub">{said}</bdi></span>
              <button type="button" class="icon-button" aria-label={`${t.peers.delete}: ${names.join(comma())}`} onClick={() => void remove(talk.id)}><Icon name="trash" /></button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
