import type { Finding } from "../../diagnostics/finding";
import { UserError } from "../../diagnostics/user-error";
import type { StackConfig } from "../config";
import type { StackDefinition } from "../definition";
import { loadStack } from "../load-stack";
import { validConfig } from "./valid-stack";

/** Everything that loading a stack says is wrong with it; nothing when it loads. */
export function mistakesIn(definition: StackDefinition, config: Partial<StackConfig> = {}): readonly Finding[] {
  try {
    loadStack(definition, { ...validConfig, ...config });
    return [];
  } catch (error) {
    if (error instanceof UserError) {
      return error.findings;
    }
    throw error;
  }
}
