import type { Finding } from "../../diagnostics/finding";
import type { HardwareCheck } from "./check";

/**
 * A card's taint is named after its resource, because that is what workloads with a GPU tolerate; and it has one effect,
 * so that nobody has to think about which of two keeps others away.
 */
export const checkCardTaints: HardwareCheck = ({ cards }) =>
  cards.flatMap(({ name, gpu, taints }): Finding[] => {
    const path = `cards[${name}].taints`;
    const others = taints.filter(({ key }) => key !== gpu.resource);
    const effects = [...new Set(taints.map(({ effect }) => effect))];
    return [
      ...others.map(({ key }) => ({
        path,
        message: "has a key that workloads which need the card do not tolerate",
        value: `"${key}"`,
        fix: `use ${gpu.resource}; what the machine is tainted with besides stands in its own row`,
      })),
      ...(effects.length > 1 ? [{ path, message: "has more than one effect", value: effects.join(", "), fix: "keep one" }] : []),
    ];
  });
