/** A name that fits where the tables want an RFC 1123 label: lower case, hyphens, at most 63 characters. */
export function dnsNameOf(text: string, fallback: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replace(/^-+|-+$/g, "");
  return name === "" ? fallback : name;
}
