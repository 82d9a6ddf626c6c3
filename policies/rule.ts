import { z } from "zod";
import { UserError } from "../infra/diagnostics/user-error";
import { type CalendarDate } from "./calendar-date";
import { type Exemption, exemptionFix, exemptionOf, exemptionsField, exemptionState, describeEnd } from "./exemption";
import { type Enforcement, type Outcome, type PolicyFinding, type Severity, sortFindings } from "./finding";
import { type ClusterModel, type Subject } from "./model/cluster";
import { UndecidableError } from "./model/undecidable";

/** What a rule found wrong with one subject. */
export interface Violation {
  readonly message: string;
  /** What to change in this very case; default: the rule's own remediation. */
  readonly remediation?: string;
  /** Default `violation`. An `exempted` one carries the reason that the rule itself knows. */
  readonly outcome?: Exclude<Outcome, "undecided">;
  readonly reason?: string;
}

/** What a rule is about, in the order of the documentation. */
export const ruleGroups = ["placement", "disruption", "resources", "hardware and secrets"] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** A rule in words and code. One per file in `policies/rules`. */
export interface RuleDefinition<Settings extends z.ZodRawShape> {
  /** Kebab-case, never reused. */
  readonly id: string;
  readonly displayName: string;
  /** What it demands, in one sentence. */
  readonly description: string;
  /** What happens when it is broken. */
  readonly why: string;
  /** What to change. */
  readonly remediation: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** Default `mandatory`. */
  readonly enforcement?: Enforcement;
  /**
   * How much it must see: one object, or the objects of the whole stack. The first can refuse a resource before it is
   * created; the second is checked at the end.
   */
  readonly view: "resource" | "stack";
  /** What can be configured besides exemptions. Every field needs a default. */
  readonly settings: Settings;
  /**
   * Pure. Called once for each subject. Reading what is not known throws `UndecidableError`; what was yielded before
   * stands nevertheless.
   */
  readonly check: (subject: Subject, cluster: ClusterModel, settings: z.output<z.ZodObject<Settings>>) => Iterable<Violation>;
}

/** A rule, ready to be hosted. */
export interface Rule {
  readonly id: string;
  readonly displayName: string;
  readonly description: string;
  readonly why: string;
  readonly remediation: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  readonly enforcement: Enforcement;
  readonly view: "resource" | "stack";
  readonly url: string;
  /** Of its configuration: its settings and `exemptions`. */
  readonly configSchema: z.ZodObject;
  /**
   * What it finds in the cluster, sorted.
   *
   * @param configuration - as a user wrote it; `{}` for the defaults.
   * @param today - decides which exemptions still hold.
   * @throws UserError when the configuration is wrong.
   */
  readonly findings: (cluster: ClusterModel, configuration: unknown, today: CalendarDate) => readonly PolicyFinding[];
  /** The exemptions in a configuration. */
  readonly exemptionsIn: (configuration: unknown, today: CalendarDate) => readonly Exemption[];
}

/** Makes a definition a rule. */
export function defineRule<Settings extends z.ZodRawShape>(definition: RuleDefinition<Settings>): Rule {
  const { id, displayName, description, why, remediation, group, severity, enforcement = "mandatory", view, settings, check } = definition;
  const settingsSchema = z.object(settings);
  const exemptionsSchema = z.object({ exemptions: exemptionsField });
  const configSchema = z.strictObject({ ...settings, exemptions: exemptionsField });
  const url = `docs/policies.md#${id}`;
  const configurations = new WeakMap<object, Configured>();

  interface Configured {
    readonly settings: z.output<typeof settingsSchema>;
    readonly exemptions: z.output<typeof exemptionsField>;
  }

  function read(configuration: unknown, today: CalendarDate): Configured {
    const known = typeof configuration === "object" && configuration !== null ? configurations.get(configuration) : undefined;
    if (known !== undefined) {
      return known;
    }
    const checked = configSchema.safeParse(configuration);
    if (!checked.success) {
      throw new UserError(
        `the configuration of policy ${id} is wrong`,
        checked.error.issues.map(({ path, message }) => ({
          path: [id, ...path].map(String).join("."),
          message,
          ...exemptionFix(path.at(-1), today),
        })),
      );
    }
    const parsed = { settings: settingsSchema.parse(configuration), exemptions: exemptionsSchema.parse(configuration).exemptions };
    if (typeof configuration === "object" && configuration !== null) {
      configurations.set(configuration, parsed);
    }
    return parsed;
  }

  function findings(cluster: ClusterModel, configuration: unknown, today: CalendarDate): readonly PolicyFinding[] {
    const configured = read(configuration, today);
    return sortFindings(cluster.subjects.flatMap((subject) => findingsAbout(subject, cluster, configured, today)));
  }

  function exemptionsIn(configuration: unknown, today: CalendarDate): readonly Exemption[] {
    return read(configuration, today).exemptions;
  }

  function findingsAbout(
    subject: ClusterModel["subjects"][number],
    cluster: ClusterModel,
    { settings: parsedSettings, exemptions }: Configured,
    today: CalendarDate,
  ): readonly PolicyFinding[] {
    const common = {
      policy: id,
      severity,
      subject: subject.label,
      why,
      remediation,
      url,
      ...(subject.urn === undefined ? {} : { urn: subject.urn }),
    };
    const found: PolicyFinding[] = [];
    try {
      if (subject.type === "unreadable") {
        throw new UndecidableError(subject.path);
      }
      for (const violation of check(subject, cluster, parsedSettings)) {
        const exemption = violation.outcome === "exempted" || exemptions.length === 0 ? undefined : exemptionOf(subject.id, exemptions);
        const judged = judge(violation, exemption, today);
        found.push({
          ...common,
          ...(violation.remediation === undefined ? {} : { remediation: violation.remediation }),
          enforcement: judged.outcome === "violation" ? enforcement : "advisory",
          ...judged,
        });
      }
    } catch (error) {
      if (!(error instanceof UndecidableError)) {
        throw error;
      }
      found.push({ ...common, enforcement: "advisory", outcome: "undecided", message: `${subject.label}: ${error.message}` });
    }
    return found;
  }

  return { id, displayName, description, why, remediation, group, severity, enforcement, view, url, configSchema, findings, exemptionsIn };
}

type Judged = Pick<PolicyFinding, "outcome" | "message" | "reason" | "exemption">;

function judge({ outcome = "violation", message, reason }: Violation, exemption: Exemption | undefined, today: CalendarDate): Judged {
  if (exemption === undefined) {
    return { outcome, message, ...(reason === undefined ? {} : { reason }) };
  }
  const end = describeEnd(exemption, today);
  return exemptionState(exemption, today) === "expired"
    ? { outcome, message: `${message} Its exemption ${end} (${exemption.reason}).`, exemption: { until: exemption.until, end } }
    : { outcome: "exempted", message, reason: exemption.reason, exemption: { until: exemption.until, end } };
}
