/**
 * Who changed what in a record, and when; any two versions beside each other; an earlier one brought back. Where a colleague's
 * change was joined in: by which rule, what was typed beside what came of it, and one tap to undo the joining.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import { members } from '../data/compare';
import { AppError, type AnyRecord, type Id, type Past, type PersonOf } from '../data/types';
import { sentence } from '../parts/errors';
import { ChoiceField } from '../parts/fields';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { NotFound, Page, Section } from '../parts/page';
import { hrefOf, personName } from '../parts/records';
import { back, to, type Route } from '../parts/route';
import { Beside, Changed, labelOf, MemberName } from '../parts/values';
import { comma, moment } from '../strings/format';
import { t } from '../strings/seldom';

export function Versions({ route }: { route: Route }) {
  const { notebook } = useOpen();
  const id = route.parts[1] ?? '';
  const shown = notebook.get(id);
  if (!shown) return <NotFound />;
  return <History id={id} parent={hrefOf(shown.record) ?? to.today} />;
}

/** Of so many versions, newest first, the list itself says what was changed; they are on the phone then, and open at once. */
const LOOKED_INTO = 12;

type Loaded = { past: Past[] } | { problem: string } | undefined;

/** Without a connection there is more to say here than elsewhere. */
const problemOf = (error: unknown) => sentence(error, { offline: t.versions.offline });

function History({ id, parent }: { id: Id; parent: string }) {
  const { notebook } = useOpen();
  const [loaded, setLoaded] = useState<Loaded>();
  const [chosen, setChosen] = useState<number>();
  const load = useCallback(() => {
    setLoaded(undefined);
    const show = (past: Past[]) => {
      setLoaded({ past });
      setChosen(past[0]?.typed_version ? 0 : undefined); // what was joined last is what one comes to look at
    };
    notebook.versions(id).then(show, (error: unknown) => setLoaded({ problem: problemOf(error) }));
  }, [notebook, id]);
  useEffect(load, [load]);
  return (
    <Page title={t.versions.title} parent={parent}>
      {loaded === undefined ? <p role="status">{t.versions.loading}</p> : null}
      {loaded && 'problem' in loaded ? (
        <div class="banner" role="status"><p>{loaded.problem}</p><button type="button" class="button button-small" onClick={load}>{t.versions.tryAgain}</button></div>
      ) : null}
      {loaded && 'past' in loaded ? (
        <>
          <p class="hint">{loaded.past.length > 1 ? t.versions.help : t.versions.none}</p>
          <List id={id} all={loaded.past} chosen={chosen} choose={setChosen} parent={parent} />
        </>
      ) : null}
    </Page>
  );
}

