import { unknownValue } from "../properties";
import { type Token, tokens } from "./tokens";

/** A message such as `JSONPatch{op: "add", path: …}`; what stands in its fields, as far as the text alone tells. */
export interface CelMessage {
  readonly name: string;
  readonly fields: Readonly<Record<string, CelValue>>;
}

/** What an expression contributes without being evaluated. */
export interface CelValue {
  /**
   * The literal that it is; of a sum or a choice, the lists that it adds or the first literal that it can be; of a map,
   * the same for each entry. `unknownValue` where only evaluation can tell.
   */
  readonly literal: unknown;
  /** The text literals in it, joined: the value of a sum of texts. */
  readonly text: string;
}

export interface CelReading {
  readonly value: CelValue;
  /** Every message in the expression, outer ones first. */
  readonly messages: readonly CelMessage[];
}

/** Reads the literals of a CEL expression. It never fails: what cannot be read is unknown. */
export function readCel(expression: string): CelReading {
  const reader = new Reader(tokens(expression));
  const value = reader.expression();
  return { value, messages: reader.messages };
}

class Reader {
  readonly messages: CelMessage[] = [];
  private position = 0;

  constructor(private readonly input: readonly Token[]) {}

  /** Up to the comma, colon or bracket that ends it. */
  expression(): CelValue {
    const literals: unknown[] = [];
    let text = "";
    let choices = 0;
    for (;;) {
      const token = this.input[this.position];
      if (token === undefined || (token.kind === "sign" && endsExpression(token.value, choices))) {
        break;
      }
      this.position++;
      const part = this.part(token);
      if (token.kind === "sign" && token.value === "?") {
        choices++;
      } else if (token.kind === "sign" && token.value === ":") {
        choices--;
      }
      if (part !== undefined) {
        text += part.text;
        literals.push(part.literal);
      }
    }
    return { literal: contribution(literals), text };
  }

  private part(token: Token): CelValue | undefined {
    if (token.kind === "string") {
      return { literal: token.value, text: token.value };
    }
    if (token.kind === "number") {
      return { literal: token.value, text: "" };
    }
    if (token.kind === "sign") {
      return this.bracketed(token.value);
    }
    if (token.value === "true" || token.value === "false") {
      return { literal: token.value === "true", text: "" };
    }
    return this.named(token.value);
  }

  /** `name{…}` is a message, `dyn(…)` its argument, any other call something that only evaluation tells. */
  private named(name: string): CelValue | undefined {
    if (this.skip("{")) {
      const message: { name: string; fields: Readonly<Record<string, CelValue>> } = { name, fields: {} };
      this.messages.push(message);
      message.fields = Object.fromEntries(this.entries());
      return { literal: Object.fromEntries(Object.entries(message.fields).map(([field, { literal }]) => [field, literal])), text: "" };
    }
    if (this.skip("(")) {
      const [argument] = this.elements(")");
      return name === "dyn" && argument !== undefined ? argument : { literal: unknownValue, text: argument?.text ?? "" };
    }
    return { literal: unknownValue, text: "" };
  }

  private bracketed(sign: string): CelValue | undefined {
    switch (sign) {
      case "[":
        return { literal: this.elements("]").map(({ literal }) => literal), text: "" };
      case "[?":
        // Optional indexing: no literal of its own.
        this.elements("]");
        return undefined;
      case "{":
        return { literal: Object.fromEntries(this.entries().map(([key, { literal }]) => [key, literal])), text: "" };
      case "(": {
        const [inner] = this.elements(")");
        return inner;
      }
      default:
        return undefined;
    }
  }

  private elements(end: string): readonly CelValue[] {
    const elements: CelValue[] = [];
    while (this.position < this.input.length && !this.skip(end)) {
      const before = this.position;
      const element = this.expression();
      if (this.position > before) {
        elements.push(element);
      } else if (!this.skip(end)) {
        // A comma, or a bracket that does not fit.
        this.position++;
        continue;
      } else {
        break;
      }
    }
    return elements;
  }

  private entries(): readonly (readonly [string, CelValue])[] {
    const entries: (readonly [string, CelValue])[] = [];
    while (this.position < this.input.length && !this.skip("}")) {
      this.skip("?");
      const token = this.input[this.position];
      const key = token?.kind === "name" ? token.value : undefined;
      const before = this.position;
      const keyValue = this.expression();
      if (this.skip(":")) {
        entries.push([key ?? keyValue.text, this.expression()]);
      } else if (this.position === before) {
        this.position++;
      }
    }
    return entries;
  }

  private skip(sign: string): boolean {
    const token = this.input[this.position];
    const found = token?.kind === "sign" && token.value === sign;
    if (found) {
      this.position++;
    }
    return found;
  }
}

function endsExpression(sign: string, choices: number): boolean {
  return sign === "," || sign === ")" || sign === "]" || sign === "}" || (sign === ":" && choices === 0);
}

function contribution(parts: readonly unknown[]): unknown {
  const lists = parts.filter((part): part is readonly unknown[] => Array.isArray(part));
  if (lists.length > 0) {
    return lists.flat();
  }
  return parts.find((part) => part !== unknownValue) ?? unknownValue;
}
