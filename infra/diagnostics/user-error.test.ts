import { UserError } from "./user-error";

describe("UserError", () => {
  it("carries everything in its message", () => {
    const error = new UserError('stack "homelab" has 2 mistakes in its tables', [
      { path: "machines[talos01].memory", message: "must not be negative", value: '"-1Gi"' },
      { path: "workloads[media/sonarr].request", message: "is not a known field", value: "{}", fix: 'did you mean "requests"?' },
    ]);
    expect(error.message).toBe(
      [
        'stack "homelab" has 2 mistakes in its tables',
        '  machines[talos01].memory: must not be negative (found "-1Gi")',
        "  workloads[media/sonarr].request: is not a known field (found {})",
        '    fix: did you mean "requests"?',
      ].join("\n"),
    );
    expect(error.name).toBe("UserError");
    expect(error.findings).toHaveLength(2);
  });

  it("needs no findings", () => {
    expect(new UserError("there is no stack").message).toBe("there is no stack");
  });
});
