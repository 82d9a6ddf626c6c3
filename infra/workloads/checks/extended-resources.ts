import { didYouMean } from "../../diagnostics/did-you-mean";
import type { Finding } from "../../diagnostics/finding";
import type { Resources } from "../container-schema";
import { hardwareNeedsOf } from "../hardware-needs";
import type { ParsedWorkload } from "../schema";
import { pathOf, type WorkloadCheck } from "./check";

/** What containers request besides CPU and memory is on some machine, and is not what `gpu` asks for already. */
export const checkExtendedResources: WorkloadCheck = ({ workloads, machines }) => {
  if (machines === undefined) {
    return [];
  }
  const known = [...new Set(machines.flatMap(({ allocatable }) => Object.keys(allocatable.extended)))].sort();
  return workloads.flatMap((row) => {
    const asked = Object.keys(hardwareNeedsOf(row, machines).extended);
    return placesOf(row).flatMap(({ path, requests }) =>
      Object.keys(requests?.extended ?? {}).flatMap((resource): readonly Finding[] => {
        const finding = { path, value: `"${resource}"` };
        if (resource === "cpu" || resource === "memory") {
          return [{ ...finding, message: "is no extended resource", fix: `write ${resource} next to extended` }];
        }
        if (asked.includes(resource)) {
          return [{ ...finding, message: "is what gpu asks for already", fix: "remove it, or remove gpu" }];
        }
        return known.includes(resource) ? [] : [{ ...finding, message: "is on no machine", fix: fixFor(resource, known) }];
      }),
    );
  });
};

function fixFor(resource: string, known: readonly string[]): string {
  if (resource === "ephemeral-storage") {
    return "say how much each machine has: ephemeralStorage in the hardware table";
  }
  return (
    didYouMean(resource, known) ??
    (known.length === 0 ? "list it under its machine's extendedResources" : `the machines have: ${known.join(", ")}`)
  );
}

function placesOf(row: ParsedWorkload): readonly { readonly path: string; readonly requests: Resources | undefined }[] {
  return [
    { path: pathOf(row, "requests.extended"), requests: row.requests },
    { path: pathOf(row, "limits.extended"), requests: row.limits },
    ...(["initContainers", "containers"] as const).flatMap((field) =>
      (row[field] ?? []).flatMap(({ name, requests, limits }) => [
        { path: pathOf(row, `${field}[${name}].requests.extended`), requests },
        { path: pathOf(row, `${field}[${name}].limits.extended`), requests: limits },
      ]),
    ),
  ];
}
