import type { Finding } from "../../diagnostics/finding";
import type { ParsedCard } from "../schema";
import type { HardwareCheck } from "./check";

interface Slot {
  readonly card: ParsedCard;
  readonly host: string;
  readonly path: string;
  readonly iommuGroup: number | undefined;
}

/** What sits in one slot, or can only be passed through together, belongs to one guest. */
export const checkCardSlots: HardwareCheck = ({ cards }) => {
  const slots = cards
    .filter(({ machine }) => machine !== undefined)
    .flatMap((card) => Object.entries(card.at).map(([host, { path, iommuGroup }]): Slot => ({ card, host, path, iommuGroup })));
  return slots.flatMap((second, index) =>
    slots
      .slice(0, index)
      .filter((first) => first.host === second.host)
      .flatMap((first) => mistakes(first, second)),
  );
};

function mistakes(first: Slot, second: Slot): readonly Finding[] {
  const at = `cards[${second.card.name}].at.${second.host}`;
  if (isSameDevice(first.path, second.path)) {
    return [
      {
        path: `${at}.path`,
        message: `is the place of card "${first.card.name}", which machine "${first.card.machine ?? ""}" has`,
        value: `"${second.path}"`,
        fix: "give the card to one machine: two cannot share it",
      },
    ];
  }
  return first.iommuGroup !== undefined && first.iommuGroup === second.iommuGroup && first.card.machine !== second.card.machine
    ? [
        {
          path: `${at}.iommuGroup`,
          message: `is that of card "${first.card.name}" too, which machine "${first.card.machine ?? ""}" has: devices of one group are passed through together`,
          value: String(second.iommuGroup),
          fix: "give both to one machine, or put one of them into another slot",
        },
      ]
    : [];
}

/** An address without a function means all of the device's functions. */
function isSameDevice(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}
