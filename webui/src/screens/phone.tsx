/** A passphrase over what this phone keeps: set it, change it, lock now, and do without it again. */
import { useState } from 'preact/hooks';
import type { Locksmith } from '../data/types';
import { LineField } from '../parts/fields';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { to } from '../parts/route';
import { t } from '../strings/seldom';

const MINUTES = [1, 5, 15];
const PIN = /^\d{4,}$/;

/** Does it and says so; `work` gives the sentence that says why it was not done, where there is one. */
type Do = (work: (smith: Locksmith) => Promise<string | undefined>) => Promise<string | undefined>;

export function Phone() {
  const { notebook: { lock }, say, attempt } = useOpen();
  const [busy, setBusy] = useState(false);
  const { isSet } = lock.state();
  const act: Do = async (work) => {
    let problem: string | undefined;
    setBusy(true);
    if (await attempt(async () => { problem = await work(await lock.smith()); }) && problem === undefined) say({ text: t.passphrase.done });
    setBusy(false);
    return problem;
  };
  const lockNow = async () => {
    if (!(await lock.lock())) say({ text: t.passphrase.unsaved });
  };
  return (
    <Page title={t.phone.title} parent={to.class}>
      <p>{isSet ? t.passphrase.on : t.passphrase.off}</p>
      {!lock.possible ? <div class="banner banner-warn"><p>{t.passphrase.impossible}</p></div> : null}
      {isSet ? <div class="actions"><button type="button" class="button" onClick={() => void lockNow()}>{t.passphrase.lock}</button></div> : null}
      {isSet ? <After act={act} /> : null}
      {isSet ? <Pin act={act} busy={busy} /> : null}
      {isSet ? <Change act={act} busy={busy} /> : null}
      {isSet ? <Remove act={act} busy={busy} /> : null}
      {lock.possible && !isSet ? <SetOne act={act} busy={busy} /> : null}
    </Page>
  );
}

interface Part { act: Do; busy: boolean }

/** Both wordings of a new passphrase, and what is wrong with them. */
function useNew() {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problem, setProblem] = useState<string>();
  const fields = (label: string) => (
    <>
      <LineField label={label} hint={t.passphrase.hint} value={first} set={setFirst} secret autoComplete="new-password" enter="next" />
      <LineField label={t.passphrase.again} value={second} set={setSecond} secret autoComplete="new-password" enter="go" error={problem} />
    </>
  );
  const wrong = (smith: Locksmith) => (!smith.isLongEnough(first) ? t.passphrase.short : first !== second ? t.passphrase.differs : undefined);
  const clear = () => { setFirst(''); setSecond(''); };
  return { passphrase: first, fields, wrong, setProblem, clear };
}

function SetOne({ act, busy }: Part) {
  const { passphrase, fields, wrong, setProblem } = useNew();
  const set = async (event: Event) => {
    event.preventDefault();
    setProblem(await act(async (smith) => {
      const problem = wrong(smith);
      if (problem === undefined) await smith.set(passphrase);
      return problem;
    }));
  };
  return (
    <form onSubmit={(event) => void set(event)} noValidate>
      {fields(t.locked.passphrase)}
      <p class="hint">{t.passphrase.forgetting}</p>
      <button type="submit" class="button button-wide" disabled={busy}>{t.passphrase.set}</button>
    </form>
  );
}

function After({ act }: { act: Do }) {
  const { notebook: { lock } } = useOpen();
  const { minutes } = lock.state();
  return (
    <Section title={t.passphrase.after}>
      <div class="chips" role="group" aria-label={t.passphrase.after}>
        {MINUTES.map((n) => (
          <button type="button" key={n} class="chip" aria-pressed={n === minutes} onClick={() => void act(async (smith) => { await smith.setMinutes(n); return undefined; })}>{t.passphrase.minutes(n)}</button>
        ))}
      </div>
      <p class="hint">{t.passphrase.waits}</p>
    </Section>
  );
}

function Pin({ act, busy }: Part) {
  const { notebook: { lock } } = useOpen();
  const [pin, setPin] = useState('');
  const [problem, setProblem] = useState<string>();
  const set = async (event: Event) => {
    event.preventDefault();
    setProblem(await act(async (smith) => {
      if (!PIN.test(pin)) return t.passphrase.pinHint;
      await smith.setPin(pin);
      setPin('');
      return undefined;
    }));
  };
  return (
    <Section title={t.passphrase.pin}>
      <p>{t.passphrase.pinHelp}</p>
      {lock.state().hasPin ? (
        <button type="button" class="button button-quiet" disabled={busy} onClick={() => void act(async (smith) => { await smith.setPin(undefined); return undefined; })}>{t.passphrase.noPin}</button>
      ) : (
        <form onSubmit={(event) => void set(event)} noValidate>
          <LineField label={t.locked.pin} hint={t.passphrase.pinHint} value={pin} set={setPin} secret digits enter="go" error={problem} />
          <button type="submit" class="button button-quiet" disabled={busy}>{t.passphrase.setPin}</button>
        </form>
      )}
    </Section>
  );
}

function Change({ act, busy }: Part) {
  const [now, setNow] = useState('');
  const { passphrase, fields, wrong, setProblem, clear } = useNew();
  const change = async (event: Event) => {
    event.preventDefault();
    setProblem(await act(async (smith) => {
      const problem = wrong(smith);
      if (problem !== undefined) return problem;
      if (!(await smith.change(now, passphrase))) return t.passphrase.wrong;
      setNow('');
      clear();
      return undefined;
    }));
  };
  return (
    <Section title={t.passphrase.change}>
      <form onSubmit={(event) => void change(event)} noValidate>
        <LineField label={t.passphrase.now} value={now} set={setNow} secret autoComplete="current-password" enter="next" />
        {fields(t.passphrase.next)}
        <button type="submit" class="button button-quiet" disabled={busy}>{t.passphrase.change}</button>
      </form>
    </Section>
  );
}

function Remove({ act, busy }: Part) {
  const [now, setNow] = useState('');
  const [problem, setProblem] = useState<string>();
  const remove = async (event: Event) => {
    event.preventDefault();
    setProblem(await act(async (smith) => (await smith.remove(now) ? undefined : t.passphrase.wrong)));
  };
  return (
    <Section title={t.passphrase.remove}>
      <p>{t.passphrase.removeHelp}</p>
      <form onSubmit={(event) => void remove(event)} noValidate>
        <LineField label={t.locked.passphrase} value={now} set={setNow} secret autoComplete="current-password" enter="go" error={problem} />
        <button type="submit" class="button button-quiet button-danger" disabled={busy}>{t.passphrase.remove}</button>
      </form>
    </Section>
  );
}
