import type { StackDefinition } from "../../infra/stack/definition";
import { hardware } from "./hardware";
import { namespaces } from "./namespaces";
import { workloads } from "./workloads";

/** The Dell R730 of seed 001: one host, five virtual machines, one Tesla T4. */
export const definition: StackDefinition = { name: "r730", hardware, namespaces, workloads, tiers: {} };
