import { z } from "zod";
import { dnsLabel, memoryQuantity, nonNegativeInteger, positiveInteger } from "../schema/fields";

/** Name of a storage, a bridge or a node in Proxmox. */
const proxmoxName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, "must be a name of Proxmox: a letter, then letters, digits, dots, underscores and hyphens");

const vmId = z.int().min(100).max(999_999_999);
const vlan = z.int().min(1).max(4094);
const macAddress = z
  .string()
  .regex(
    /^[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}$/,
    "must be a unicast MAC address such as BC:24:11:00:00:01, its second digit even",
  );

/** The Proxmox installation that carries the hosts. Credentials are configuration, never data. */
export const proxmoxSchema = z.strictObject({
  /** URL of its API: `https://pve.example.com:8006`. */
  endpoint: z.string().regex(/^https:\/\/[^/\s:]+(:\d+)?\/?$/, "must be an https URL such as https://192.168.0.10:8006"),
  /** Its release, major and minor: `9.1`. */
  version: z
    .string()
    .regex(/^\d+\.\d+$/, "must be a release such as 9.1")
    .default("9.1"),
  /** Whether Berth comes with an API token, or as root with a password. Some settings are root's alone. */
  authentication: z.enum(["api-token", "root-password"]).default("api-token"),
  /** Whether to accept the certificate that Proxmox signed for itself when it was installed. */
  insecure: z.boolean().default(false),
});

/** What a host is in Proxmox. */
export const proxmoxNodeSchema = z.strictObject({
  /** Its node name there. Default: the host's name. */
  nodeName: proxmoxName.optional(),
  /** Storage of disks. */
  datastore: proxmoxName.default("local-lvm"),
  /** Storage of images, with the content type `import`, and `vztmpl` for containers. */
  imageDatastore: proxmoxName.default("local"),
  bridge: proxmoxName.default("vmbr0"),
  /** Its bridges that pass VLAN tags on. On any other bridge a tag is lost. */
  vlanAwareBridges: z.array(proxmoxName).default([]),
});

/** How Proxmox keeps a virtual machine running. Its disks must then lie on storage that all hosts reach. */
export const highAvailabilitySchema = z.strictObject({
  /** Restarts on the same host before it is moved. */
  maxRestart: nonNegativeInteger.default(1),
  /** Moves to another host before it is given up. */
  maxRelocate: nonNegativeInteger.default(1),
});

/** Something plugged into a host's USB port. */
export const usbSchema = z.strictObject({
  /** Name of the device, as workloads ask for it; also of its USB mapping in Proxmox: `zigbee`. */
  device: dnsLabel,
  /** Vendor and product, as `lsusb` prints them: `10c4:ea60`. */
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/, "must be vendor and product such as 10c4:ea60 (lsusb)"),
  /** Its port, where several of a kind are plugged in: `1-2`. */
  path: z
    .string()
    .regex(/^\d+-\d+(\.\d+)*$/, "must be a port such as 1-2 (lsusb -t)")
    .optional(),
});

/** A machine that Berth creates as a virtual machine on its host. */
export const vmSchema = z.strictObject({
  id: vmId,
  diskGiB: positiveInteger,
  /** Storage of its disks. Default: the host's. */
  datastore: proxmoxName.optional(),
  /** Default: the host's. */
  bridge: proxmoxName.optional(),
  vlan: vlan.optional(),
  macAddress,
  /** What the host gives it, where that differs from what its operating system sees. Whole mebibytes. */
  memory: memoryQuantity.optional(),
  /** How little of its memory the host may leave it. Default: all of it stays. */
  minimumMemory: memoryQuantity.optional(),
  /** Lower starts first, and stops last. */
  startupOrder: positiveInteger.optional(),
  /** Whether Proxmox refuses to remove it. Default: for control planes. */
  protection: z.boolean().optional(),
  chipset: z.enum(["q35", "i440fx"]).default("q35"),
  /** Whether Proxmox talks to the guest agent. Default: when the machine has the extension. */
  agent: z.boolean().optional(),
  highAvailability: highAvailabilitySchema.optional(),
  /** Things plugged into its host that it is given; each is one of its devices too. */
  usb: z.array(usbSchema).default([]),
});

/** A Linux container on a host: no member of the cluster, but it takes of the host what the cluster's machines cannot have. */
export const containerFields = {
  vmId,
  cores: positiveInteger,
  memory: memoryQuantity,
  diskGiB: positiveInteger,
  datastore: proxmoxName.optional(),
  bridge: proxmoxName.optional(),
  vlan: vlan.optional(),
  macAddress,
  address: z.ipv4(),
  template: z.strictObject({
    /** Where Proxmox downloads the template from. */
    url: z.string().regex(/^https?:\/\/\S+\/[\w.+~-]+\.tar\.(gz|xz|zst)$/, "must be the URL of a .tar.gz, .tar.xz or .tar.zst"),
    type: z.enum(["debian", "ubuntu", "fedora", "alpine", "archlinux"]),
  }),
  unprivileged: z.boolean().default(true),
  startupOrder: positiveInteger.optional(),
  protection: z.boolean().default(false),
} as const;

export const pciSchema = z.strictObject({
  /** Vendor and device, as `lspci -nn` prints them: `10de:1eb8`. */
  id: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/, "must be vendor and device such as 10de:1eb8 (lspci -nn)"),
  /** The card's maker and model, as `lspci -nnv` prints them after "Subsystem". */
  subsystemId: z
    .string()
    .regex(/^[0-9a-f]{4}:[0-9a-f]{4}$/, "must be vendor and device such as 10de:12a2 (lspci -nnv)")
    .optional(),
});

/** Where a card sits, or would sit, in a host. */
export const pciLocationSchema = z.strictObject({
  /** Address, with the function unless all of them are meant: `0000:06:00.0`. */
  path: z.string().regex(/^[0-9a-f]{4}:[0-9a-f]{2}:[0-1][0-9a-f](\.[0-7])?$/, "must be a PCI address such as 0000:06:00.0 (lspci -D)"),
  /** Devices of one group can only be passed through together. */
  iommuGroup: nonNegativeInteger.optional(),
  /** What a container gets of it, as files on the host. */
  deviceNodes: z
    .array(
      z.strictObject({
        path: z.string().regex(/^\/dev\/\S+$/, "must be a device such as /dev/dri/renderD128"),
        /** Group that owns it inside the container. */
        gid: nonNegativeInteger.optional(),
        mode: z
          .string()
          .regex(/^0[0-7]{3}$/, "must be four octal digits such as 0660")
          .default("0660"),
      }),
    )
    .default([]),
});
