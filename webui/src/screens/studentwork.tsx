/** The work of one child: the pieces, the samples at the start and at the end, and how much is written over the year. */
import type { Id } from '../data/types';
import { BeginButton } from '../parts/beginpiece';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section, Writing } from '../parts/page';
import { callName, notes } from '../parts/records';
import { to, type Route } from '../parts/route';
import { Photos } from '../parts/photos';
import { VolumeChart } from '../parts/volumechart';
import { assessmentsOf, startAndEnd, type Result } from '../reading/assessments';
import { piecesOf } from '../reading/pieces';
import { volumesOf } from '../reading/volume';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';
import { ResultBadges } from './assessment';
import { assessmentLine, assessmentTitle, yearStart } from './assessments';
import { Register } from './pieces';

export function StudentWork({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  if (!shown || shown.record.type !== 'student' || shown.record.deleted) return <NotFound />;
  const label = callName(shown.preview ?? shown.record);
  const all = piecesOf(notebook.all('piece'));
  const own = piecesOf(notebook.all('piece'), id);
  const now = notebook.asOf === undefined ? new Date() : new Date(notebook.asOf);
  const days = { from: yearStart(now), to: todayAsDate(now) };
  return (
    <Page title={label} named={t.pieces.work} parent={to.student(id)}>
      <Section title={t.pieces.title}>
        {own.length ? <Register pieces={own} of={id} /> : <p class="hint">{t.pieces.noPiece}</p>}
        <Writing><div class="actions"><BeginButton writer={{ id, label }} pieces={all} /></div></Writing>
      </Section>
      <Photos students={[id]} />
      <Section title={t.samples.pairs}><Pairs student={id} /></Section>
      <Section title={t.volume.title}><VolumeChart volumes={volumesOf(notes(notebook).map(({ record }) => record), id, days)} days={days} /></Section>
    </Page>
  );
}

/** The same child at the start and at the end, side by side (practices 2.4). */
function Pairs({ student }: { student: Id }) {
  const { notebook } = useOpen();
  const pairs = startAndEnd(assessmentsOf(notebook.all('assessment')), student);
  if (!pairs.length) return <p class="hint">{t.samples.noPairs}</p>;
  return (
    <>
      {pairs.map(({ start, end }) => (
        <div class="sides" key={(end ?? start)!.assessment.id}>
          <Side title={t.samples.sideStart} result={start} />
          <Side title={t.samples.sideEnd} result={end} />
        </div>
      ))}
    </>
  );
}

function Side({ title, result }: { title: string; result: Result | undefined }) {
  return (
    <div class="side">
      <h3>{title}</h3>
      {result ? (
        <>
          <a class="link" href={to.assessment(result.assessment.id)}><bdi class="card-words">{assessmentTitle(result.assessment)}</bdi></a>
          <p class="side-who">{assessmentLine(result.assessment)}</p>
          <p class="card-tags"><ResultBadges result={result} /></p>
          {result.words ? <bdi class="card-words">{result.words}</bdi> : null}
        </>
      ) : <p class="nothing">{t.samples.missing}</p>}
    </div>
  );
}
