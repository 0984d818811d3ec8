/** A screen that comes in a later file of the app: asked for when it is first wanted, which the phone answers from its own copy. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty } from './page';
import { t } from '../strings';
import { speakLater } from '../strings/later';

declare const LATER_STYLE: string; // the address of what later.css was built to (../../build.mjs)

let dressed: Promise<void> | undefined;

/** The style of the later screens, once; asked for again where it could not be had. */
function dress(): Promise<void> {
  dressed ??= new Promise<void>((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: LATER_STYLE, onload: () => resolve() });
    link.onerror = () => { link.remove(); dressed = undefined; reject(new Error('no style')); };
    document.head.append(link);
  });
  return dressed;
}

/** The words and the style of the later screens, before anybody wants one. */
export const prepare = (): Promise<unknown> => Promise.all([speakLater(), dress()]);

type Coming<Props> = { screen: FunctionComponent<Props> } | 'coming' | 'failed';

type PropsOf<Screen> = Screen extends FunctionComponent<infer Props> ? Props : never;

/** `room`: the file with its neighbours. Whoever asks a second time gets it at once, without a blank moment in between. */
export function later<Room, Name extends keyof Room>(room: () => Promise<Room>, name: Name): FunctionComponent<PropsOf<Room[Name]>> {
  type Props = PropsOf<Room[Name]>;
  let arrived: FunctionComponent<Props> | undefined;
  return function Later(props) {
    const [coming, setComing] = useState<Coming<Props>>(arrived ? { screen: arrived } : 'coming');
    useEffect(() => {
      if (arrived) return;
      Promise.all([room(), prepare()]).then(([screens]) => {
        arrived = screens[name] as FunctionComponent<Props>;
        setComing({ screen: arrived });
      }, () => setComing('failed'));
    }, []);
    if (coming === 'coming') return <p class="page" role="status">{t.loading}</p>;
    if (coming === 'failed') return <Missing />;
    return <coming.screen {...props} />;
  };
}

/** Some browsers remember until the app is opened anew that a file could not be had; what was written is saved already. */
function Missing() {
  return (
    <div class="page">
      <Empty title={t.later.missing} help={t.later.missingHelp}>
        <button type="button" class="button" onClick={() => location.reload()}>{t.later.again}</button>
      </Empty>
    </div>
  );
}
