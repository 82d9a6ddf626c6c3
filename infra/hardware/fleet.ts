import { type ContaboProduct, contaboProducts, type ContaboRegion, type ContractPeriod } from "../contabo/products";
import type { ParsedFleet } from "./fleet-schema";
import type { ParsedMachine } from "./schema";

/** What a rented server is ordered as. */
export interface RentedServer {
  readonly fleet: string;
  readonly provider: "contabo";
  readonly product: ContaboProduct;
  readonly region: ContaboRegion;
  /** Months that its contract begins with. */
  readonly periodMonths: ContractPeriod;
  /** Name of the operating system's image. */
  readonly image: string;
  /** Whether it stays however small the fleet gets. */
  readonly permanent: boolean;
}

/** Rented servers of one kind, and how many of them there may be. */
export interface Fleet {
  readonly name: string;
  readonly provider: "contabo";
  readonly product: ContaboProduct;
  readonly minCount: number;
  readonly maxCount: number;
  /** How many of them run the control plane: the first ones. */
  readonly servers: number;
  /** Names of its machines, in the order in which they are ordered; the last is given up first. */
  readonly machines: readonly string[];
}

/** What firmware and kernel keep of the memory that is advertised. */
const kernelMiB = 200;

/** How many servers a fleet has. `nodes` is for the one fleet whose number varies. */
export function countOf({ count }: ParsedFleet, nodes: number | undefined): number {
  return count.min === count.max ? count.min : (nodes ?? count.initial);
}

/** Names of a fleet's machines, in the order in which they are ordered. */
export function machineNamesOf(fleet: ParsedFleet, nodes: number | undefined): readonly string[] {
  return Array.from({ length: countOf(fleet, nodes) }, (_, index) => `${fleet.name}-node-${index + 1}`);
}

/** A fleet's machines; none while its product is not known. What they draw is their owner's to pay. */
export function machinesOf(fleet: ParsedFleet, nodes: number | undefined): readonly ParsedMachine[] {
  const product = productOf(fleet);
  if (product === undefined) {
    return [];
  }
  const { pool, zone, maxPods, provider, region, periodMonths, image } = fleet;
  return machineNamesOf(fleet, nodes).map((name, index) => ({
    name,
    role: index < fleet.servers ? "control-plane" : "worker",
    pool,
    cpu: { model: product.name, cores: product.vcpus, threads: product.vcpus },
    memory: `${product.memoryGiB * 1024 - kernelMiB}Mi`,
    power: { idleWatts: 0, tdpWatts: 0 },
    gpus: [],
    devices: [],
    rented: { fleet: fleet.name, provider, product, region, periodMonths, image, permanent: index < fleet.count.min },
    maxPods,
    extendedResources: {},
    extensions: [],
    ...(zone === undefined ? {} : { zone }),
    labels: {},
    taints: [],
  }));
}

/** A fleet with how many there are of it; undefined while its product is not known. */
export function fleetOf(fleet: ParsedFleet, nodes: number | undefined): Fleet | undefined {
  const product = productOf(fleet);
  return product === undefined
    ? undefined
    : {
        name: fleet.name,
        provider: fleet.provider,
        product,
        minCount: fleet.count.min,
        maxCount: fleet.count.max,
        servers: fleet.servers,
        machines: machineNamesOf(fleet, nodes),
      };
}

function productOf({ product }: ParsedFleet): ContaboProduct | undefined {
  return contaboProducts.find(({ id }) => id === product);
}
