export interface Progress {
  /** Says what is being done now. */
  step(text: string): void;
  /** Ends the report; the terminal line is cleared. */
  done(): void;
}

export interface ProgressOptions {
  /** What takes its time: `building pulumi 3.259.0`. */
  readonly title: string;
  /** What to expect: `takes about 3 minutes on 2 cores, once`. */
  readonly estimate?: string;
  readonly stream?: ProgressStream;
  /** Milliseconds between lines where there is no terminal. Default 15 s. */
  readonly lineInterval?: number;
}

/** The part of `process.stderr` that progress needs. */
export interface ProgressStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const redrawInterval = 200;
const defaultLineInterval = 15_000;
const clearLine = "\r\u001b[2K";

/**
 * Reports progress on stderr: one live line on a terminal; elsewhere a line at the start and then one every 15 seconds,
 * so that a log stays short and a reader still sees that something happens.
 */
export function startProgress({ title, estimate, stream = process.stderr, lineInterval = defaultLineInterval }: ProgressOptions): Progress {
  const started = performance.now();
  const live = stream.isTTY === true;
  let current = "";
  const line = (): string => {
    const parts = [`${title}: ${formatElapsed(performance.now() - started)}`, current, estimate ?? ""];
    return parts.filter((part) => part !== "").join(" · ");
  };
  const draw = (): void => {
    stream.write(live ? `${clearLine}${line().slice(0, (stream.columns ?? 80) - 1)}` : `${line()}\n`);
  };
  stream.write(live ? "" : `${title}${estimate === undefined ? "" : ` (${estimate})`}\n`);
  const timer = setInterval(draw, live ? redrawInterval : lineInterval);
  // A report must not keep a process alive that has nothing else to do.
  timer.unref();
  return {
    step: (text) => {
      current = text;
    },
    done: () => {
      clearInterval(timer);
      if (live) {
        stream.write(clearLine);
      }
    },
  };
}

/** `0:07`, `12:40`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
