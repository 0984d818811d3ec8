/** Gives a file to the browser to be kept. */
export function offer(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has taken the address over by the next turn of the loop; keeping it would keep the children's records in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}
