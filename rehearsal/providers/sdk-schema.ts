import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { Declarations } from "./sdk-declarations";

/**
 * What the resources of a provider take, read off the declarations of its Node.js SDK. Pulumi generates those from the
 * provider's own schema, so names, types and what is required are the provider's, at the version that is installed.
 */
export class SdkSchema {
  private readonly resources = new Map<string, z.ZodType | undefined>();
  private readonly types = new Map<string, z.ZodType>();
  private declared: { readonly declarations: Declarations; readonly interfaces: ReadonlyMap<string, number> } | undefined;

  /** @param folder Where the SDK is installed. */
  constructor(private readonly folder: string) {}

  /** The schema of an npm package's SDK. */
  static ofPackage(name: string): SdkSchema {
    return new SdkSchema(dirname(require.resolve(`${name}/package.json`)));
  }

  /** What a resource takes, by its token; undefined when the provider has no such resource. */
  inputsOf(token: string): z.ZodType | undefined {
    if (!this.resources.has(token)) {
      this.resources.set(token, this.readResource(token));
    }
    return this.resources.get(token);
  }

  private readResource(token: string): z.ZodType | undefined {
    // proxmoxve:hardware/mapping/pci:Pci is hardware/mapping/pci.d.ts; proxmoxve:index/vmLegacy:VmLegacy is vmLegacy.d.ts.
    const [, module = "", type = ""] = /^[\w-]+:(?:index\/)?([\w/]+):(\w+)$/.exec(token) ?? [];
    const [declared, compiled] = [`${module}.d.ts`, `${module}.js`].map((file) => join(this.folder, file));
    if (declared === undefined || compiled === undefined || !existsSync(declared) || !existsSync(compiled)) {
      return undefined;
    }
    if (!readFileSync(compiled, "utf8").includes(`__pulumiType = '${token}'`)) {
      return undefined;
    }
    // Of the whole file only the inputs: the class before them has methods, which nobody needs here.
    const text = readFileSync(declared, "utf8");
    const start = text.indexOf(`export interface ${type}Args {`);
    const declarations = new Declarations(start === -1 ? "" : text.slice(start));
    const index = declarations.interfaces().get(`${type}Args`);
    return index === undefined ? z.strictObject({}) : declarations.schemaAt(index, (name) => this.typeOf(name));
  }

  private typeOf(name: string): z.ZodType {
    const known = this.types.get(name);
    if (known !== undefined) {
      return known;
    }
    this.declared ??= this.readTypes();
    const index = this.declared.interfaces.get(name);
    if (index === undefined) {
      throw new Error(`the SDK's declarations have no input type ${name}`);
    }
    // Types refer to each other: each is read from its own beginning, when it is first needed.
    const { declarations } = this.declared;
    const type = z.lazy(() => declarations.schemaAt(index, (other) => this.typeOf(other)));
    this.types.set(name, type);
    return type;
  }

  private readTypes(): NonNullable<typeof this.declared> {
    const declarations = new Declarations(readFileSync(join(this.folder, "types", "input.d.ts"), "utf8"));
    return { declarations, interfaces: declarations.interfaces() };
  }
}
