import { contaboProducts } from "../../contabo/products";
import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import type { ParsedFleet } from "../fleet-schema";
import type { HardwareCheck } from "./check";
import { repeated } from "./repeated";

/** Fleets can be ordered and joined, and their numbers fit together. */
export const checkFleets: HardwareCheck = ({ fleets, fleetCount, operatingSystem, nodes }) => {
  const varying = fleets.filter(({ count }) => count.min < count.max);
  return [
    ...fleets.flatMap((fleet) => [...checkCounts(fleet), ...checkProduct(fleet)]),
    ...repeated(fleets, ({ name }) => name).map(([first]) => ({
      path: `fleets[${first.name}].name`,
      message: "is the name of two fleets",
      fix: "give one of them another name: its machines are named after it",
    })),
    ...varying.slice(1).map(({ name, count }) => ({
      path: `fleets[${name}].count`,
      message: `varies, and so does that of fleet "${varying[0]?.name ?? ""}": berth:nodes can be the number of only one`,
      fix: `give one of them a fixed number, such as { min: ${count.initial}, max: ${count.initial}, initial: ${count.initial} }`,
    })),
    ...(operatingSystem === undefined || operatingSystem === "k3s"
      ? []
      : fleets.map(({ name }) => ({
          path: `fleets[${name}]`,
          message: `is rented with an operating system on it, and Talos does not run on that`,
          value: operatingSystem,
          fix: 'use operatingSystem: { kind: "k3s", … }, or list the machines in machines',
        }))),
    ...(fleets.length === fleetCount ? checkNodes(varying[0], nodes) : []),
  ];
};

function checkCounts({ name, count, servers }: ParsedFleet): Finding[] {
  const { min, max, initial } = count;
  const path = `fleets[${name}]`;
  return [
    ...(min <= max
      ? []
      : [{ path: `${path}.count.min`, message: `is more than max (${max})`, value: String(min), fix: `use at most ${max}` }]),
    ...(min > max || (initial >= min && initial <= max)
      ? []
      : [
          {
            path: `${path}.count.initial`,
            message: `lies outside of min and max, ${min} to ${max}`,
            value: String(initial),
            fix: `use ${min} to ${max}`,
          },
        ]),
    ...(servers <= min
      ? []
      : [
          {
            path: `${path}.servers`,
            message: `is more than count.min (${min}): with fewer, etcd would lose members for good`,
            value: String(servers),
            fix: `raise count.min to ${servers}, or use fewer servers`,
          },
        ]),
  ];
}

function checkProduct({ name, product }: ParsedFleet): Finding[] {
  const ids = contaboProducts.map(({ id }) => id);
  return ids.includes(product)
    ? []
    : [
        {
          path: `fleets[${name}].product`,
          message: "is not in the table of products",
          value: `"${product}"`,
          fix: didYouMean(product, ids) ?? `use one of ${ids.join(", ")}`,
        },
      ];
}

/** `berth:nodes` is a number that the fleet may have. */
function checkNodes(fleet: ParsedFleet | undefined, nodes: number | undefined): Finding[] {
  if (nodes === undefined) {
    return [];
  }
  const path = "berth:nodes";
  const value = String(nodes);
  if (fleet === undefined) {
    return [{ path, message: "is set, and the stack has no fleet whose number varies", value, fix: "run: pulumi config rm berth:nodes" }];
  }
  const { min, max } = fleet.count;
  if (nodes >= min && nodes <= max) {
    return [];
  }
  return [
    {
      path,
      message: `is ${nodes < min ? "less than the fewest" : "more than the most"} that fleet "${fleet.name}" may have (${nodes < min ? min : max})`,
      value,
      fix: `use ${min} to ${max}: pulumi config set berth:nodes ${nodes < min ? min : max}`,
    },
  ];
}
