import { createHash } from "node:crypto";

/**
 * The name itself where it is short enough, else its beginning and eight digits of its hash: different names stay
 * different, and the same name always becomes the same.
 */
export function boundedName(name: string, maxLength: number): string {
  if (name.length <= maxLength) {
    return name;
  }
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 8);
  return `${name.slice(0, maxLength - digest.length - 1).replace(/[^a-z0-9]+$/, "")}-${digest}`;
}
