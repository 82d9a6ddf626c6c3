import { z } from "zod";

/**
 * What the Proxmox provider and Proxmox itself refuse beyond types: the values that a field may have and the fields that
 * exclude each other. Fields that are not named here are checked by the SDK's declarations.
 *
 * Sources: the provider's documentation, https://registry.terraform.io/providers/bpg/proxmox/latest/docs, and the API,
 * https://pve.proxmox.com/pve-docs/api-viewer/.
 */

const vmId = z.int().min(100, "is below 100, which Proxmox keeps for itself").max(999_999_999);
const macAddress = z.string().regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/i, "is no MAC address");
const vlanId = z.int().min(1).max(4094);
const tags = z.array(z.string().regex(/^[a-z0-9_][a-z0-9_+.-]*$/, "is no tag: small letters, digits, - + . and _"));
const positive = z.number().positive();

const hostpci = z
  .looseObject({
    device: z.string().regex(/^hostpci([0-9]|1[0-5])$/, "is none of hostpci0 to hostpci15"),
    id: z.string().optional(),
    mapping: z.string().optional(),
  })
  .refine(({ id, mapping }) => (id === undefined) !== (mapping === undefined), "needs one of id and mapping");

const disk = z.looseObject({
  interface: z.string().regex(/^(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5]))$/, "is no disk interface"),
  size: positive.optional(),
  discard: z.enum(["on", "ignore"]).optional(),
  fileFormat: z.enum(["raw", "qcow2", "vmdk"]).optional(),
});

const vm = z
  .looseObject({
    vmId: vmId.optional(),
    tags: tags.optional(),
    bios: z.enum(["ovmf", "seabios"]).optional(),
    scsiHardware: z.enum(["lsi", "lsi53c810", "virtio-scsi-pci", "virtio-scsi-single", "megasas", "pvscsi"]).optional(),
    machine: z
      .string()
      .regex(/^(pc|q35)(-\S+)?(,viommu=(intel|virtio))?$/, "is no machine type")
      .optional(),
    cpu: z.looseObject({ cores: positive.optional() }).optional(),
    memory: z.looseObject({ dedicated: z.int().min(64).optional(), floating: z.int().nonnegative().optional() }).optional(),
    efiDisk: z.looseObject({ type: z.enum(["2m", "4m"]).optional() }).optional(),
    disks: z.array(disk).optional(),
    networkDevices: z.array(z.looseObject({ macAddress: macAddress.optional(), vlanId: vlanId.optional() })).optional(),
    hostpcis: z.array(hostpci).optional(),
    operatingSystem: z
      .looseObject({
        type: z
          .enum(["l24", "l26", "other", "solaris", "w2k", "w2k3", "w2k8", "win7", "win8", "win10", "win11", "wvista", "wxp"])
          .optional(),
      })
      .optional(),
  })
  .superRefine((inputs, context) => {
    for (const [index, device] of (inputs.hostpcis ?? []).entries()) {
      if (device["pcie"] === true && !(inputs.machine ?? "pc").startsWith("q35")) {
        context.addIssue({ code: "custom", path: ["hostpcis", index, "pcie"], message: "needs a machine of type q35" });
      }
    }
  });

const container = z.looseObject({
  vmId: vmId.optional(),
  tags: tags.optional(),
  devicePassthroughs: z
    .array(
      z.looseObject({
        path: z.string().startsWith("/dev/", "is no device"),
        mode: z
          .string()
          .regex(/^0[0-7]{3}$/)
          .optional(),
      }),
    )
    .optional(),
  networkInterfaces: z.array(z.looseObject({ macAddress: macAddress.optional(), vlanId: vlanId.optional() })).optional(),
});

const file = z
  .looseObject({
    contentType: z.enum(["iso", "import", "vztmpl"]),
    url: z.string().regex(/^https?:\/\/./, "is no http or https URL"),
    decompressionAlgorithm: z.enum(["gz", "lzo", "zst", "bz2"]).optional(),
    fileName: z.string().optional(),
  })
  .superRefine(({ contentType, url, fileName }, context) => {
    const name = fileName ?? url;
    const endings = { iso: /\.(iso|img)$/i, import: /\.(qcow2|raw|vmdk|ova|ovf)$/i, vztmpl: /\.tar(\.(gz|xz|zst|bz2))?$/i };
    if (!endings[contentType].test(name)) {
      context.addIssue({ code: "custom", path: ["fileName"], message: `has no ending of content type ${contentType}` });
    }
  });

const pciMap = z.looseObject({
  path: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}(\.[0-7])?(;.*)?$/, "is no PCI address"),
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/, "is no PCI id"),
});

const haResource = z.looseObject({
  resourceId: z.string().regex(/^(vm|ct):\d+$/, "is no vm:<id> or ct:<id>"),
  state: z.enum(["started", "enabled", "stopped", "ignored", "disabled"]).optional(),
});

const haRule = z
  .looseObject({
    type: z.enum(["node-affinity", "resource-affinity"]),
    affinity: z.enum(["positive", "negative"]).optional(),
    nodes: z.record(z.string(), z.unknown()).optional(),
    resources: z.array(z.string().regex(/^(vm|ct):\d+$/, "is no vm:<id> or ct:<id>")).min(1, "is empty"),
  })
  .superRefine((inputs, context) => {
    const needed = inputs.type === "node-affinity" ? "nodes" : "affinity";
    if (inputs[needed] === undefined) {
      context.addIssue({ code: "custom", path: [needed], message: `is needed by a rule of type ${inputs.type}` });
    }
    if (inputs.type === "resource-affinity" && inputs.resources.length < 2) {
      context.addIssue({ code: "custom", path: ["resources"], message: "has fewer than two to keep together or apart" });
    }
  });

export const rules: Readonly<Record<string, z.ZodType>> = {
  "proxmoxve:index/vmLegacy:VmLegacy": vm,
  "proxmoxve:index/containerLegacy:ContainerLegacy": container,
  "proxmoxve:download/file:File": file,
  "proxmoxve:hardware/mapping/pci:Pci": z.looseObject({ maps: z.array(pciMap).min(1, "is empty") }),
  "proxmoxve:index/haresource:Haresource": haResource,
  "proxmoxve:index/harule:Harule": haRule,
};
