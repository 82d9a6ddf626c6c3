/** A trigger of a ScaledObject. KEDA takes every metadata value as text. */
export interface KedaTrigger {
  readonly type: string;
  readonly metricType?: "Utilization";
  readonly metadata: Readonly<Record<string, string>>;
}
