import { z } from "zod";
import { contaboRegions } from "../../../../infra/contabo/products";

/** What the program sends for a server. */
export const instanceInputs = z.object({
  displayName: z.string().min(1).max(255),
  productId: z.string(),
  region: z.enum(contaboRegions),
  period: z.union([z.literal(1), z.literal(3), z.literal(6), z.literal(12)]),
  image: z.string().min(1),
  sshKeys: z.array(z.number().int()).optional(),
  rootPassword: z.number().int().optional(),
  userData: z.string().optional(),
  defaultUser: z.enum(["root", "admin"]).optional(),
  privateNetworking: z.boolean().optional(),
  reinstall: z.string().optional(),
  __provider: z.string(),
});

export type InstanceInputs = Readonly<z.output<typeof instanceInputs>>;

/** Inputs that count when a system is installed, and only then. */
export const installedInputs = ["image", "userData", "sshKeys", "rootPassword", "defaultUser"] as const;

/** What the state holds of a server: the inputs as they were installed, and what Contabo said of it. */
export const instanceState = instanceInputs.extend({
  instanceId: z.number().int(),
  imageId: z.string(),
  address: z.string().optional(),
});
