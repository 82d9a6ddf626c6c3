import type { dynamic } from "@pulumi/pulumi";
import { z } from "zod";
import { findVersionChange } from "./version-change";

const inputs = z.object({ version: z.string(), nodes: z.array(z.string()), fixed: z.array(z.string()).optional() });

/** Remembers which version the cluster was told to have, so that the next one can be held against it. Touches nothing. */
export const versionProvider: dynamic.ResourceProvider = {
  check: async (olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>) => {
    const before = inputs.safeParse(olds).data;
    const reason = before === undefined ? undefined : findVersionChange(before, inputs.parse(news));
    return Promise.resolve({ inputs: news, failures: reason === undefined ? [] : [{ property: "version", reason }] });
  },
  create: async (properties: Readonly<Record<string, unknown>>) => Promise.resolve({ id: "version", outs: { ...properties } }),
  update: async (_id: string, _olds: Readonly<Record<string, unknown>>, news: Readonly<Record<string, unknown>>) =>
    Promise.resolve({ outs: { ...news } }),
};
