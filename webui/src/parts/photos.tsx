/**
 * Photos of the work: the camera where the families agreed, what was taken, and one of them in full. The part stands in a form, in a
 * piece and on the page of a child; nothing there waits for a picture.
 */
import type { TargetedEvent } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { AppError, type AnyRecord, type Id, type Notebook, type Shown } from '../data/types';
import { sentence } from './errors';
import { Icon } from './icons';
import { useOpen } from './open';
import { PhotoView, usePicture } from './photoview';
import { callName, newestFirst, studentsOf, textOf } from './records';
import { to } from './route';
import { barred } from '../reading/consent';
import { apart, calendarDay, listOf, todayAsDate } from '../strings/format';
import { t } from '../strings/seldom';

const SHOWN_AT_ONCE = 6;

export interface PhotosProps {
  students: readonly Id[];
  note?: Id | undefined; // those taken for it; a form that has not saved one yet gives none
  piece?: Id | undefined;
  isPrivate?: boolean; // of a note that is not saved yet
  /** Saves what stands in the form, and gives the note's id where there is one by then. */
  before?: () => Promise<Id | undefined>;
}

const recordsOf = (notebook: Notebook, ids: readonly Id[]): AnyRecord[] => ids.flatMap((id) => notebook.get(id)?.record ?? []);

export const namesIn = (students: readonly AnyRecord[]): string => listOf(students.map((student) => apart(callName(student))));

/** What a picture is said to be, to those who do not see it. */
export function describe(notebook: Notebook, sample: AnyRecord): string {
  const words = textOf(sample['words']);
  const day = calendarDay(textOf(sample['on']) || sample.created.at.slice(0, 10));
  const students = recordsOf(notebook, studentsOf(sample));
  const what = students.length ? t.photos.of(namesIn(students), day) : t.photos.ofDay(day);
  return words ? `${what}: ${apart(words)}` : what;
}

function samplesOf(notebook: Notebook, { students, note, piece }: PhotosProps, taken: readonly Id[]): readonly Shown[] {
  const isOf = (record: AnyRecord): boolean => {
    if (note !== undefined) return record['note'] === note;
    if (piece !== undefined) return record['piece'] === piece;
    return students.length === 1 && studentsOf(record).includes(students[0]!);
  };
  return notebook.all('sample').filter(({ record }) => isOf(record) || taken.includes(record.id)).sort(newestFirst);
}

export function Photos(props: PhotosProps) {
  const { notebook } = useOpen();
  const [taken, setTaken] = useState<readonly Id[]>([]); // in this form, before the note was there
  const [open, setOpen] = useState<Id>();
  const [all, setAll] = useState(false);
  useJoined(notebook, taken, props.note);
  const { note, piece, before } = props;
  const isOfForm = before !== undefined || note !== undefined;
  const samples = isOfForm && note === undefined ? samplesOf(notebook, { students: [] }, taken) : samplesOf(notebook, { students: props.students, note, piece }, taken);
  const shown = all ? samples : samples.slice(0, SHOWN_AT_ONCE);
  const viewed = samples.find(({ record }) => record.id === open);
  return (
    <section class="section photos">
      <h2>{t.photos.title}</h2>
      {notebook.asOf === undefined ? <Camera {...props} took={(id) => setTaken((ids) => [...ids, id])} /> : null}
      {shown.length ? <ul class="photo-list">{shown.map(({ record }) => <Thumb key={record.id} sample={record} open={() => setOpen(record.id)} />)}</ul> : null}
      {shown.length < samples.length ? <button type="button" class="button button-quiet" onClick={() => setAll(true)}>{t.photos.all(samples.length)}</button> : null}
      {viewed ? <PhotoView of={viewed} close={() => setOpen(undefined)} /> : null}
    </section>
  );
}

/** A photo that was taken before the first word belongs to the note once there is one. */
function useJoined(notebook: Notebook, taken: readonly Id[], note: Id | undefined): void {
  useEffect(() => {
    if (note === undefined) return;
    for (const { record } of taken.flatMap((id) => notebook.get(id) ?? [])) {
      if (record['note'] === undefined) notebook.edit(record.id, { note }).catch(reportError); // kept without it: it is still the child's
    }
  }, [notebook, taken, note]);
}

function Camera({ students, note, piece, isPrivate, before, took }: PhotosProps & { took: (id: Id) => void }) {
  const { notebook, say } = useOpen();
  const id = useId();
  const [making, setMaking] = useState(0);
  const records = recordsOf(notebook, students);
  const bar = barred(records, todayAsDate());
  if (bar) return <Barred {...bar} />;
  const keep = async (file: File): Promise<void> => {
    const of = (await before?.()) ?? note;
    const members = { students: [...students], note: of, piece, on: todayAsDate() };
    took(await notebook.addPhoto(file, members, isPrivate));
    say({ text: t.photos.kept, undo: true });
  };
  const choose = (event: TargetedEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    event.currentTarget.value = ''; // the same picture may be chosen again
    if (!file) return;
    setMaking((n) => n + 1);
    keep(file).catch((error: unknown) => {
      if (!(error instanceof AppError)) reportError(error);
      say({ text: sentence(error, t.photos.errors) });
    }).finally(() => setMaking((n) => n - 1));
  };
  return (
    <div class="photo-take">
      <input id={id} class="photo-input" type="file" accept="image/*" capture="environment" aria-describedby={`${id}-hint`} onChange={choose} />
      <label for={id} class="button"><Icon name="camera" />{t.photos.take}</label>
      <p class="hint" id={`${id}-hint`}>{t.photos.notFaces}</p>
      <p role="status">{making > 0 ? t.photos.making : ''}</p>
    </div>
  );
}

/** Why the camera is shut, and where the answer is changed. */
function Barred({ bar, of }: NonNullable<ReturnType<typeof barred>>) {
  const names = namesIn(of);
  return (
    <div class="photo-take">
      <p class="hint hint-warn"><Icon name="alert" />{bar === 'refused' ? t.photos.refused(names) : t.photos.over(names)}</p>
      {of.map((student) => <a key={student.id} class="button button-quiet" href={to.studentDetails(student.id)}>{t.photos.change(apart(callName(student)))}</a>)}
    </div>
  );
}

function Thumb({ sample, open }: { sample: AnyRecord; open: () => void }) {
  const { notebook } = useOpen();
  const { url } = usePicture(textOf(sample['photo']));
  const what = describe(notebook, sample);
  return (
    <li>
      <button type="button" class="photo-thumb" aria-label={t.photos.open(what)} onClick={open}>
        {url === undefined ? <Icon name="camera" /> : <img src={url} alt="" width={96} height={96} />}
      </button>
    </li>
  );
}
