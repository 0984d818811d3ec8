/** What the class writes: the kinds of text that are always there, and its own words for more. */
import { useState } from 'preact/hooks';
import { LineField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { to } from '../parts/route';
import { bandOf, BANDS, genreName, GENRES, ownGenres, withGenre, type Band } from '../reading/genres';
import { t } from '../strings/seldom';

export function Genres() {
  const { notebook, say, attempt } = useOpen();
  const [word, setWord] = useState('');
  const classroom = notebook.get(notebook.id)?.record;
  const own = ownGenres(classroom);
  const band = bandOf(classroom?.['grade']);
  const add = async (wanted: string) => {
    const genres = withGenre(classroom, wanted);
    if (!genres || (await attempt(() => notebook.edit(notebook.id, { genres })))) setWord('');
  };
  const remove = async (gone: string) => {
    const genres = own.filter((one) => one !== gone);
    if (await attempt(() => notebook.edit(notebook.id, { genres: genres.length ? genres : undefined }))) say({ text: t.genres.removed, undo: true });
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void add(word);
  };
  return (
    <Page title={t.genres.title} parent={to.class}>
      <p class="hint">{t.genres.help}</p>
      <form class="inline-form" onSubmit={submit}>
        <LineField label={t.genres.add} value={word} set={setWord} max={100} enter="done" />
        <button type="submit" class="button">{t.add}</button>
      </form>
      <Section title={t.genres.own}>
        {own.length ? null : <p class="hint">{t.genres.noOwn}</p>}
        <div class="chips">
          {own.map((genre) => (
            <button type="button" class="chip" key={genre} aria-label={t.genres.remove(genre)} onClick={() => void remove(genre)}><bdi>{genre}</bdi><Icon name="close" /></button>
          ))}
        </div>
      </Section>
      {(band ? [band] : BANDS).map((one) => <Ideas key={one} band={one} add={(genre) => void add(genre)} />)}
      <Section title={t.genres.shipped}>
        <p class="card-tags">{GENRES.map((genre) => <span class="badge" key={genre}>{genreName(genre)}</span>)}</p>
      </Section>
    </Page>
  );
}

/** Words that classes of these grades often use, a tap each; those that are there already are left out. */
function Ideas({ band, add }: { band: Band; add: (genre: string) => void }) {
  const { notebook } = useOpen();
  const classroom = notebook.get(notebook.id)?.record;
  const ideas = t.genres.suggestions[band].filter((idea) => withGenre(classroom, idea));
  if (!ideas.length) return null;
  return (
    <Section title={`${t.genres.ideas}: ${t.choices[band] ?? band}`}>
      <div class="chips">
        {ideas.map((idea) => <button type="button" class="chip chip-add" key={idea} onClick={() => add(idea)}><Icon name="plus" />{idea}</button>)}
      </div>
    </Section>
  );
}
