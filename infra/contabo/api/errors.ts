/** What went wrong between us and Contabo. Its message says what, where, and what to do; it holds no secret. */
export class ContaboError extends Error {
  override readonly name: string = "ContaboError";
  /** Of the answer; absent when there was none. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/**
 * Nobody knows whether Contabo did it: the connection broke, the answer did not come in time, or the server failed while
 * it worked. What is not harmless twice must look before it is tried again.
 */
export class UncertainError extends ContaboError {
  override readonly name = "UncertainError";
}

const remedies: Readonly<Record<number, string>> = {
  400: "Check the inputs against https://api.contabo.com",
  401: "Check berth:contaboClientId, contaboClientSecret, contaboUser and contaboPassword against the customer panel",
  402: "It costs extra: order it in the customer panel, or check the account's means of payment",
  403: "Give the API user the role that allows it, in the customer panel under Users",
  404: "Look in the customer panel whether it is still there, then run: pulumi refresh",
  409: "Look in the customer panel for what stands against it",
  429: "Contabo limits how many calls may be made: wait some minutes and run again",
};

/** What a user can do about an answer. */
export function remedyOf(status: number): string {
  return (
    remedies[status] ??
    (status >= 500 ? "Contabo has a fault: run again later, or ask its support with the id of the request" : "See https://api.contabo.com")
  );
}
