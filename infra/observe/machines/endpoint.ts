import type { MachineRow } from "../../hardware/schema";
import type { Remarks } from "../remarks";

/**
 * The URL of the API as the tables have it, `https://host:port`: the kubeconfig's own where it is of that form, with
 * the default port added and a path left off; else the first control plane's address.
 */
export function endpointOf(server: string, machines: readonly MachineRow[], remarks: Remarks): string {
  const url = URL.parse(server);
  const usable = url?.protocol === "https:" && !url.hostname.startsWith("[");
  if (!usable) {
    const machine = machines.find(({ role }) => role === "control-plane") ?? machines[0];
    const endpoint = `https://${machine?.address ?? "192.0.2.1"}:6443`;
    remarks.add(
      "assumed",
      "endpoint",
      `${server} is no https URL with a host name or IPv4 address; the table says ${endpoint}`,
      "write it in hardware.ts",
    );
    return endpoint;
  }
  if (url.pathname !== "/") {
    remarks.add("changed", "endpoint", `${server} leads through a proxy; the table has no path`, "write the API's own URL in hardware.ts");
  }
  return `https://${url.hostname}:${url.port === "" ? "443" : url.port}`;
}
