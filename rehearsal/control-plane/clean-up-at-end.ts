const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs work that does not wait when this process ends: by itself, by an exception or by a signal.
 *
 * @returns what to call when there is nothing to clean up any more.
 */
export function cleanUpAtEnd(work: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    work();
    stop();
    // Ends as it would have without us, so that a shell sees that it was interrupted.
    process.kill(process.pid, signal);
  };
  const stop = (): void => {
    process.off("exit", work);
    for (const signal of signals) {
      process.off(signal, onSignal);
    }
  };
  process.on("exit", work);
  for (const signal of signals) {
    process.on(signal, onSignal);
  }
  return stop;
}
