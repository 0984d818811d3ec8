/**
 * Figures and how they are told: always the least, the median and the most, since one number hides the spread.
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median, max: sorted[sorted.length - 1] };
}

/** The spread of each round's value beside the yardstick's of the same round. */
export const ratio = (values, yardstick) => spread(values.map((value, at) => value / yardstick[at]));

const number = (value) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

export const tell = ({ min, median, max }) => `${number(min)} / ${number(median)} / ${number(max)}`;
export const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
export const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** A table that reads as plain text and as Markdown. */
export function table(title, head, rows) {
  const cells = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return ['', `**${title}**`, '', line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}
