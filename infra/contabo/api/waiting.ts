/** Time, so that tests need not wait. */
export interface Waiting {
  /** Milliseconds since some beginning. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const realTime: Waiting = {
  now: () => performance.now(),
  sleep: async (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** Time that goes by a thousand times as fast: stand-ins answer at once. */
export const fastTime: Waiting = {
  now: () => realTime.now() * 1000,
  sleep: async (milliseconds) => realTime.sleep(milliseconds / 1000),
};
