import { createHash } from "node:crypto";
import { isPropertyMap, type PropertyMap, type PropertyValue } from "../property-value";
import { accountId } from "./outputs";

const region = "us-east-1";

/** What the provider's functions answer, made up where they would ask AWS. Arguments are without marks of secrets. */
export const functions: Readonly<Record<string, (args: PropertyMap) => PropertyMap>> = {
  "aws:ec2/getAmi:getAmi": (args) => ({
    ...args,
    id: `ami-${createHash("sha256").update(JSON.stringify(args)).digest("hex").slice(0, 17)}`,
    architecture: "x86_64",
    rootDeviceName: "/dev/xvda",
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": (args) => {
    const json = policyDocument(args);
    return {
      ...args,
      id: createHash("sha256").update(json).digest("hex").slice(0, 10),
      json,
      minifiedJson: JSON.stringify(JSON.parse(json)),
    };
  },
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: accountId,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/rehearsal`,
    userId: "AIDAREHEARSAL",
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getRegion:getRegion": (args) => {
    const name = typeof args["region"] === "string" ? args["region"] : region;
    return { id: name, name, region: name, endpoint: `ec2.${name}.amazonaws.com` };
  },
};

/** As the provider writes it: a list of one element is that element. */
function policyDocument({ version, policyId, statements }: PropertyMap): string {
  const rows: readonly PropertyValue[] = Array.isArray(statements) ? statements : [];
  return JSON.stringify(
    {
      Version: version ?? "2012-10-17",
      ...(policyId === undefined ? {} : { Id: policyId }),
      Statement: rows.filter(isPropertyMap).map(statement),
    },
    undefined,
    2,
  );
}

function statement(row: PropertyMap): PropertyMap {
  const lists = { Action: "actions", NotAction: "notActions", Resource: "resources", NotResource: "notResources" };
  return {
    ...(row["sid"] === undefined ? {} : { Sid: row["sid"] }),
    Effect: row["effect"] ?? "Allow",
    ...Object.fromEntries(
      Object.entries(lists).flatMap(([name, key]): [string, PropertyValue][] => (row[key] === undefined ? [] : [[name, single(row[key])]])),
    ),
    ...principals("Principal", row["principals"]),
    ...principals("NotPrincipal", row["notPrincipals"]),
    ...conditions(row["conditions"]),
  };
}

function principals(name: string, rows: PropertyValue | undefined): PropertyMap {
  const list: readonly PropertyValue[] = Array.isArray(rows) ? rows : [];
  const entries = list
    .filter(isPropertyMap)
    .map(({ type, identifiers }): [string, PropertyValue] => [textOf(type), single(identifiers ?? [])]);
  const everybody = entries.find(([type]) => type === "*");
  return entries.length === 0 ? {} : { [name]: everybody === undefined ? Object.fromEntries(entries) : "*" };
}

function conditions(rows: PropertyValue | undefined): PropertyMap {
  const list: readonly PropertyValue[] = Array.isArray(rows) ? rows : [];
  const tests: Record<string, PropertyMap> = {};
  for (const { test, variable, values } of list.filter(isPropertyMap)) {
    tests[textOf(test)] = { ...tests[textOf(test)], [textOf(variable)]: single(values ?? []) };
  }
  return list.length === 0 ? {} : { Condition: tests };
}

function single(value: PropertyValue): PropertyValue {
  const items: readonly PropertyValue[] = Array.isArray(value) ? value : [value];
  return items.length === 1 ? (items[0] ?? null) : items;
}

function textOf(value: PropertyValue | undefined): string {
  return typeof value === "string" ? value : "";
}
