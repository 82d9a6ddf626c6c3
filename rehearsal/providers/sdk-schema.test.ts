import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Declarations } from "./sdk-declarations";
import { SdkSchema } from "./sdk-schema";

const proxmox = "@muhlba91/pulumi-proxmoxve";
const folder = dirname(require.resolve(`${proxmox}/package.json`));
const schema = SdkSchema.ofPackage(proxmox);

function mistakes(token: string, inputs: unknown): readonly string[] {
  const result = schema.inputsOf(token)?.safeParse(inputs);
  return (result?.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** Tokens of all resources of the SDK. */
function tokens(path = folder): readonly string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const child = join(path, entry.name);
    if (entry.isDirectory()) {
      return tokens(child);
    }
    const type = entry.name.endsWith(".js") ? /__pulumiType = '([^']+)'/.exec(readFileSync(child, "utf8"))?.[1] : undefined;
    return type === undefined || type.startsWith("pulumi:") || !type.includes("/") ? [] : [type];
  });
}

describe("the schema of an SDK", () => {
  it("can be read for every resource of the Proxmox provider", () => {
    const all = tokens();
    expect(all.length).toBeGreaterThan(100);
    for (const token of all) {
      // What is required differs; that nothing takes an unknown field does not.
      expect({ token, mistakes: mistakes(token, { berth: 1 }).at(-1) }).toEqual({ token, mistakes: ': Unrecognized key: "berth"' });
    }
  });

  it("knows what is required, what is unknown and of which type each field is, at any depth", () => {
    const vm = "proxmoxve:index/vmLegacy:VmLegacy";
    expect(mistakes(vm, { nodeName: "pve", disks: [{ interface: "scsi0", size: 20, importFrom: "local:import/a.qcow2" }] })).toEqual([]);
    expect(mistakes(vm, {})).toEqual(["nodeName: Invalid input: expected string, received undefined"]);
    expect(mistakes(vm, { nodeName: "pve", disks: [{ size: "20", iothreads: true }] })).toEqual([
      "disks.0.interface: Invalid input: expected string, received undefined",
      "disks.0.size: Invalid input: expected number, received string",
      'disks.0: Unrecognized key: "iothreads"',
    ]);
    expect(mistakes("proxmoxve:hardware/mapping/pci:Pci", { maps: [{ node: "pve", path: "0000:06:00.0", iommuGroup: 3 }] })).toEqual([
      "maps.0.id: Invalid input: expected string, received undefined",
    ]);
    expect(mistakes("proxmoxve:index/harule:Harule", { rule: "a", type: "node-affinity", resources: [], nodes: { pve: "1" } })).toEqual([
      "nodes.pve: Invalid input: expected number, received string",
    ]);
  });

  it("takes a resource's id where the SDK takes a resource, and files in whatever form", () => {
    const aws = SdkSchema.ofPackage("@pulumi/aws");
    const profile = aws.inputsOf("aws:iam/instanceProfile:InstanceProfile");
    expect([profile?.safeParse({ role: "nodes" }).success, profile?.safeParse({ role: 1 }).success]).toEqual([true, false]);
    const object = aws.inputsOf("aws:s3/bucketObjectv2:BucketObjectv2");
    expect(object?.safeParse({ bucket: "b", key: "k", source: { path: "file" } }).success).toBe(true);
  });

  it("has no resource that the SDK does not have", () => {
    expect(schema.inputsOf("proxmoxve:index/vmLegacy:Vm")).toBeUndefined();
    expect(schema.inputsOf("proxmoxve:index/wipe:Wipe")).toBeUndefined();
    expect(schema.inputsOf("proxmoxve")).toBeUndefined();
  });

  it("says so when the declarations are of another kind", () => {
    const declarations = new Declarations("export interface AArgs { a?: Promise<string>; }");
    expect(() => declarations.schemaAt(declarations.interfaces().get("AArgs") ?? -1, () => schema.inputsOf("") ?? fail())).toThrow(
      'not known here: Promise (near "AArgs { a ? : Promise < string")',
    );
  });
});

function fail(): never {
  throw new Error("nothing refers to another type");
}
