/**
 * Figures and how they are told: always the least, the median and the most, since one number hides the spread.
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}

/** Each round's time beside the yardstick's of the same round. */
export function ratios(values, yardstick) {
  const ms = spread(values);
  return { ms, median: spread(values.map((value, at) => value / yardstick[at])).median };
}

const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const tell = ({ min, median, max }, unit = 'ms') => `${number(min)} / ${number(median)} / ${number(max)} ${unit}`;
export const times = (ratio) => `${number(ratio)}x`;
export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** A table that reads as plain text and as Markdown. */
export function table(title, head, rows) {
  const lines = [head, head.map(() => '---'), ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => String(line[column]).length)));
  const text = lines.map((line) => `| ${line.map((cell, at) => (cell === '---' ? '-'.repeat(widths[at]) : String(cell).padEnd(widths[at]))).join(' | ')} |`);
  return `\n### ${title}\n\n${text.join('\n')}\n`;
}
