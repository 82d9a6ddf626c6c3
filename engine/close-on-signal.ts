/**
 * Takes away what a run of the engine has put on the disk when this process is interrupted.
 *
 * @returns what ends the watch.
 */
export function closeOnSignal(close: () => void): () => void {
  const handle = (signal: NodeJS.Signals): void => {
    stopWatching();
    close();
    process.kill(process.pid, signal);
  };
  const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
  const stopWatching = (): void => {
    for (const signal of signals) {
      process.off(signal, handle);
    }
  };
  for (const signal of signals) {
    process.on(signal, handle);
  }
  return stopWatching;
}
