/** One photo in full: the picture, what it shows, whether it may be a model, where it is, and taking it away. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { AppError, type PhotoPlace, type Shown } from '../data/types';
import { Chip } from './chips';
import { sentence } from './errors';
import { WordsField } from './fields';
import { Icon, type IconName } from './icons';
import { useNotebook, useOpen } from './open';
import { describe, namesIn } from './photos';
import { studentsOf, textOf } from './records';
import { SaveState } from './savestate';
import { useDraft } from './usedraft';
import { notAsModel } from '../reading/consent';
import { todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const ICONS: { [place in PhotoPlace]: IconName } = { phone: 'phone', shared: 'cloud', refused: 'alert', away: 'cloud' };

/** The picture from this phone, or from the service and kept from then on; asked for again when there is news. */
export function usePicture(hash: string): { url?: string; problem?: unknown } {
  const notebook = useNotebook();
  const { online } = notebook.state();
  const [found, setFound] = useState<{ url?: string; problem?: unknown }>({});
  const has = found.url !== undefined;
  useEffect(() => {
    if (has) return undefined;
    let isWanted = true;
    notebook.photo(hash).then((blob) => { if (isWanted) setFound({ url: URL.createObjectURL(blob) }); }, (problem: unknown) => {
      if (!(problem instanceof AppError)) reportError(problem);
      if (isWanted) setFound({ problem });
    });
    return () => { isWanted = false; };
  }, [notebook, hash, online, has]);
  useEffect(() => () => { if (found.url !== undefined) URL.revokeObjectURL(found.url); }, [found.url]);
  return found;
}

export function PhotoView({ of: { record, private: isOwn }, close }: { of: Shown; close: () => void }) {
  const { notebook, say, attempt } = useOpen();
  const dialog = useRef<HTMLDialogElement>(null);
  const { url, problem } = usePicture(textOf(record['photo']));
  useEffect(() => dialog.current?.showModal(), []);
  const remove = async () => {
    if (!(await attempt(() => notebook.remove(record.id)))) return;
    close();
    say({ text: t.photos.removed, undo: true });
  };
  const what = describe(notebook, record);
  return (
    <dialog ref={dialog} class="photo-view" aria-label={what} onClose={close}>
      {url === undefined ? <p>{problem === undefined ? t.photos.coming : sentence(problem, t.photos.errors)}</p> : <img src={url} alt={what} />}
      <Where hash={textOf(record['photo'])} isOwn={isOwn === true} />
      {notebook.asOf === undefined ? <About id={record.id} /> : <p><bdi>{textOf(record['words'])}</bdi></p>}
      <div class="actions">
        {notebook.asOf === undefined ? <button type="button" class="button button-quiet button-danger" onClick={() => void remove()}><Icon name="trash" />{t.photos.remove}</button> : null}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>{t.close}</button>
      </div>
    </dialog>
  );
}

function Where({ hash, isOwn }: { hash: string; isOwn: boolean }) {
  const place = useNotebook().photoPlace(hash);
  return (
    <p class="photo-where">
      <span class={`place place-${place}`}><Icon name={ICONS[place]} />{isOwn && place === 'shared' ? t.place.private : t.photos.places[place]}</span>
    </p>
  );
}

function About({ id }: { id: string }) {
  const notebook = useNotebook();
  const draft = useDraft('sample', { id }, () => true);
  const students = studentsOf(draft.mine).flatMap((student) => notebook.get(student)?.record ?? []);
  const kept = notAsModel(students, todayAsDate());
  const isModel = draft.mine['exemplar'] === true;
  return (
    <>
      <WordsField label={t.photos.caption} value={textOf(draft.mine['words'])} set={(words) => draft.set({ words: words || undefined })} leave={() => void draft.flush()} max={4000} rows={2} />
      {kept.length ? <p class="hint">{t.photos.noModel(namesIn(kept))}</p> : null}
      {kept.length === 0 || isModel ? <div class="chips"><Chip on={isModel} tap={() => draft.set({ exemplar: isModel ? undefined : true })} icon="check">{t.photos.model}</Chip></div> : null}
      {draft.state === 'failed' ? <SaveState draft={draft} /> : null}
    </>
  );
}
