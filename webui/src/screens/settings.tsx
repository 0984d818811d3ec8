/** What this phone is like for the one who holds it: the language of the app, and the hand. */
import { useState } from 'preact/hooks';
import { Chip, Chips } from '../parts/chips';
import { useOpen } from '../parts/open';
import { Page } from '../parts/page';
import { to } from '../parts/route';
import { hand, keepSetting, showHand, type Hand } from '../parts/settings';
import { languageInUse } from '../strings/format';
import { LANGUAGES, type LanguageTag } from '../strings/languages';
import { t } from '../strings/seldom';

const HANDS: readonly Hand[] = ['left', 'right'];
const TAGS = Object.keys(LANGUAGES) as LanguageTag[];

export function Settings() {
  const { notebook, say } = useOpen();
  const [held, setHeld] = useState(hand);
  const speak = async (tag: LanguageTag) => {
    if (!keepSetting('language', tag)) return say({ text: t.settings.notKept });
    await notebook.finished(); // what was written on the screen before this one
    return location.reload();
  };
  const hold = (next: Hand) => {
    if (!keepSetting('hand', next)) say({ text: t.settings.notKept });
    showHand(next);
    setHeld(next);
  };
  return (
    <Page title={t.settings.title} parent={to.class}>
      <Chips label={t.settings.language} heading>
        {TAGS.map((tag) => <Chip key={tag} on={tag === languageInUse()} tap={() => void speak(tag)}><bdi lang={tag}>{LANGUAGES[tag].name}</bdi></Chip>)}
      </Chips>
      <p class="hint">{t.settings.languageHelp}</p>
      <Chips label={t.settings.hand} heading>
        {HANDS.map((one) => <Chip key={one} on={one === held} tap={() => hold(one)}>{t.settings.hands[one]}</Chip>)}
      </Chips>
      <p class="hint">{t.settings.handHelp}</p>
    </Page>
  );
}
