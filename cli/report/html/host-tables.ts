import type { HostShares } from "../../../infra/hardware/host-shares";
import { escapeXml } from "../escape-xml";
import { guestCells, hostCells, hostColumns, hostSentences } from "../hosts";
import { htmlTable } from "./html-table";

/** A table for each host: what it has promised of what it has in the caption, what it carries in the rows. */
export function hostTables(hosts: readonly HostShares[]): readonly string[] {
  const [, ...columns] = hostColumns;
  return hosts.flatMap((host) => [
    htmlTable(
      captionOf(host),
      columns.map((title) => ({ title, ...(title === "vCPUs" || title === "memory" ? { figure: true } : {}) })),
      host.guests.map((guest) => guestCells(guest).slice(1)),
    ),
    ...hostSentences([host]).map((sentence) => `<p>${escapeXml(sentence)}</p>`),
  ]);
}

function captionOf(host: HostShares): string {
  const [name = "", , vcpus = "", memory = ""] = hostCells(host);
  return `${name}: ${vcpus} vCPUs, ${memory} of memory`;
}
