/** Choosing the kind of text; a word of the class that stands already is offered too. */
import { Chip, Chips } from './chips';
import { textOf } from './records';
import { genreName, GENRES } from '../reading/genres';
import { t } from '../strings';

export function GenrePicker(props: { value: unknown; set: (genre: string | undefined) => void }) {
  const chosen = textOf(props.value);
  const offered = [...new Set<string>([...GENRES, ...(chosen ? [chosen] : [])])];
  return (
    <section class="section" aria-labelledby="genre">
      <h2 id="genre">{t.lens.genre}</h2>
      <Chips label={t.lens.genre} labelledBy="genre">
        {offered.map((genre) => <Chip key={genre} on={genre === chosen} tap={() => props.set(genre === chosen ? undefined : genre)}><bdi>{genreName(genre)}</bdi></Chip>)}
      </Chips>
    </section>
  );
}
