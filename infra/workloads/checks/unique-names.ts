import type { Finding } from "../../diagnostics/finding";
import { idOf, pathOf, type WorkloadCheck } from "./check";

/** Namespaces, workloads, and the containers and volumes of one workload have names of their own. */
export const checkUniqueNames: WorkloadCheck = ({ namespaces, workloads }) => [
  ...repeated(namespaces.map(({ name }) => name)).map((name) => finding(`namespaces[${name}]`, "is listed twice")),
  ...repeated(workloads.map(idOf)).map((id) => finding(`workloads[${id}]`, "is listed twice")),
  ...workloads.flatMap((row) => [
    ...repeated(row.volumes.map(({ name }) => name)).map((name) => finding(pathOf(row, `volumes[${name}]`), "is listed twice")),
    ...repeated([...row.initContainers, ...(row.containers ?? [])].map(({ name }) => name)).map((name) =>
      finding(pathOf(row, `containers[${name}]`), "is listed twice"),
    ),
  ]),
];

function finding(path: string, message: string): Finding {
  return { path, message, fix: "remove one of them, or give it another name" };
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
