/** Toggles in a row: children, skills, marks. Each is a button with a pressed state, so one tap is enough and a reader says it. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon, type IconName } from './icons';
import { MARKS, type Mark } from './records';
import { t } from '../strings';

export function Chip(props: { on: boolean; tap: () => void; children: ComponentChildren; tone?: string; icon?: IconName | undefined }) {
  return (
    <button type="button" class={`chip${props.tone ? ` chip-${props.tone}` : ''}`} aria-pressed={props.on} onClick={props.tap}>
      {props.icon ? <Icon name={props.icon} /> : null}
      <span>{props.children}</span>
    </button>
  );
}

/** `room`: how much of the screen a long row may take before it scrolls inside itself. `heading`: the label can be seen. */
export function Chips(props: { label: string; labelledBy?: string; children: ComponentChildren; room?: 'much' | 'little' | 'line' | undefined; heading?: true }) {
  const { label, labelledBy, room, heading } = props;
  const id = useId();
  if (heading) return <section class="section"><h2 id={id}>{label}</h2><Chips label={label} labelledBy={id} room={room}>{props.children}</Chips></section>;
  return (
    <div class={room ? `chips chips-${room}` : 'chips'} role="group" aria-label={labelledBy ? undefined : label} aria-labelledby={labelledBy}>
      {props.children}
    </div>
  );
}

/** Word, shape and colour together; a second tap takes the mark back. */
export function MarkChoice(props: { label: string; value: Mark | undefined; set: (mark: Mark | undefined) => void }) {
  return (
    <div class="marks" role="group" aria-label={props.label}>
      {MARKS.map((mark) => (
        <Chip key={mark} on={props.value === mark} tone={mark} icon={mark} tap={() => props.set(props.value === mark ? undefined : mark)}>
          {t.choices[mark]}
        </Chip>
      ))}
    </div>
  );
}

/** `word`: another one of the same weight, such as the outcome of a session. */
export function MarkBadge({ mark, word }: { mark: Mark; word?: string | undefined }) {
  return (
    <span class={`badge badge-${mark}`}>
      <Icon name={mark} />
      {word ?? t.choices[mark]}
    </span>
  );
}
