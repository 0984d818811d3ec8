/** Labelled fields. The text is set only where it differs, so that a dictating keyboard is never interrupted. */
import type { TargetedEvent } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { caretAfter } from './typing';
import { t } from '../strings/seldom';

/** Longer texts scroll inside the field; the form stays within reach of a thumb. */
const ROWS_MAX = 14;
const CHARACTERS_A_ROW = 38;

interface FieldProps {
  label: string;
  value: string;
  set: (value: string) => void;
  hint?: string;
  max?: number;
  leave?: () => void;
}

interface LineProps extends FieldProps {
  error?: string | undefined;
  autoComplete?: 'off' | 'one-time-code' | 'current-password' | 'new-password';
  secret?: boolean;
  digits?: boolean;
  capitals?: boolean;
  enter?: 'done' | 'go' | 'next' | 'search';
}

const SHOWN = { type: 'text' } as const;
const HIDDEN = { type: 'password' } as const;

export function LineField(props: LineProps) {
  const id = useId();
  const described = [props.hint ? `${id}-hint` : '', props.error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.hint ? <p class="hint" id={`${id}-hint`}>{props.hint}</p> : null}
      <input
        id={id} class={props.capitals ? 'input input-code' : 'input'} {...(props.secret ? HIDDEN : SHOWN)} inputMode={props.digits ? 'numeric' : undefined} value={props.value} dir="auto"
        maxLength={props.max} autoComplete={props.autoComplete ?? 'off'} autoCapitalize={props.capitals ? 'characters' : undefined}
        spellcheck={false} enterkeyhint={props.enter} aria-describedby={described || undefined} aria-invalid={props.error ? true : undefined}
        onInput={(event) => props.set(event.currentTarget.value)} onBlur={props.leave}
      />
      {props.error ? <p class="error" id={`${id}-error`} role="alert">{props.error}</p> : null}
    </div>
  );
}

/** `last`: the last day that can be meant; the browser offers none after it, a typed one arrives all the same. */
export function DayField(props: { label: string; value: string; set: (day: string) => void; last?: string }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input id={id} class="input" type="date" max={props.last} value={props.value} onChange={(event) => props.set(event.currentTarget.value)} />
    </div>
  );
}

/**
 * Words. Uncontrolled on purpose: what arrives from a colleague is put in with the caret kept, and never in the middle of a
 * composition, where replacing the text would throw the keyboard's half-made word away. Nothing is cut: what is longer than
 * `max` bytes stays on this phone, and the field says so.
 */
export function WordsField(props: FieldProps & { rows?: number }) {
  const id = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const composing = useRef(false);
  const bring = () => {
    const area = box.current;
    if (!area || composing.current || area.value === props.value) return;
    const [from, until] = [area.selectionStart, area.selectionEnd].map((caret) => caretAfter(area.value, props.value, caret));
    area.value = props.value;
    if (document.activeElement === area && from !== undefined && until !== undefined) area.setSelectionRange(from, until);
  };
  useLayoutEffect(bring);
  const typed = (event: TargetedEvent<HTMLTextAreaElement>) => props.set(event.currentTarget.value);
  const isLong = props.max !== undefined && new TextEncoder().encode(props.value).length > props.max;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <textarea
        id={id} ref={box} class="input words" dir={props.value ? 'auto' : undefined} autoComplete="off" rows={rowsFor(props.value, props.rows ?? 2)} placeholder={props.hint}
        aria-invalid={isLong || undefined} aria-describedby={isLong ? `${id}-long` : undefined} autoCapitalize="sentences" onInput={typed} onBlur={props.leave}
        onCompositionStart={() => { composing.current = true; }}
        onCompositionEnd={(event) => { composing.current = false; typed(event); }}
      />
      {isLong ? <p class="error" id={`${id}-long`} role="status">{t.tooLong}</p> : null}
    </div>
  );
}

function rowsFor(text: string, least: number): number {
  let rows = 0;
  for (const line of text.split('\n')) rows += 1 + Math.floor(line.length / CHARACTERS_A_ROW);
  return Math.min(ROWS_MAX, Math.max(least, rows));
}

/** `none`: what stands for no choice, where there may be none. */
export function ChoiceField(props: { label: string; value: string; none?: string; choices: { value: string; name: string }[]; set: (value: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select id={id} class="input" value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        {props.none === undefined ? null : <option value="">{props.none}</option>}
        {props.choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.name}</option>)}
      </select>
    </div>
  );
}
