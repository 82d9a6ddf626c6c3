import type { StackDefinition } from "../../../infra/stack/definition";
import { definition } from "../definition";

/** The stack with the card given to another machine: the one line that a user changes. */
export function withCardIn(machine: string): StackDefinition {
  const { hardware } = definition;
  const cards = (hardware.cards ?? []).map((card) => ({ ...card, machine }));
  return { ...definition, hardware: { ...hardware, cards } };
}
