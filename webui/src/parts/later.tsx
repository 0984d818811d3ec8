/** A screen that comes in the second file of the app: asked for when it is first wanted, which the phone answers from its own copy. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Empty } from './page';
import type { Route } from './route';
import { t } from '../strings';

type Seldom = typeof import('../screens/seldom');

type Coming<Props> = { screen: FunctionComponent<Props> } | 'coming' | 'failed';

/** Whoever asks a second time gets it at once, without a blank moment in between. */
export function later<Props = { route: Route }>(name: keyof Seldom): FunctionComponent<Props> {
  let arrived: FunctionComponent<Props> | undefined;
  return function Later(props) {
    const [coming, setComing] = useState<Coming<Props>>(arrived ? { screen: arrived } : 'coming');
    useEffect(() => {
      if (arrived) return;
      import('../screens/seldom').then((seldom) => {
        arrived = seldom[name] as FunctionComponent<Props>;
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
