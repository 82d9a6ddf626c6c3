import * as pulumi from "@pulumi/pulumi";
import { replicationSource } from "../../infra/backups/replication-source";
import { validBackup } from "../../infra/backups/testing/valid-backup";
import { recordProgram } from "../testing/recorded-program";
import { unmarkedSecrets } from "../testing/unmarked-secrets";
import type { BackupRepository } from "./backup-repository";
import { VolumeBackup } from "./volume-backup";

const backup = validBackup();
const repository = {
  url: "s3:https://s3.example.com/portkey/",
  password: "not-a-real-password",
  accessKeyId: "not-a-real-id",
  secretAccessKey: "not-a-real-key",
};

function record(change: Partial<BackupRepository> = {}) {
  return recordProgram(() => new VolumeBackup("vaultwarden", { backup, repository: { ...repository, ...change } }));
}

describe("VolumeBackup", () => {
  it("backs one volume up into a repository of its own", async () => {
    const { resources, resource } = await record();
    expect(resources).toHaveLength(3);
    expect(resource("vaultwarden-repository")).toMatchObject({ type: "kubernetes:core/v1:Secret", retainOnDelete: true });
    expect(resource("vaultwarden-repository").inputs).toMatchObject({
      metadata: { namespace: "vaultwarden", name: "vaultwarden-volsync-secret" },
      stringData: {
        RESTIC_REPOSITORY: "s3:https://s3.example.com/portkey/vaultwarden/vaultwarden",
        RESTIC_PASSWORD: "not-a-real-password",
        AWS_ACCESS_KEY_ID: "not-a-real-id",
        AWS_SECRET_ACCESS_KEY: "not-a-real-key",
      },
    });
    expect(resource("vaultwarden-source")).toMatchObject({
      type: "kubernetes:volsync.backube/v1alpha1:ReplicationSource",
      dependsOn: ["vaultwarden-repository"],
    });
    const { metadata, spec } = replicationSource(backup);
    expect(resource("vaultwarden-source").inputs).toMatchObject({ metadata, spec });
  });

  it("sends everything about the repository as a secret, however it came", async () => {
    const values = Object.values(repository).map((value) => value.replace(/\/$/, ""));
    expect(unmarkedSecrets(await record(), values)).toEqual([]);
    const secrets = {
      url: pulumi.secret(repository.url),
      password: pulumi.secret(repository.password),
      accessKeyId: Promise.resolve(repository.accessKeyId),
      secretAccessKey: pulumi.output(repository.secretAccessKey),
    };
    expect(unmarkedSecrets(await record(secrets), values)).toEqual([]);
  });

  it("needs no keys for a REST server", async () => {
    const { resource } = await recordProgram(
      () => new VolumeBackup("vaultwarden", { backup, repository: { url: "rest:http://backup:8000", password: "p" } }),
    );
    expect(resource("vaultwarden-repository").inputs["stringData"]).toEqual({
      RESTIC_REPOSITORY: "rest:http://backup:8000/vaultwarden/vaultwarden",
      RESTIC_PASSWORD: "p",
    });
  });

  it("refuses half of the keys", async () => {
    const half = { url: repository.url, password: "p", accessKeyId: "a" };
    await expect(recordProgram(() => new VolumeBackup("vaultwarden", { backup, repository: half }))).rejects.toThrow(
      "the backup repository cannot be used\n  backups.repository.secretAccessKey: is missing, and S3 needs both\n    fix: give both, or neither",
    );
  });
});
