/** What a command says to the shell that ran it. */
export const exitCode = {
  fine: 0,
  /** The user can mend it: wrong input, an infeasible plan, a mandatory policy violated. */
  userError: 1,
  /** A fault of Berth itself. */
  internalError: 2,
  /** `drift`: what there is differs from the state. */
  drift: 3,
} as const;
