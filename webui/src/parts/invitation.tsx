/** A code that lets one device in: to scan, to send, to copy, to read out. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Invitation as Invited } from '../data/types';
import { Icon } from './icons';
import { useOpen } from './open';
import { moment } from '../strings/format';
import { t } from '../strings/seldom';

export function Invitation(props: { of: Invited; help: string; busy: boolean; again: () => void }) {
  const { say, attempt } = useOpen();
  const { link, code, expires_at } = props.of;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      say({ text: t.people.copied });
    } catch {
      say({ text: link }); // no right to the clipboard: the link is shown to be copied by hand
    }
  };
  return (
    <div class="invitation">
      <p>{props.help}</p>
      <Qr link={link} />
      <p class="code" aria-label={t.people.code}>{code}</p>
      <p class="hint">{t.people.until(moment(expires_at))}</p>
      <div class="actions">
        {'share' in navigator ? <button type="button" class="button" onClick={() => void attempt(() => send(link))}><Icon name="share" />{t.people.share}</button> : null}
        <button type="button" class="button button-quiet" onClick={() => void copy()}>{t.people.copy}</button>
        <button type="button" class="button button-quiet" disabled={props.busy} onClick={props.again}>{t.people.another}</button>
      </div>
    </div>
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
