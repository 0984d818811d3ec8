/** Who is working on what: each open teaching point with its answers, and the queue of what is planned next (practices 0.24, 1.7). */
import { Icon } from '../parts/icons';
import { useNotebook } from '../parts/open';
import { Empty, Page, Row, Section, Writing } from '../parts/page';
import { byCallName, notesAbout, writers } from '../parts/records';
import { to } from '../parts/route';
import { DidItStick } from '../parts/stick';
import { livePoints, nextSteps } from '../reading/teaching';
import { dayOfMoment } from '../strings/format';
import { t } from '../strings/seldom';

export function Points() {
  const notebook = useNotebook();
  const all = byCallName(writers(notebook)).map((writer) => ({ writer, about: notesAbout(notebook, writer.id) }));
  const open = all.flatMap(({ writer, about }) => livePoints(about, writer.id).map((point) => ({ writer, point })));
  const planned = all.flatMap(({ writer, about }) => nextSteps(about).slice(0, 1).map((step) => ({ writer, step })));
  return (
    <Page title={t.plans.open} parent={to.plans}>
      {open.length ? null : <Empty title={t.plans.noOpen} />}
      <ul class="cards">
        {open.map(({ writer, point }) => (
          <li class="card" key={`${writer.id} ${point.from.record.id}`}>
            <p class="card-names"><a href={to.student(writer.id)} class="link"><bdi>{writer.label}</bdi></a></p>
            <p><bdi class="card-words">{point.text}</bdi> <span class="hint">{t.plans.since(dayOfMoment(point.from.record.created.at))}</span></p>
            <Writing><DidItStick point={point} student={writer.id} /></Writing>
          </li>
        ))}
      </ul>
      <Section title={t.plans.next}>
        {planned.length ? (
          <ul class="rows">
            {planned.map(({ writer, step }) => (
              <Row
                key={writer.id} href={to.note(step.from.record.id)} title={<bdi>{writer.label}</bdi>} sub={<bdi>{step.text}</bdi>}
                end={<Writing><a class="icon-button" href={to.teach('next', step.from.record.id, [writer.id])} aria-label={`${t.plans.teachNext}: ${writer.label}`}><Icon name="pen" /></a></Writing>}
              />
            ))}
          </ul>
        ) : <p class="hint">{t.plans.noNext}</p>}
      </Section>
    </Page>
  );
}
