import { requireGpuDrivers } from "./gpu-drivers";

const t4 = { vendor: "nvidia", model: "tesla-t4", resource: "nvidia.com/gpu", shares: 1 } as const;
const modules = "siderolabs/nvidia-open-gpu-kernel-modules-lts";
const toolkit = "siderolabs/nvidia-container-toolkit-lts";

function check(extensions: readonly string[], gpus: readonly (typeof t4 | ReturnType<typeof gpu>)[] = [t4]): () => void {
  return () => {
    requireGpuDrivers([{ name: "gpu1", gpus, extensions }]);
  };
}

function gpu(vendor: "intel" | "amd", resource: string) {
  return { vendor, model: "any", resource, shares: 1 };
}

it("passes machines whose cards have drivers, and machines without cards", () => {
  expect(check([modules, toolkit])).not.toThrow();
  expect(check(["siderolabs/nonfree-kmod-nvidia-production", "siderolabs/nvidia-container-toolkit-production"])).not.toThrow();
  expect(check(["siderolabs/i915"], [gpu("intel", "gpu.intel.com/i915")])).not.toThrow();
  expect(check([], [])).not.toThrow();
});

it.each([
  ["nothing", [], "needs NVIDIA's kernel modules and container toolkit, one of each\n    fix: add"],
  ["no toolkit", [modules], `needs NVIDIA's kernel modules and container toolkit, one of each (found ${modules})`],
  ["two sets of modules", [modules, "siderolabs/nonfree-kmod-nvidia-lts", toolkit], "one of each"],
  [
    "another flavour of the toolkit",
    [modules, "siderolabs/nvidia-container-toolkit-production"],
    'does not match the kernel modules, which are of the flavour lts (found siderolabs/nvidia-container-toolkit-production)\n    fix: use "siderolabs/nvidia-container-toolkit-lts"',
  ],
])("refuses a machine with an NVIDIA card and %s", (_, extensions, message) => {
  expect(check(extensions)).toThrow(message);
});

it.each([
  ["i915", gpu("intel", "gpu.intel.com/i915"), "siderolabs/i915"],
  ["xe", gpu("intel", "gpu.intel.com/xe"), "siderolabs/xe"],
  ["amdgpu", gpu("amd", "amd.com/gpu"), "siderolabs/amdgpu"],
])("refuses a machine without the driver %s", (_, card, extension) => {
  expect(check(["siderolabs/iscsi-tools"], [card])).toThrow(
    `machines[gpu1].extensions: has no driver for ${card.resource}\n    fix: add "${extension}"`,
  );
});
