import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";
import { assignInstances, deleteNetwork, findNetwork, makeNetwork, renameNetwork } from "../../../../infra/contabo/api/private-networks";
import { contaboRegions } from "../../../../infra/contabo/products";
import { changedInputs } from "../../../dynamic/known";
import { PartlyMadeError } from "../../../dynamic/partly-made";
import { configure, contabo } from "./session";

type Properties = Readonly<Record<string, unknown>>;

const inputs = z.object({
  name: z.string(),
  description: z.string(),
  region: z.enum(contaboRegions),
  instanceIds: z.array(z.number().int()),
});

/** A private network and the servers on it. */
export const privateNetworkProvider: dynamic.ResourceProvider = {
  configure,
  diff: async (_id: string, olds: Properties, news: Properties) => {
    const changed = changedInputs(["name", "description", "region", "instanceIds"], olds, news);
    return Promise.resolve({ changes: changed.length > 0, replaces: changed.filter((name) => name === "region") });
  },
  create: async (properties: Properties) => {
    const { name, description, region, instanceIds } = inputs.parse(properties);
    const { privateNetworkId, cidr } = await makeNetwork(contabo(), { name, description, region });
    const outs = { ...properties, privateNetworkId, cidr };
    try {
      await assignInstances(contabo(), privateNetworkId, instanceIds);
    } catch (error) {
      throw new PartlyMadeError(String(privateNetworkId), outs, error);
    }
    return { id: String(privateNetworkId), outs };
  },
  read: async (id: string, properties: Properties) => {
    const network = await findNetwork(contabo(), Number(id));
    if (network === undefined) {
      return {};
    }
    const { name, cidr, instances } = network;
    return { id, props: { ...properties, name, cidr, instanceIds: instances.map(({ instanceId }) => instanceId).sort((a, b) => a - b) } };
  },
  update: async (id: string, olds: Properties, news: Properties) => {
    const { name, description, region, instanceIds } = inputs.parse(news);
    if (changedInputs(["name", "description"], olds, news).length > 0) {
      await renameNetwork(contabo(), Number(id), { name, description, region });
    }
    await assignInstances(contabo(), Number(id), instanceIds);
    return { outs: { ...news, privateNetworkId: Number(id), cidr: olds["cidr"] } };
  },
  delete: async (id: string) => {
    await deleteNetwork(contabo(), Number(id));
  },
};
