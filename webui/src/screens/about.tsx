/** What the app does, where the notes are, and the words it uses: help that is always in the same place. */
import { useOpen } from '../parts/open';
import { Page, Row, Section } from '../parts/page';
import { to } from '../parts/route';
import { InstallHint } from '../parts/install';
import { t } from '../strings/seldom';

export function About() {
  const { notebook } = useOpen();
  return (
    <Page title={t.about.title} parent={to.class}>
      <p>{t.about.what}</p>
      <InstallHint />
      <Section title={t.about.can}><ul class="prose">{t.about.list.map((line) => <li key={line}>{line}</li>)}</ul></Section>
      <ul class="rows"><Row href={to.practices} icon="check" title={t.practices.title} sub={t.practices.help} /></ul>
      <Section title={t.about.where}>
        <p>{t.about.whereText}</p>
        {notebook.state().persisted ? <p>{t.about.persisted}</p> : null}
      </Section>
      <Section title={t.about.words}>
        <dl class="glossary">{t.about.glossary.map(([term, meaning]) => <div key={term}><dt>{term}</dt><dd>{meaning}</dd></div>)}</dl>
      </Section>
      <p class="hint">{t.about.licence}</p>
    </Page>
  );
}
