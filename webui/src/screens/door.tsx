/** Before a class is open: joining by link or code, the first class of an owner, choosing among several. */
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Door, Id, Me } from '../data/types';
import { sentence } from '../parts/errors';
import { LineField } from '../parts/fields';
import { InstallHint } from '../parts/install';
import { classesOf, textOf } from '../parts/records';
import { t } from '../strings/seldom';

export function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · ${t.app}`;
  }, [title]);
  return (
    <main class="door">
      <p class="brand">{t.app}</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** `code`: from the link, which needs no typing then. `me`: known already on this phone, perhaps by a link opened twice. `wiped`: what was here is gone. */
export function Join(props: { door: Door; code: string | undefined; me: Me | undefined; wiped: true | undefined; joined: (me: Me) => void }) {
  const [code, setCode] = useState(props.code ?? '');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const attempt = async (work: () => Promise<Me>) => {
    setBusy(true);
    setProblem(undefined);
    try {
      props.joined(await work());
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  const join = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (code.trim() && name.trim()) void attempt(() => props.door.join(code.trim(), name.trim()));
  };
  const { me } = props;
  return (
    <Frame title={t.door.joinTitle}>
      {props.wiped ? <div class="banner" role="status"><p>{t.closed.wiped}</p></div> : null}
      <p>{props.code ? t.door.fromLink : t.door.joinHelp}</p>
      <InstallHint />
      {me && props.code ? (
        <>
          <button type="button" class="button button-wide" disabled={busy} onClick={() => void attempt(() => props.door.joinToo(code))}>{t.door.joinToo}</button>
          <p>{t.door.joinElse}</p>
        </>
      ) : null}
      <form onSubmit={join} noValidate>
        {props.code ? null : (
          <LineField
            label={t.door.code} hint={t.door.codeHint} value={code} set={setCode} capitals autoComplete="one-time-code" enter="next"
            error={tried && !code.trim() ? t.door.codeMissing : undefined}
          />
        )}
        <LineField
          label={t.door.name} hint={t.door.nameHint} value={name} set={setName} max={100} enter="go"
          error={tried && !name.trim() ? t.door.nameMissing : undefined}
        />
        {problem ? <p class="error" role="alert">{problem}</p> : null}
        <button type="submit" class="button button-wide" disabled={busy}>{busy ? t.door.joining : t.door.join}</button>
      </form>
      {me ? <button type="button" class="button button-quiet button-wide" onClick={() => props.joined(me)}>{t.door.alreadyHere}</button> : null}
      <p class="hint">{t.door.tagline}</p>
    </Frame>
  );
}

export function FirstClass(props: { door: Door; me: Me; made: (id: Id) => void; look: () => void }) {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const create = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!name.trim()) return;
    setBusy(true);
    setProblem(undefined);
    try {
      props.made(await props.door.createClassroom(name.trim()));
    } catch (error) {
      setProblem(sentence(error));
      setBusy(false);
    }
  };
  if (!props.me.owner)
    return (
      <Frame title={t.door.welcome}>
        <p>{t.door.waiting}</p>
        <button type="button" class="button button-wide" onClick={props.look}>{t.door.again}</button>
      </Frame>
    );
  return (
    <Frame title={t.door.classTitle}>
      <p>{t.door.classHelp}</p>
      <form onSubmit={(event) => void create(event)} noValidate>
        <LineField label={t.door.className} hint={t.door.classHint} value={name} set={setName} max={200} enter="go" error={tried && !name.trim() ? t.door.classMissing : undefined} />
        {problem ? <p class="error" role="alert">{problem}</p> : null}
        <button type="submit" class="button button-wide" disabled={busy}>{t.door.create}</button>
      </form>
      {classesOf(props.me).length ? <button type="button" class="button button-quiet button-wide" onClick={props.look}>{t.back}</button> : null}
    </Frame>
  );
}

export function ChooseClass(props: { door: Door; me: Me; chosen: (id: Id) => void; create: () => void }) {
  const { door, me } = props;
  const [names, setNames] = useState<string[]>();
  useEffect(() => {
    let wanted = true;
    // What a class is called stands in its own notebook, so each is opened for a moment.
    const read = async () => {
      const found: string[] = [];
      for (const [i, { id }] of classesOf(me).entries()) found.push(textOf((await door.open(id)).get(id)?.record['name']) || t.door.openClass(i + 1));
      if (wanted) setNames(found);
    };
    read().catch(() => { if (wanted) setNames(classesOf(me).map((_, i) => t.door.openClass(i + 1))); });
    return () => { wanted = false; };
  }, [door, me]);
  return (
    <Frame title={t.door.choose}>
      {names ? (
        <div class="stack">
          {classesOf(me).map(({ id }, i) => <button type="button" key={id} class="button button-quiet button-wide" onClick={() => props.chosen(id)}><bdi>{names[i]}</bdi></button>)}
        </div>
      ) : <p role="status">{t.loading}</p>}
      {me.owner ? <button type="button" class="button button-wide" onClick={props.create}>{t.door.another}</button> : null}
    </Frame>
  );
}
