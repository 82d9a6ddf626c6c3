import * as pulumi from "@pulumi/pulumi";
import type { Backup } from "../../infra/backups/backup";
import { UserError } from "../../infra/diagnostics/user-error";

/** Where Restic keeps the backups of a cluster, each in a repository of its own below the URL. */
export interface BackupRepository {
  /**
   * Without the backup's own part: `s3:https://s3.example.com/backups`, `rest:https://user:password@backup:8000`. Kept
   * as a Pulumi secret, because it may hold credentials.
   */
  readonly url: pulumi.Input<string>;
  /** Encrypts the repositories. Without it no backup can be read: keep it outside of the cluster too. */
  readonly password: pulumi.Input<string>;
  /** For `s3:` URLs. */
  readonly accessKeyId?: pulumi.Input<string>;
  readonly secretAccessKey?: pulumi.Input<string>;
}

/** @throws UserError for one half of the credentials of S3. */
export function checkBackupRepository({ accessKeyId, secretAccessKey }: BackupRepository): void {
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    throw new UserError("the backup repository cannot be used", [
      {
        path: `backups.repository.${accessKeyId === undefined ? "accessKeyId" : "secretAccessKey"}`,
        message: "is missing, and S3 needs both",
        fix: "give both, or neither",
      },
    ]);
  }
}

/** The environment that Restic is run with for one backup, as the contents of a Secret. */
export function repositoryEnvironment(
  { url, password, accessKeyId, secretAccessKey }: BackupRepository,
  { namespace, name }: Pick<Backup, "namespace" | "name">,
): pulumi.Output<Record<string, string>> {
  const environment: Record<string, pulumi.Input<string>> = {
    RESTIC_REPOSITORY: pulumi.output(url).apply((base) => `${base.replace(/\/+$/, "")}/${namespace}/${name}`),
    RESTIC_PASSWORD: password,
    ...(accessKeyId === undefined ? {} : { AWS_ACCESS_KEY_ID: accessKeyId }),
    ...(secretAccessKey === undefined ? {} : { AWS_SECRET_ACCESS_KEY: secretAccessKey }),
  };
  return pulumi.secret(environment);
}
