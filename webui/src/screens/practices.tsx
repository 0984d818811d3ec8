/** What each way of teaching can do today, row by row, with the screen where it is done. */
import { Page, Row, Section } from '../parts/page';
import { to } from '../parts/route';
import { PRACTICES, WAYS } from '../reading/practices';
import { t } from '../strings/seldom';

export function Practices() {
  return (
    <Page title={t.practices.title} parent={to.about}>
      {WAYS.map((way) => (
        <Section key={way} title={t.practices.ways[way]}>
          <ul class="rows">{PRACTICES.filter((row) => row.way === way).map(({ id, href }) => <Row key={id} href={href} title={t.practices.rows[id]} sub={id} />)}</ul>
        </Section>
      ))}
    </Page>
  );
}
