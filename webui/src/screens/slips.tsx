/** TAG on paper: a slip for a child who talks with a partner, in the language of the class. */
import { useEffect, useState } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { textOf } from '../parts/records';
import { to } from '../parts/route';
import { languageInUse } from '../strings/format';
import { isLanguage, LANGUAGES, type LanguageTag } from '../strings/languages';
import { t } from '../strings/seldom';

const A_PAGE = [1, 2, 4];
const PAPERS = ['letter', 'a4'] as const;
const TAGS = Object.keys(LANGUAGES).filter(isLanguage);

function firstLanguage(classLocale: string): LanguageTag {
  return [classLocale.split('-')[0] ?? '', languageInUse()].find(isLanguage) ?? 'en';
}

export function Slips() {
  const { notebook, attempt } = useOpen();
  const [tag, setTag] = useState(() => firstLanguage(textOf(notebook.get(notebook.id)?.record['locale'])));
  const [words, setWords] = useState(t.slips.slip);
  const [paper, setPaper] = useState<string>(PAPERS[0]);
  const [aPage, setAPage] = useState(2);
  useEffect(() => {
    void attempt(async () => setWords((await LANGUAGES[tag].seldom()).strings.slips.slip));
  }, [tag, attempt]);
  const foot = <button type="button" class="button button-note" onClick={() => globalThis.print()}><Icon name="print" />{t.labels.print}</button>;
  return (
    <Page title={t.slips.title} parent={to.class} foot={foot} wide>
      <p class="hint">{t.slips.help}</p>
      <Chips label={t.slips.language}>
        {TAGS.map((one) => <Chip key={one} on={one === tag} tap={() => setTag(one)}><bdi lang={one}>{LANGUAGES[one].name}</bdi></Chip>)}
      </Chips>
      <div class="pair">
        <ChoiceField label={t.slips.aPage} value={String(aPage)} choices={A_PAGE.map((n) => ({ value: String(n), name: String(n) }))} set={(n) => setAPage(Number(n))} />
        <ChoiceField label={t.slips.paper} value={paper} choices={PAPERS.map((value) => ({ value, name: t.slips.papers[value] }))} set={setPaper} />
      </div>
      <Section title={t.labels.preview}>
        <div class="sheets" role="group" aria-label={t.labels.preview} tabIndex={0}>
          <div class={`sheet sheet-${paper} slips slips-${aPage}`} lang={tag} dir={LANGUAGES[tag].dir}>
            {Array.from({ length: aPage }, (_, i) => <Slip key={i} words={words} />)}
          </div>
        </div>
      </Section>
    </Page>
  );
}

function Slip({ words }: { words: typeof t.slips.slip }) {
  return (
    <div class="slip">
      <p class="slip-line">{words.writer}</p>
      <p class="slip-line">{words.partner}</p>
      {words.parts.map(({ name, ask, choices }) => (
        <div class="slip-part" key={name}>
          <p><strong>{name}</strong> {ask}</p>
          {choices.length ? <p>{choices.map((choice) => <span key={choice}>☐ {choice} </span>)}</p> : null}
          <p class="slip-line" /><p class="slip-line" />
        </div>
      ))}
    </div>
  );
}
