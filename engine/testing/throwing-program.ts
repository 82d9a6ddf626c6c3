import { UserError } from "../../infra/diagnostics/user-error";
import { openTestStack } from "./isolated";

/** Previews a program that throws, and prints what comes out of the preview. Its argument is the sort of error. */
async function main(sort: string | undefined): Promise<void> {
  const thrown = sort === "user" ? new UserError("the table is wrong") : new TypeError("not a function");
  const engine = await openTestStack({ program: async () => Promise.reject(thrown) });
  try {
    await engine.preview();
    process.stdout.write("nothing was thrown");
  } catch (error) {
    process.stdout.write(`${String(error)}, ${error === thrown ? "the same object" : "another object"}`);
  } finally {
    engine.close();
  }
}

void main(process.argv[2]);
