import { Argument } from "commander";
import { stackNames } from "../stacks/definitions";

/** The argument that names a stack; `chosenStack` says which is meant when it is left out. */
export function stackArgument(): Argument {
  return new Argument("[stack]", `one of: ${stackNames.join(", ")}; default: $PULUMI_STACK, or the only one there is`);
}
