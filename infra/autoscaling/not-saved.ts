import type { NodePrice } from "./fleet";

/** What giving rented nodes back does not save: said before it is done. Nothing when none leaves. */
export function whatCancellingDoesNotSave({ contractMonths }: NodePrice, leaving: readonly string[]): readonly string[] {
  if (leaving.length === 0) {
    return [];
  }
  const them = leaving.length === 1 ? "it" : "them";
  return [
    `cancelling ends the contract of ${leaving.join(", ")} at the end of its paid period, not today: until then ${them === "it" ? "it is" : "they are"} paid for in full`,
    contractMonths === 1
      ? "nothing is saved in this month; a server that is wanted again within it is ordered and paid for anew"
      : `contracts began with ${contractMonths} months: nothing is saved before these are over; a server that is wanted again is ordered and paid for anew`,
    "a one-off setup fee is not given back",
  ];
}
