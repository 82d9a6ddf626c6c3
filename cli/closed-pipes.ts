/**
 * Lets a command end as it would have when nobody reads what it prints any longer (`npm run plan homelab | head`): it may be in
 * the middle of something that has to be finished or cleaned up.
 */
export function outliveClosedPipes(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") {
        throw error;
      }
    });
  }
}
