/** Sheets of labels as they are printed. What is on the screen is the paper itself, made smaller. */
import { useMemo } from 'preact/hooks';
import { fitted, lineWidthMm, linesOn, placeOf, sheetsOf, type Nudge, type Template } from '../reading/labels';
import { t } from '../strings/seldom';

const PX_MM = 25.4 / 96;
const FONT = '8pt';

/** How wide a text is in millimetres, in the font of the page. */
function ruler(weight: string): (text: string) => number {
  const canvas = document.createElement('canvas').getContext('2d');
  if (canvas) canvas.font = `${weight} ${FONT} ${getComputedStyle(document.documentElement).fontFamily}`;
  return (text) => (canvas ? canvas.measureText(text).width * PX_MM : text.length * 1.5);
}

/** Lengths go into the sheet of styles as properties: the content security policy takes no style from the page. */
const at = (place: { xMm: number; yMm: number }) => ({ '--x': `${place.xMm}mm`, '--y': `${place.yMm}mm` });

export function Sheets(props: { template: Template; first: number; nudge: Nudge; labels: { head: string; text: string }[] }) {
  const { template, first, nudge, labels } = props;
  const made = useMemo(() => {
    const [bold, plain] = [ruler('700'), ruler('400')];
    const room = lineWidthMm(template);
    return labels.map(({ head, text }) => ({ head: fitted(head, 1, room, bold).lines[0] ?? '', ...fitted(text, linesOn(template) - 1, room, plain) }));
  }, [template, JSON.stringify(labels)]);
  const cut = made.filter((label) => label.cut).length;
  const size = { '--label-width': `${template.widthMm}mm`, '--label-height': `${template.heightMm}mm` };
  return (
    <>
      <p class="hint" role="status">{t.labels.count(labels.length)} {cut ? t.labels.cut(cut) : ''}</p>
      <div class="sheets" role="group" aria-label={t.labels.preview} tabIndex={0}>
        {sheetsOf(template, first, made).map((sheet, i) => (
          <div class={`sheet sheet-${template.paper}`} key={i} dir="ltr" style={size}>
            {sheet.map(({ n, label }) => (
              <div class="label" key={n} style={at(placeOf(template, n, nudge))}>
                <p class="label-head" dir="auto">{label.head}</p>
                {label.lines.map((line, k) => <p class="label-line" key={k} dir="auto">{line}</p>)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}
