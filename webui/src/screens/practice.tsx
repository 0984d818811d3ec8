/** A teacher's look at her own practice: read from what she wrote, on her phone, for her alone. */
import { useState } from 'preact/hooks';
import { useToday } from '../parts/coverage';
import { entries, forgetEntries } from '../parts/entrytime';
import { useOpen } from '../parts/open';
import { Empty, Page, Section } from '../parts/page';
import { notes, writers } from '../parts/records';
import { to } from '../parts/route';
import { contactNotes } from '../reading/coverage';
import { balanceOf, middleOf, practiceOf, type Practice as Found } from '../reading/practice';
import { decimal } from '../strings/format';
import { t } from '../strings/seldom';

const PARTS = ['whole', 'groups', 'single'] as const;

export function Practice() {
  const { notebook } = useOpen();
  const records = [...contactNotes(notes(notebook)), ...notebook.all('lesson').map(({ record }) => record)];
  const found = practiceOf(records, notebook.me.person, writers(notebook).length, useToday());
  const isEmpty = !found.contacts && !found.whole.count;
  return (
    <Page title={t.practice.title} parent={to.class}>
      <p class="hint">{t.practice.help}</p>
      {isEmpty ? <Empty title={t.practice.none} /> : <Facts found={found} />}
      <EntryTime />
    </Page>
  );
}

function Facts({ found }: { found: Found }) {
  const shares = balanceOf(found);
  const untimed = PARTS.reduce((sum, part) => sum + found[part].untimed, 0);
  return (
    <>
      <Section title={t.practice.balance}>
        <dl class="facts">
          {PARTS.map((part) => (
            <div key={part}>
              <dt>{t.practice.parts[part]}</dt>
              <dd>{t.practice.part(found[part].count, found[part].minutes)}{shares ? ` · ${t.practice.share(shares[part])}` : ''}</dd>
              {shares ? <dd><progress max={100} value={shares[part]} aria-label={t.practice.parts[part]} /></dd> : null}
            </div>
          ))}
        </dl>
        {untimed ? <p class="hint">{t.practice.untimed(untimed)}</p> : null}
      </Section>
      <Section title={t.practice.feedback}><p>{t.practice.perChild(decimal(found.perChild))}</p></Section>
      <Section title={t.practice.said}>
        <ul class="plain"><li>{t.practice.compliments(found.compliments)}</li><li>{t.practice.points(found.points)}</li>{found.points ? <li>{t.practice.answered(found.answered)}</li> : null}</ul>
      </Section>
    </>
  );
}

function EntryTime() {
  const { say } = useOpen();
  const [kept, setKept] = useState(entries);
  const middle = middleOf(kept);
  const forget = () => {
    if (forgetEntries()) setKept([]);
    say({ text: t.practice.forgotten });
  };
  return (
    <Section title={t.practice.entry}>
      <p class={middle === undefined ? 'hint' : undefined}>{middle === undefined ? t.practice.noSeconds : t.practice.seconds(middle, kept.length)}</p>
      {middle === undefined ? null : <div class="actions"><button type="button" class="button button-quiet" onClick={forget}>{t.practice.forget}</button></div>}
    </Section>
  );
}
