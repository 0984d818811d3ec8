/** Who changed what in a note, and when; any two versions beside each other; an earlier one brought back. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { members } from '../data/compare';
import type { AnyRecord, Id, Past } from '../data/types';
import { sentence } from '../parts/errors';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { personName } from '../parts/records';
import { back, to, type Route } from '../parts/route';
import { Changed, MemberName } from '../parts/values';
import { moment } from '../strings/format';
import { t } from '../strings';

export function Versions({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  if (!notebook.get(id)) return <NotFound />;
  return <History id={id} />;
}

type Loaded = { past: Past[] } | { problem: string } | undefined;

/** Without a connection there is more to say here than elsewhere. */
const problemOf = (error: unknown) => sentence(error, { offline: t.versions.offline });

function History({ id }: { id: Id }) {
  const { notebook } = useOpen();
  const [loaded, setLoaded] = useState<Loaded>();
  const [chosen, setChosen] = useState<number>();
  const load = useCallback(() => {
    setLoaded(undefined);
    notebook.versions(id).then((past) => setLoaded({ past }), (error: unknown) => setLoaded({ problem: problemOf(error) }));
  }, [notebook, id]);
  useEffect(load, [load]);
  return (
    <Page title={t.versions.title} parent={to.note(id)}>
      {loaded === undefined ? <p role="status">{t.versions.loading}</p> : null}
      {loaded && 'problem' in loaded ? (
        <div class="banner" role="status"><p>{loaded.problem}</p><button type="button" class="button button-small" onClick={load}>{t.versions.tryAgain}</button></div>
      ) : null}
      {loaded && 'past' in loaded ? (
        <>
          <p class="hint">{loaded.past.length > 1 ? t.versions.help : t.versions.none}</p>
          <ol class="versions">
            {loaded.past.map((past, i) => (
              <li key={past.commit} class="version">
                <button type="button" class="version-head" aria-expanded={chosen === i} onClick={() => setChosen(chosen === i ? undefined : i)}>
                  <span class="row-text">
                    <span class="row-title"><bdi>{personName(notebook, past.by)}</bdi>, <time dateTime={past.at}>{moment(past.at)}</time></span>
                    <span class="row-sub">{i === 0 ? t.versions.now : i === loaded.past.length - 1 ? t.versions.first : null}{past.typed_version ? ` · ${t.versions.merged}` : ''}</span>
                  </span>
                  <Icon name="next" />
                </button>
                {chosen === i ? <Version id={id} all={loaded.past} at={i} /> : null}
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </Page>
  );
}

type Pair = { before: AnyRecord | undefined; after: AnyRecord } | { problem: string } | undefined;

function Version({ id, all, at }: { id: Id; all: Past[]; at: number }) {
  const { notebook, say, attempt } = useOpen();
  const [other, setOther] = useState(at + 1);
  const [pair, setPair] = useState<Pair>();
  const past = all[at];
  useEffect(() => {
    let wanted = true;
    const load = async (): Promise<Pair> => {
      const compared = all[other];
      if (!past) return undefined;
      return { after: await notebook.version(past.version), before: compared ? await notebook.version(compared.version) : undefined };
    };
    load().then((next) => { if (wanted) setPair(next); }, (error: unknown) => { if (wanted) setPair({ problem: problemOf(error) }); });
    return () => { wanted = false; };
  }, [notebook, all, past, other]);
  if (!past || pair === undefined) return <p role="status">{t.versions.loading}</p>;
  if ('problem' in pair) return <p class="hint" role="status">{pair.problem}</p>;
  const { before, after } = pair;
  const restore = async () => {
    if (!(await attempt(() => notebook.restore(id, after)))) return;
    say({ text: t.versions.restored, undo: true });
    back(to.note(id));
  };
  const others = all
    .map((one, i) => ({ value: String(i), name: `${personName(notebook, one.by)}, ${moment(one.at)}` }))
    .filter(({ value }) => value !== String(at) && value !== String(at + 1));
  return (
    <div class="version-body">
      {others.length ? (
        <ChoiceField
          label={t.versions.compareWith} none={t.versions.before} value={other === at + 1 ? '' : String(other)} choices={others}
          set={(value) => setOther(value ? Number(value) : at + 1)}
        />
      ) : null}
      <Changes before={before} after={after} />
      {past.rules.filter((rule) => rule.rule !== 'taken').map((rule) => (
        <p class="hint" key={rule.path}><MemberName path={rule.path} />: {t.versions.rules[rule.rule] ?? t.versions.merged}</p>
      ))}
      {at === 0 ? <p class="hint">{t.versions.isNow}</p> : <button type="button" class="button" onClick={() => void restore()}><Icon name="history" />{t.versions.restore}</button>}
    </div>
  );
}

function Changes({ before, after }: { before: AnyRecord | undefined; after: AnyRecord }) {
  const changes = members(before ?? { ...after, ...emptied(after) }, after);
  return (
    <Section title={before ? t.versions.changes : t.versions.first}>
      {changes.length ? changes.map((change) => <Changed key={change.path} path={change.path} before={change.before} after={change.after} />) : <p class="hint">{t.versions.same}</p>}
    </Section>
  );
}

/** Compared with nothing, a first version shows all its members. */
function emptied(record: AnyRecord): { [member: string]: undefined } {
  const envelope = new Set(['id', 'type', 'schema', 'created', 'edited']);
  return Object.fromEntries(Object.keys(record).filter((member) => !envelope.has(member)).map((member) => [member, undefined]));
}
