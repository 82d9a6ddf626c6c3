import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Backup } from "../../infra/backups/backup";
import { replicationSource } from "../../infra/backups/replication-source";
import { childOptions } from "../child-options";
import { type BackupRepository, checkBackupRepository, repositoryEnvironment } from "./backup-repository";

export interface VolumeBackupArgs {
  readonly backup: Backup;
  readonly repository: BackupRepository;
}

/**
 * One volume's backups: the Secret with its repository, and when they are made. Its namespace has to exist, and
 * VolSync and the snapshot class that it names to be installed: depend on what makes them.
 *
 * The Secret stays when it is taken out of the program: a restore needs it.
 *
 * @throws UserError for incomplete credentials.
 */
export class VolumeBackup extends pulumi.ComponentResource {
  readonly secret: kubernetes.core.v1.Secret;
  readonly source: kubernetes.apiextensions.CustomResource;

  constructor(name: string, args: VolumeBackupArgs, options?: pulumi.ComponentResourceOptions) {
    const { backup, repository } = args;
    checkBackupRepository(repository);

    super("berth:backup:VolumeBackup", name, {}, options);
    const child = childOptions(this, options);
    this.secret = new kubernetes.core.v1.Secret(
      `${name}-repository`,
      {
        metadata: { namespace: backup.namespace, name: backup.repositorySecret },
        stringData: repositoryEnvironment(repository, backup),
      },
      { ...child, retainOnDelete: true },
    );
    this.source = new kubernetes.apiextensions.CustomResource(`${name}-source`, replicationSource(backup), {
      ...child,
      dependsOn: this.secret,
    });
    this.registerOutputs({});
  }
}
