import { UndecidableError } from "./undecidable";

/** Stands for a value that is not known during a preview. */
export const unknownValue = Symbol("unknown");

/** What `pulumi policy analyze --file` shows of a secret that it cannot decrypt. */
const redacted = "[secret]";

/**
 * A place in the properties of a resource. Reading never fails on what is absent or of an unexpected type, because any
 * program's resources come here: such a place is empty. Reading what is not known throws `UndecidableError`.
 */
export class Properties {
  constructor(
    private readonly value: unknown,
    readonly path = "",
  ) {}

  /** The place one or more levels down. Below what is unknown everything is unknown. */
  at(...keys: readonly string[]): Properties {
    return keys.reduce((place: Properties, key) => new Properties(place.child(key), joined(place.path, key)), this);
  }

  /** Whether it can be read. */
  isKnown(): boolean {
    return this.value !== unknownValue && this.value !== redacted;
  }

  /** Whether there is anything, null not counted. */
  isPresent(): boolean {
    const value = this.known();
    return value !== undefined && value !== null;
  }

  /** A string, or a number or boolean as text. */
  text(): string | undefined {
    const value = this.known();
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
  }

  isTrue(): boolean {
    return this.text() === "true";
  }

  /** A number, or text that is one; none that JavaScript cannot count to. */
  number(): number | undefined {
    const text = this.text();
    const number = text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    return Number.isFinite(number) ? number : undefined;
  }

  /** A count, or a percentage as text. */
  countOrPercent(): number | string | undefined {
    return this.number() ?? this.text();
  }

  /** The elements of a list; none for anything else. */
  list(): readonly Properties[] {
    const value = this.container();
    return Array.isArray(value) ? value.map((element: unknown, index) => new Properties(element, `${this.path}[${index}]`)) : [];
  }

  texts(): readonly string[] {
    return this.list().flatMap((element) => element.text() ?? []);
  }

  /** The members of an object; none for anything else. */
  entries(): readonly (readonly [string, Properties])[] {
    const value = this.container();
    return Array.isArray(value)
      ? []
      : Object.entries(value).map(([key, child]: [string, unknown]) => [key, new Properties(child, joined(this.path, key))] as const);
  }

  /** The members of an object that are text. */
  textMap(): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.entries().flatMap(([key, child]) => {
        const text = child.text();
        return text === undefined ? [] : [[key, text]];
      }),
    );
  }

  private child(key: string): unknown {
    if (!this.isKnown()) {
      return unknownValue;
    }
    return typeof this.value === "object" && this.value !== null && Object.hasOwn(this.value, key)
      ? Reflect.get(this.value, key)
      : undefined;
  }

  private container(): object {
    const value = this.known();
    return typeof value === "object" && value !== null ? value : {};
  }

  private known(): unknown {
    if (!this.isKnown()) {
      throw new UndecidableError(this.path);
    }
    return this.value;
  }
}

function joined(path: string, key: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return `${path}["${key}"]`;
  }
  return path === "" ? key : `${path}.${key}`;
}
