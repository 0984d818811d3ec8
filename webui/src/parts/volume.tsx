/** How much was written, in words, lines or pages: two small fields of a note. */
import { useState } from 'preact/hooks';
import { amountOf, unitOf, UNITS, type Unit } from '../reading/volume';
import { Chip, Chips } from './chips';
import { LineField } from './fields';
import { t } from '../strings/seldom';

const USUAL: Unit = 'lines'; // what a glance at a page can count

/** `set`: the members of the note that change. A text that is no number is not saved, and stays until it is one. */
export function VolumeFields(props: { volume: unknown; unit: unknown; set: (members: { volume?: number | undefined; volume_unit?: Unit | undefined }) => void; leave?: () => void }) {
  const [text, setText] = useState<string>();
  const volume = typeof props.volume === 'number' ? props.volume : undefined;
  const unit = unitOf(props.unit) ?? USUAL;
  const type = (typed: string) => {
    setText(typed);
    const amount = amountOf(typed);
    if (amount !== undefined) props.set({ volume: amount, volume_unit: unit });
    else if (!typed.trim()) props.set({ volume: undefined, volume_unit: undefined });
  };
  return (
    <div class="pair">
      <LineField label={t.volume.amount} value={text ?? (volume === undefined ? '' : String(volume))} set={type} max={6} digits leave={() => { setText(undefined); props.leave?.(); }} />
      <Chips label={t.volume.amount}>
        {UNITS.map((one) => <Chip key={one} on={unit === one} tap={() => { if (volume !== undefined) props.set({ volume_unit: one }); }}>{t.choices[one]}</Chip>)}
      </Chips>
    </div>
  );
}
