import { evaluatePolicies, type Decision, type PolicyRequest } from "./evaluate-policies";
import { matchesWildcards } from "./match-condition";
import { policyDocument, type Conditions, type PolicyStatement } from "./policy-document";

const allow: PolicyStatement = { Sid: "Allow", Effect: "Allow", Action: "sqs:Receive*", Resource: "arn:aws:sqs:eu-west-1:1:queue" };

function decide(statements: readonly PolicyStatement[], request: Partial<PolicyRequest> = {}): Decision {
  return evaluatePolicies([policyDocument(...statements)], {
    action: "sqs:ReceiveMessage",
    resource: "arn:aws:sqs:eu-west-1:1:queue",
    ...request,
  });
}

describe("evaluating policies", () => {
  it.each<[string, Decision, readonly PolicyStatement[], Partial<PolicyRequest>]>([
    ["what nothing allows", "implicitDeny", [], {}],
    ["what a wildcard allows, in any case", "allowed", [allow], { action: "SQS:receivemessage" }],
    ["another action", "implicitDeny", [allow], { action: "sqs:DeleteMessage" }],
    ["another resource", "implicitDeny", [allow], { resource: "arn:aws:sqs:eu-west-1:2:queue" }],
    ["what is also denied, in any order", "explicitDeny", [{ ...allow, Sid: "Deny", Effect: "Deny" }, allow], {}],
    ["an action that NotAction leaves out", "implicitDeny", [{ Sid: "Not", Effect: "Allow", NotAction: "sqs:*", Resource: "*" }], {}],
    ["an action that NotAction does not name", "allowed", [{ Sid: "Not", Effect: "Allow", NotAction: "iam:*", Resource: "*" }], {}],
    [
      "the principal that is named",
      "allowed",
      [{ ...allow, Principal: { Service: "events.amazonaws.com" } }],
      { principal: { kind: "Service", name: "events.amazonaws.com" } },
    ],
    [
      "another principal",
      "implicitDeny",
      [{ ...allow, Principal: { Service: "events.amazonaws.com" } }],
      { principal: { kind: "Service", name: "ec2.amazonaws.com" } },
    ],
    ["nobody where a principal is named", "implicitDeny", [{ ...allow, Principal: { Service: "events.amazonaws.com" } }], {}],
    ["anybody where all are named", "allowed", [{ ...allow, Principal: "*" }], {}],
  ])("%s: %s", (_, decision, statements, request) => {
    expect(decide(statements, request)).toBe(decision);
  });

  const tag = "aws:RequestTag/team";
  it.each<[boolean, Conditions, PolicyRequest["context"]]>([
    [true, { StringEquals: { [tag]: ["a", "b"] } }, { [tag]: "b" }],
    [true, { StringEquals: { [tag]: "a" } }, { "AWS:requesttag/TEAM": "a" }],
    [false, { StringEquals: { [tag]: "a" } }, { [tag]: "A" }],
    [false, { StringEquals: { [tag]: "a" } }, {}],
    [true, { StringEqualsIfExists: { [tag]: "a" } }, {}],
    [false, { StringEqualsIfExists: { [tag]: "a" } }, { [tag]: "b" }],
    [true, { StringNotEquals: { [tag]: "a" } }, {}],
    [false, { StringNotEquals: { [tag]: ["a", "b"] } }, { [tag]: "b" }],
    [true, { StringLike: { [tag]: "a*z" } }, { [tag]: "abz" }],
    [false, { StringLike: { [tag]: "a?z" } }, { [tag]: "abbz" }],
    [false, { StringNotLike: { [tag]: "a*" } }, { [tag]: "abz" }],
    [true, { ArnLike: { "aws:SourceArn": "arn:aws:events:*:1:rule/x-*" } }, { "aws:SourceArn": "arn:aws:events:eu-west-1:1:rule/x-y" }],
    [true, { Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "false" }],
    [true, { Null: { [tag]: "true" } }, {}],
    [false, { Null: { [tag]: "true" } }, { [tag]: "a" }],
    [true, { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }, { "aws:TagKeys": ["a"] }],
    [false, { "ForAllValues:StringEquals": { "aws:TagKeys": ["a", "b"] } }, { "aws:TagKeys": ["a", "c"] }],
    [true, { "ForAllValues:StringEquals": { "aws:TagKeys": ["a"] } }, {}],
    [true, { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } }, { "aws:TagKeys": ["c", "a"] }],
    [false, { "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["a"] } }, {}],
    [false, { StringEquals: { [tag]: "a" }, StringLike: { other: "*" } }, { [tag]: "a" }],
  ])("holds %s: %j with %j", (holds, condition, context) => {
    expect(decide([{ ...allow, Condition: condition }], { ...(context === undefined ? {} : { context }) })).toBe(
      holds ? "allowed" : "implicitDeny",
    );
  });

  it("takes the other characters of a pattern as they are", () => {
    expect(matchesWildcards("a.b+c", "a.b+c")).toBe(true);
    expect(matchesWildcards("axb+c", "a.b+c")).toBe(false);
  });

  it("refuses what it does not know rather than to guess", () => {
    expect(() => decide([{ ...allow, Condition: { DateLessThan: { "aws:CurrentTime": "2027" } } }])).toThrow(
      "the condition operator DateLessThan is not known",
    );
    expect(() => decide([{ ...allow, Resource: "arn:aws:s3:::home/${aws:username}" }])).toThrow("policy variable");
    expect(() => decide([{ Sid: "Neither", Effect: "Allow", Resource: "*" }])).toThrow("either Action or NotAction");
    expect(() =>
      decide([{ ...allow, Condition: { StringEquals: { "aws:TagKeys": "a" } } }], { context: { "aws:TagKeys": ["a", "b"] } }),
    ).toThrow("needs ForAllValues or ForAnyValue");
  });
});
