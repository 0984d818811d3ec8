/** Everything about the class that is not a note: who is in it, what is noted on, who shares it, and the way out with all of it. */
import { useState } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { ClassDetails } from '../parts/classdetails';
import { LineField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { offer } from '../parts/offer';
import { useOpen } from '../parts/open';
import { Page, Row } from '../parts/page';
import { classesOf, notes, skills, textOf, writers } from '../parts/records';
import { to } from '../parts/route';
import { Banners, Refused, StatusLine } from '../parts/status';
import { useDraft } from '../parts/usedraft';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

export function Class() {
  const { notebook, say, attempt, leave } = useOpen();
  const [busy, setBusy] = useState(false);
  const [withPrivate, setWithPrivate] = useState(false);
  const save = async () => {
    setBusy(true);
    if (await attempt(async () => offer(await notebook.exportAll(withPrivate), `backtable-${todayAsDate()}.jsonl`))) say({ text: t.class.exported });
    setBusy(false);
  };
  return (
    <Page title={t.class.title}>
      <StatusLine />
      <Banners />
      <Refused />
      {notebook.get(notebook.id) ? <ClassName /> : null}
      <ul class="rows">
        <Row href={to.list} icon="students" title={t.class.list} sub={t.class.listHelp(writers(notebook).length)} />
        <Row href={to.skills} icon="check" title={t.class.skills} sub={t.class.skillsHelp(skills(notebook).filter((skill) => !skill['retired']).length)} />
        <Row href={to.plans} icon="pen" title={t.plans.title} sub={t.plans.openHelp} />
        <Row href={to.prompts} icon="questions" title={t.prompts.title} sub={t.prompts.help} />
        <Row href={to.progressions} icon="check" title={t.progressions.title} sub={t.progressions.help} />
        <Row href={to.groups} icon="students" title={t.class.groups} sub={t.class.groupsHelp(notebook.all('group').length)} />
        <Row href={to.lesson} icon="class" title={t.lesson.row} sub={t.lesson.rowHelp} />
        <Row href={to.checklists} icon="check" title={t.checklist.all} sub={t.checklist.rowHelp(notebook.all('checklist').length)} />
        <Row href={to.peers} icon="students" title={t.peers.title} sub={t.peers.rowHelp} />
        <Row href={to.labels} icon="print" title={t.labels.title} sub={t.labels.rowHelp} />
        <Row href={to.slips} icon="print" title={t.slips.title} sub={t.slips.rowHelp} />
        <Row href={to.timers} icon="timer" title={t.lens.timers} sub={t.timers.rowHelp} />
        <Row href={to.status} icon="today" title={t.pieces.status} sub={t.pieces.statusMenu} />
        <Row href={to.pieces} icon="pen" title={t.pieces.title} sub={t.pieces.menu} />
        <Row href={to.assessments} icon="check" title={t.samples.title} sub={t.samples.menu} />
        <Row href={to.support} icon="lock" title={t.support.title} sub={t.support.menu} />
        <Row href={to.genres} icon="pen" title={t.genres.title} sub={t.genres.menu} />
        <Row href={to.calendar} icon="today" title={t.calendar.row} sub={t.calendar.rowHelp} />
        <Row href={to.practice} icon="lock" title={t.practice.row} sub={t.practice.rowHelp} />
        <Row href={to.people} icon="share" title={t.class.people} sub={t.class.peopleHelp(notebook.all('person').length)} />
        <Row href={to.day} icon="history" title={t.class.day} sub={t.class.dayHelp} />
        <Row href={to.phone} icon="phone" title={t.phone.title} sub={t.phone.help} />
        <Row href={to.settings} icon="globe" title={t.settings.title} sub={t.settings.help} />
        <Row href={to.about} icon="questions" title={t.class.about} sub={t.class.aboutHelp} />
      </ul>
      <div class="actions">
        <button type="button" class="button button-quiet" disabled={busy} aria-describedby="export-help" onClick={() => void save()}><Icon name="share" />{t.class.export}</button>
        {classesOf(notebook.me).length > 1 || notebook.me.owner ? <button type="button" class="button button-quiet" onClick={leave}><Icon name="class" />{t.class.switch}</button> : null}
      </div>
      <p class="hint" id="export-help">{t.class.exportHelp}</p>
      {notes(notebook).some((shown) => shown.private) ? <Chips label={t.class.export}><Chip on={withPrivate} tap={() => setWithPrivate(!withPrivate)} icon="lock">{t.class.withPrivate}</Chip></Chips> : null}
    </Page>
  );
}

function ClassName() {
  const { notebook } = useOpen();
  const draft = useDraft('classroom', { id: notebook.id }, () => true);
  const [name, setName] = useState<string>();
  return (
    <>
      <LineField
        label={t.class.name} value={name ?? textOf(draft.mine['name'])} max={200} leave={() => { setName(undefined); void draft.flush(); }}
        set={(text) => { setName(text); if (text.trim()) draft.set({ name: text }); }}
      />
      <ClassDetails draft={draft} />
    </>
  );
}
