/** Choosing the kind of text, in the words of the class too. */
import { Chip, Chips } from './chips';
import { useNotebook } from './open';
import { textOf } from './records';
import { genreName, genresFor } from '../reading/genres';
import { t } from '../strings';

export function GenrePicker(props: { value: unknown; set: (genre: string | undefined) => void }) {
  const chosen = textOf(props.value);
  const offered = genresFor(useNotebook(), chosen);
  return (
    <section class="section" aria-labelledby="genre">
      <h2 id="genre">{t.lens.genre}</h2>
      <Chips label={t.lens.genre} labelledBy="genre">
        {offered.map((genre) => <Chip key={genre} on={genre === chosen} tap={() => props.set(genre === chosen ? undefined : genre)}><bdi>{genreName(genre)}</bdi></Chip>)}
      </Chips>
    </section>
  );
}