function List({ id, all, chosen, choose, parent }: { id: Id; all: Past[]; chosen: number | undefined; choose: (at: number | undefined) => void; parent: string }) {
  const { notebook } = useOpen();
  const changed = useChanged(all);
  const devices = useDevices();
  return (
    <ol class="versions">
      {all.map((past, i) => (
        <li key={past.commit} class="version">
          <button type="button" class="version-head" aria-expanded={chosen === i} onClick={() => choose(chosen === i ? undefined : i)}>
            <span class="row-text">
              <span class="row-title"><bdi>{personName(notebook, past.by)}</bdi>{comma()}<time dateTime={past.at}>{moment(past.at)}</time></span>
              <span class="row-sub">{[...placeOf(all, i), ...(changed.get(past.version) ?? []), deviceOf(all, past, notebook.me.device, devices)].join(' · ')}</span>
            </span>
            <Icon name="next" />
          </button>
          {chosen === i ? <Version id={id} all={all} at={i} parent={parent} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** The members that the newest versions changed, by version; what cannot be had just now is simply not said. */
function useChanged(all: Past[]): Map<string, string[]> {
  const { notebook } = useOpen();
  const [changed, setChanged] = useState(new Map<string, string[]>());
  useEffect(() => {
    let wanted = true;
    const look = async () => {
      for (const [i, past] of all.slice(0, LOOKED_INTO).entries()) {
        const older = all[i + 1];
        if (!older || !wanted) return;
        const [after, before] = [await notebook.version(past.version), await notebook.version(older.version)];
        const labels = [...new Set(members(before, after).map(({ path }) => labelOf(path)))];
        if (wanted) setChanged((known) => new Map(known).set(past.version, labels));
      }
    };
    look().catch((error: unknown) => { if (!(error instanceof AppError)) reportError(error); });
    return () => { wanted = false; };
  }, [notebook, all]);
  return changed;
}

function placeOf(all: Past[], at: number): string[] {
  const place = at === 0 ? [t.versions.now] : at === all.length - 1 ? [t.versions.first] : [];
  return all[at]?.typed_version ? [...place, t.versions.merged] : place;
}

/** The names of the devices that the service tells to this person: one's own, and to owners everybody's. */
function useDevices(): Map<Id, string> {
  const { notebook } = useOpen();
  const [devices, setDevices] = useState(new Map<Id, string>());
  useEffect(() => {
    let wanted = true;
    const take = (people: PersonOf[]) => {
      if (wanted) setDevices(new Map(people.flatMap((person) => person.devices.map(({ id, name }) => [id, name]))));
    };
    notebook.access().then((access) => access.people()).then(take, (error: unknown) => { if (!(error instanceof AppError)) reportError(error); });
    return () => { wanted = false; };
  }, [notebook]);
  return devices;
}

/** Where a device has no name here and there are several others, a number tells them apart. */
function deviceOf(all: Past[], past: Past, mine: Id, devices: Map<Id, string>): string {
  if (past.device === mine) return t.versions.thisPhone;
  const name = devices.get(past.device);
  if (name) return t.versions.deviceNamed(name);
  const others = [...new Set(all.map(({ device }) => device))].filter((device) => device !== mine).reverse();
  return others.length > 1 ? t.versions.deviceOf(others.indexOf(past.device) + 1) : t.versions.otherDevice;
}

interface Looked {
  after: AnyRecord;
  compared: AnyRecord | undefined;
  before: AnyRecord | undefined; // the version right before this one
  typed: AnyRecord | undefined; // what its author typed, where a colleague's change was joined in
}

type Looking = Looked | { problem: string } | undefined;

function useVersion(all: Past[], at: number, other: number): Looking {
  const { notebook } = useOpen();
  const [looking, setLooking] = useState<Looking>();
  useEffect(() => {
    let wanted = true;
    const version = async (name: string | undefined) => (name === undefined ? undefined : notebook.version(name));
    const load = async (): Promise<Looking> => {
      const after = await version(all[at]?.version);
      if (!after) return undefined;
      const [compared, before, typed] = await Promise.all([version(all[other]?.version), version(all[at + 1]?.version), version(all[at]?.typed_version)]);
      return { after, compared, before, typed };
    };
    load().then((next) => { if (wanted) setLooking(next); }, (error: unknown) => { if (wanted) setLooking({ problem: problemOf(error) }); });
    return () => { wanted = false; };
  }, [notebook, all, at, other]);
  return looking;
}

function Version({ id, all, at, parent }: { id: Id; all: Past[]; at: number; parent: string }) {
  const { notebook, say, attempt } = useOpen();
  const [other, setOther] = useState(at + 1);
  const looking = useVersion(all, at, other);
  const past = all[at];
  if (!past || looking === undefined) return <p role="status">{t.versions.loading}</p>;
  if ('problem' in looking) return <p class="hint" role="status">{looking.problem}</p>;
  const { after, compared, before, typed } = looking;
  const restore = async (old: AnyRecord) => {
    if (!(await attempt(() => notebook.restore(id, old)))) return;
    say({ text: t.versions.restored, undo: true });
    back(parent);
  };
  const others = all
    .map((one, i) => ({ value: String(i), name: `${personName(notebook, one.by)}${comma()}${moment(one.at)}` }))
    .filter(({ value }) => value !== String(at) && value !== String(at + 1));
  return (
    <div class="version-body">
      {others.length ? (
        <ChoiceField
          label={t.versions.compareWith} none={t.versions.before} value={other === at + 1 ? '' : String(other)} choices={others}
          set={(value) => setOther(value ? Number(value) : at + 1)}
        />
      ) : null}
      {compared && other < at ? <Changes before={after} after={compared} /> : <Changes before={compared} after={after} />}
      <Rules past={past} />
      {typed ? <Joined typed={typed} before={before} after={after} restore={(old) => void restore(old)} /> : null}
      {at === 0 ? <p class="hint">{t.versions.isNow}</p> : <button type="button" class="button" onClick={() => void restore(after)}><Icon name="history" />{t.versions.restore}</button>}
    </div>
  );
}

/** Of an edit that met nobody else's, there is nothing to explain. */
function Rules({ past }: { past: Past }) {
  const rules = past.typed_version ? past.rules : past.rules.filter(({ rule }) => rule !== 'taken');
  if (!rules.length) return null;
  return (
    <Section title={t.versions.how}>
      <ul class="prose">{rules.map(({ path, rule }, i) => <li key={i}><MemberName path={path} />: {t.versions.rules[rule] ?? t.versions.merged}</li>)}</ul>
    </Section>
  );
}

interface JoinedProps { typed: AnyRecord; before: AnyRecord | undefined; after: AnyRecord; restore: (old: AnyRecord) => void }

/** What was typed beside what came of it, and the way back to either side of the joining. */
function Joined({ typed, before, after, restore }: JoinedProps) {
  const differing = members(typed, after);
  const offersBefore = before !== undefined && members(before, typed).length > 0;
  return (
    <>
      {differing.length ? (
        <Section title={t.versions.beside}>
          {differing.map((change) => <Beside key={change.path} path={change.path} typed={change.before} became={change.after} />)}
        </Section>
      ) : null}
      <Section title={t.versions.unjoin}>
        <p class="hint">{t.versions.unjoinHelp}</p>
        <div class="actions">
          <button type="button" class="button button-quiet" onClick={() => restore(typed)}><Icon name="pen" />{t.versions.onlyTyped}</button>
          {offersBefore ? <button type="button" class="button button-quiet" onClick={() => restore(before)}><Icon name="history" />{t.versions.onlyBefore}</button> : null}
        </div>
      </Section>
    </>
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
