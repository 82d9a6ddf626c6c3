import { RunError } from "@pulumi/pulumi";
import { UserError } from "./infra/diagnostics/user-error";
import { program } from "./program";

/** What `pulumi preview` and `pulumi up` run. A mistake of the user's is shown as its message, without a stack trace. */
export = async (): Promise<Record<string, unknown>> => {
  try {
    return await program();
  } catch (error) {
    throw error instanceof UserError ? new RunError(error.message) : error;
  }
};
