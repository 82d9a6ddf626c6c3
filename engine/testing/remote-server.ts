import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { clusterStandInVariable } from "../../components/os/k3s/readiness-provider";
import { LoopbackCluster } from "../../components/os/k3s/testing/loopback-cluster";
import type { LoopbackInstance } from "../../infra/contabo/testing/loopback-account";

/** What answers for the server of a remote cluster: with the certificates that its first boot has given it, and ready. */
export interface RemoteServer {
  /** Machines that have booted. */
  readonly booted: () => number;
  /** To be called by the program, before it makes the cluster. */
  readonly watch: () => void;
  readonly close: () => Promise<void>;
}

export async function openRemoteServer(): Promise<RemoteServer> {
  const servers: LoopbackInstance[] = [];
  const cluster = new LoopbackCluster(() => servers);
  process.env[clusterStandInVariable] = await cluster.listen();

  /** A machine that reads its user data, which is when the cluster's server knows its certificates. */
  function boot(userData: string): void {
    const image = { productId: "t4g.medium", region: "EU", imageId: "ami-1", cancelDate: null, addOns: [], pollsLeft: 0 } as const;
    servers.push({ ...image, addOns: [], instanceId: servers.length, displayName: "server", status: "running", userData });
    cluster.boot();
  }

  return {
    booted: () => servers.length,
    watch: () => {
      pulumi.runtime.registerStackTransformation(({ type, props }) => {
        if (type === "aws:ec2/instance:Instance") {
          pulumi.output(z.object({ userData: z.custom<pulumi.Input<string>>() }).parse(props).userData).apply(boot);
        }
        return undefined;
      });
    },
    close: async () => {
      Reflect.deleteProperty(process.env, clusterStandInVariable);
      await cluster.close();
    },
  };
}
