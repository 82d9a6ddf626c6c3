import type { StackDefinition } from "../../infra/stack/definition";
import { hardware } from "./hardware";
import { namespaces } from "./namespaces";
import { workloads } from "./workloads";

/** Talent Mesh of seed 002: K3s on three to six rented servers. */
export const definition: StackDefinition = { name: "contabo", hardware, namespaces, workloads };
