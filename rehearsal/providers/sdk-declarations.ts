import { z } from "zod";

/** The fields of an interface. */
type Fields = Readonly<Record<string, { readonly type: z.ZodType; readonly optional: boolean }>>;

/** Finds the schema of another interface, by its name with its namespaces: `hardware.mapping.PciMap`. */
export type Reference = (name: string) => z.ZodType;

/** A name with its namespaces, or one character that means something. */
const tokenPattern = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*|[<>[\]{}|:;?]/g;

/**
 * Reads the interfaces of a declaration file that Pulumi's generator for Node.js wrote. It knows what that writes for a
 * resource's inputs, and nothing else of TypeScript.
 */
export class Declarations {
  private readonly tokens: readonly string[];
  private next = 0;

  constructor(text: string) {
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^(import |\/\/).*$/gm, "");
    this.tokens = code.match(tokenPattern) ?? [];
  }

  /** Where each interface begins, by its name with its namespaces. */
  interfaces(): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    const open: (string | undefined)[] = [];
    for (const [index, token] of this.tokens.entries()) {
      if (token === "{") {
        const [keyword, name] = [this.tokens[index - 2], this.tokens[index - 1]];
        if (keyword === "interface") {
          found.set([...open.filter((each) => each !== undefined), name].join("."), index);
        }
        open.push(keyword === "namespace" ? name : undefined);
      } else if (token === "}") {
        open.pop();
      }
    }
    return found;
  }

  /** The schema of the interface that begins there. Fields that it does not have are refused. */
  schemaAt(index: number, reference: Reference): z.ZodType {
    this.next = index;
    const fields = this.readFields(reference);
    return z.strictObject(
      Object.fromEntries(Object.entries(fields).map(([name, { type, optional }]) => [name, optional ? type.optional() : type])),
    );
  }

  private readFields(reference: Reference): Fields {
    const fields: Record<string, { type: z.ZodType; optional: boolean }> = {};
    this.expect("{");
    while (!this.takes("}")) {
      const name = this.take();
      const optional = this.takes("?");
      this.expect(":");
      fields[name] = { type: this.readUnion(reference), optional };
      this.expect(";");
    }
    return fields;
  }

  private readUnion(reference: Reference): z.ZodType {
    const types: z.ZodType[] = [];
    do {
      const type = this.readType(reference);
      if (type !== undefined) {
        types.push(type);
      }
    } while (this.takes("|"));
    const [first, ...others] = types;
    if (first === undefined) {
      throw this.unreadable("nothing but undefined");
    }
    return others.length === 0 ? first : z.union([first, ...others]);
  }

  /** One member of a union; undefined for `undefined`, which `?` says already. */
  private readType(reference: Reference): z.ZodType | undefined {
    let type = this.readPlainType(reference);
    while (this.takes("[")) {
      this.expect("]");
      type = z.array(type ?? z.never());
    }
    return type;
  }

  private readPlainType(reference: Reference): z.ZodType | undefined {
    const token = this.take();
    switch (token) {
      case "undefined":
        return undefined;
      case "string":
        return z.string();
      case "number":
        return z.number();
      case "boolean":
        return z.boolean();
      case "any":
      // Files: the engine gives their content, in one of several forms.
      case "pulumi.asset.Asset":
      case "pulumi.asset.Archive":
        return z.unknown();
      case "pulumi.Input": {
        this.expect("<");
        const type = this.readUnion(reference);
        this.expect(">");
        return type;
      }
      case "{": {
        for (const expected of ["[", "key", ":", "string", "]", ":"]) {
          this.expect(expected);
        }
        const type = this.readUnion(reference);
        this.expect(";");
        this.expect("}");
        return z.record(z.string(), type);
      }
      default:
        if (token.startsWith("inputs.")) {
          return reference(token.slice("inputs.".length));
        }
        // The provider takes other values than those that its SDK lists, such as those of a newer API.
        if (token.startsWith("enums.")) {
          return z.union([z.string(), z.number()]);
        }
        // Another resource, or a type of the SDK's own such as ARN: the engine gets the resource's id, and the text.
        if (/^[A-Z]\w*$/.test(token) && this.tokens[this.next] !== "<") {
          return z.string();
        }
        throw this.unreadable(token);
    }
  }

  private take(): string {
    const token = this.tokens[this.next];
    if (token === undefined) {
      throw this.unreadable("the end");
    }
    this.next += 1;
    return token;
  }

  private takes(token: string): boolean {
    const found = this.tokens[this.next] === token;
    this.next += found ? 1 : 0;
    return found;
  }

  private expect(token: string): void {
    const found = this.take();
    if (found !== token) {
      throw this.unreadable(`${found} instead of ${token}`);
    }
  }

  private unreadable(found: string): Error {
    const around = this.tokens.slice(Math.max(0, this.next - 6), this.next + 2).join(" ");
    return new Error(`the SDK's declarations are written in a way that is not known here: ${found} (near "${around}")`);
  }
}
