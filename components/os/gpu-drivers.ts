import type { Finding } from "../../infra/diagnostics/finding";
import { UserError } from "../../infra/diagnostics/user-error";
import type { Machine } from "../../infra/hardware/machine";

/** NVIDIA's kernel modules and container toolkit come in flavours, which have to match. */
const nvidiaModules = ["siderolabs/nvidia-open-gpu-kernel-modules-", "siderolabs/nonfree-kmod-nvidia-"] as const;
const nvidiaToolkit = "siderolabs/nvidia-container-toolkit-";

/** What drives a card that advertises the resource. Names: https://github.com/siderolabs/extensions, v1.12. */
const driverOf: Readonly<Record<string, string>> = {
  "gpu.intel.com/i915": "siderolabs/i915",
  "gpu.intel.com/xe": "siderolabs/xe",
  "amd.com/gpu": "siderolabs/amdgpu",
};

/**
 * Talos comes without drivers for cards: a machine's image has to have them.
 *
 * @throws UserError when one lacks its driver, or NVIDIA's parts do not match, with all that is wrong.
 */
export function requireGpuDrivers(machines: readonly Pick<Machine, "name" | "gpus" | "extensions">[]): void {
  const findings = machines.flatMap((machine) => [...missingDrivers(machine), ...nvidiaFindings(machine)]);
  if (findings.length > 0) {
    throw new UserError("machines cannot use their cards", findings);
  }
}

function missingDrivers({ name, gpus, extensions }: Pick<Machine, "name" | "gpus" | "extensions">): readonly Finding[] {
  return [...new Set(gpus.map(({ resource }) => resource))].flatMap((resource) => {
    const driver = driverOf[resource];
    return driver === undefined || extensions.includes(driver)
      ? []
      : [{ path: `machines[${name}].extensions`, message: `has no driver for ${resource}`, fix: `add "${driver}"` }];
  });
}

function nvidiaFindings({ name, gpus, extensions }: Pick<Machine, "name" | "gpus" | "extensions">): readonly Finding[] {
  if (!gpus.some(({ vendor }) => vendor === "nvidia")) {
    return [];
  }
  const path = `machines[${name}].extensions`;
  const modules = flavours(extensions, nvidiaModules);
  const toolkits = flavours(extensions, [nvidiaToolkit]);
  if (modules.length !== 1 || toolkits.length !== 1) {
    return [
      {
        path,
        ...(modules.length + toolkits.length === 0
          ? {}
          : { value: [...modules, ...toolkits].map(({ extension }) => extension).join(", ") }),
        message: "needs NVIDIA's kernel modules and container toolkit, one of each",
        fix: `add "${nvidiaModules[0]}lts" and "${nvidiaToolkit}lts"`,
      },
    ];
  }
  const [flavour] = modules.map((each) => each.flavour);
  return toolkits
    .filter((each) => each.flavour !== flavour)
    .map(({ extension }) => ({
      path,
      value: extension,
      message: `does not match the kernel modules, which are of the flavour ${flavour ?? ""}`,
      fix: `use "${nvidiaToolkit}${flavour ?? ""}"`,
    }));
}

function flavours(
  extensions: readonly string[],
  prefixes: readonly string[],
): readonly { readonly extension: string; readonly flavour: string }[] {
  return extensions.flatMap((extension) => {
    const prefix = prefixes.find((each) => extension.startsWith(each));
    return prefix === undefined ? [] : [{ extension, flavour: extension.slice(prefix.length) }];
  });
}
