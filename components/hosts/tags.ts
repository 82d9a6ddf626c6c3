/** Tags as Proxmox keeps them: small letters, sorted, each once. In any other order it reports a change for ever. */
export function proxmoxTags(...tags: readonly string[]): string[] {
  return [...new Set(tags.map((tag) => tag.toLowerCase().replace(/[^a-z0-9_.+-]/g, "-")))].sort();
}
