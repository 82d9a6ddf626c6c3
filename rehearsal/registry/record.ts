import { z } from "zod";

const processSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

/** What one rehearsal writes down about itself, so that another can end what it left behind. */
export const recordSchema = z.object({
  version: z.literal(1),
  /** Also the name of its file. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** What is rehearsed, for reading. */
  title: z.string(),
  /** ISO 8601. */
  since: z.string(),
  /** The command that started it. */
  owner: processSchema,
  /** It goes on without its owner. */
  kept: z.boolean(),
  /** Everything that it has on the disk. */
  folder: z.string(),
  server: z.string(),
  kubeconfigPath: z.string(),
  ports: z.array(z.number().int()),
  /** Leaders of process groups. */
  programs: z.array(processSchema.extend({ name: z.string() })),
});

export type RehearsalRecord = z.output<typeof recordSchema>;
