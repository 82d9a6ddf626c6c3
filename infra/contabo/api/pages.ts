import { z } from "zod";
import type { Connection } from "./connection";
import { ContaboError } from "./errors";

const pageSchema = z.object({
  _pagination: z.object({ page: z.number(), totalPages: z.number() }),
  data: z.array(z.unknown()),
});

const pageSize = "100";

/**
 * Everything that a list has, from all of its pages.
 *
 * @param row Reads one row; a row that is not as documented is an error, never left out.
 */
export async function listAll<Row>(
  connection: Connection,
  what: string,
  path: string,
  query: Readonly<Record<string, string>>,
  row: z.ZodType<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const answer = await connection.call({
      what,
      method: "GET",
      path,
      query: { ...query, page: String(page), size: pageSize },
      repeatable: true,
    });
    const { _pagination: pagination, data } = understood(what, pageSchema, answer);
    pages = pagination.totalPages;
    rows.push(...data.map((each) => understood(what, row, each)));
  }
  return rows;
}

/** The one row of an answer: Contabo wraps single objects into a list as well. */
export function single<Row>(what: string, row: z.ZodType<Row>, answer: unknown): Row {
  const [data] = understood(what, z.object({ data: z.array(z.unknown()).min(1) }), answer).data;
  return understood(what, row, data);
}

function understood<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new ContaboError(
      `${what}: Contabo's answer is not as documented: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unreadable"}. See whether the API has changed: https://api.contabo.com`,
    );
  }
  return read.data;
}
