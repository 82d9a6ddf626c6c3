import { startControlPlane } from "../start-control-plane";

/** Starts a control plane, says so as JSON in one line, and holds it until it is killed; with the argument `keep`, leaves it. */
async function main(): Promise<void> {
  const controlPlane = await startControlPlane({ title: "held", environment: process.env });
  const { folder, server, kubeconfigPath } = controlPlane;
  process.stdout.write(`${JSON.stringify({ folder, server, kubeconfigPath })}\n`);
  if (process.argv[2] === "keep") {
    controlPlane.keep();
    return;
  }
  setInterval(() => undefined, 60_000);
}

void main();
