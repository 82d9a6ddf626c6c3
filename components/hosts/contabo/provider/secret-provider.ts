import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";
import { changeSecret, deleteSecret, secretExists, storeSecret } from "../../../../infra/contabo/api/secrets";
import { changedInputs } from "../../../dynamic/known";
import { configure, contabo } from "./session";

type Properties = Readonly<Record<string, unknown>>;

const inputs = z.object({ name: z.string(), type: z.enum(["ssh", "password"]), value: z.string() });

/** A key or password that servers can be ordered with. */
export const secretProvider: dynamic.ResourceProvider = {
  configure,
  diff: async (_id: string, olds: Properties, news: Properties) => {
    const changed = changedInputs(["name", "type", "value"], olds, news);
    return Promise.resolve({ changes: changed.length > 0, replaces: changed.filter((name) => name === "type") });
  },
  create: async (properties: Properties) => {
    const secretId = await storeSecret(contabo(), inputs.parse(properties));
    return { id: String(secretId), outs: { ...properties, secretId } };
  },
  read: async (id: string, properties: Properties) => ((await secretExists(contabo(), Number(id))) ? { id, props: { ...properties } } : {}),
  update: async (id: string, _olds: Properties, news: Properties) => {
    await changeSecret(contabo(), Number(id), inputs.parse(news));
    return { outs: { ...news, secretId: Number(id) } };
  },
  delete: async (id: string) => {
    await deleteSecret(contabo(), Number(id));
  },
};
