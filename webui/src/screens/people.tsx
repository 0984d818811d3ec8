/** The adults who share these notes, and how another one joins: scan, link or code. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { sentence } from '../parts/errors';
import { Icon } from '../parts/icons';
import { useOpen } from '../parts/open';
import { Page, Section } from '../parts/page';
import { textOf } from '../parts/records';
import { to } from '../parts/route';
import { collator, moment } from '../strings/format';
import { t } from '../strings';

const ROLE = 'co_teacher';

interface Invitation { code: string; link: string; expires_at: string }

export function People() {
  const { notebook, say, attempt } = useOpen();
  const [invitation, setInvitation] = useState<Invitation>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const order = collator();
  const people = notebook.all('person').sort((a, b) => order.compare(textOf(a.record['name']), textOf(b.record['name'])));
  const invite = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setInvitation(await notebook.invite(ROLE));
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  };
  const copy = async (link: string) => {
    try {
      await navigator.clipboard.writeText(link);
      say({ text: t.people.copied });
    } catch {
      say({ text: link }); // no right to the clipboard: the link is shown to be copied by hand
    }
  };
  return (
    <Page title={t.people.title} parent={to.class}>
      <p class="hint">{t.people.help}</p>
      <ul class="plain people">
        {people.map(({ record }) => <li key={record.id}><bdi>{textOf(record['name'])}</bdi>{record.id === notebook.me.person ? <span class="badge">{t.you}</span> : null}</li>)}
      </ul>
      <Section title={t.people.invite}>
        {notebook.me.owner ? null : <p class="hint">{t.people.ownerOnly}</p>}
        {invitation ? (
          <div class="invitation">
            <p>{t.people.inviteHelp}</p>
            <Qr link={invitation.link} />
            <p class="code" aria-label={t.people.code}>{invitation.code}</p>
            <p class="hint">{t.people.until(moment(invitation.expires_at))}</p>
            <div class="actions">
              {'share' in navigator ? <button type="button" class="button" onClick={() => void attempt(() => send(invitation.link))}><Icon name="share" />{t.people.share}</button> : null}
              <button type="button" class="button button-quiet" onClick={() => void copy(invitation.link)}>{t.people.copy}</button>
              <button type="button" class="button button-quiet" disabled={busy} onClick={() => void invite()}>{t.people.another}</button>
            </div>
          </div>
        ) : notebook.me.owner ? <button type="button" class="button" disabled={busy} onClick={() => void invite()}><Icon name="plus" />{t.people.invite}</button> : null}
        {problem ? <p class="error" role="alert">{problem}</p> : null}
      </Section>
    </Page>
  );
}

/** A closed share sheet is an answer too, not a failure. */
async function send(link: string): Promise<void> {
  try {
    await navigator.share({ title: t.app, url: link });
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  }
}

/** The drawing code is fetched from our own service when somebody is invited; offline the code and the link still stand. */
function Qr({ link }: { link: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    let wanted = true;
    import('lean-qr').then(
      ({ generate }) => {
        if (!wanted || !canvas.current) return;
        generate(link).toCanvas(canvas.current);
        setDrawn(true);
      },
      () => setDrawn(false),
    );
    return () => { wanted = false; };
  }, [link]);
  return <canvas ref={canvas} class="qr" role="img" aria-label={t.people.qr} hidden={!drawn} />;
}
