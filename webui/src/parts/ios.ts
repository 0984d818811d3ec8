/** Whether this is a browser of an iPhone or iPad, and not the installed app. */
export function inIosBrowser(): boolean {
  return 'standalone' in navigator && !navigator.standalone;
}
