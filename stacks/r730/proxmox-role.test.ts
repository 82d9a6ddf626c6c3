import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessCommands, proxmoxAccess } from "../../infra/proxmox/access";
import { stackConfigSchema } from "../../infra/stack/config";
import { loadStack } from "../../infra/stack/load-stack";
import { definition } from "./definition";

it("docs/hosts.md shows the commands that this stack's token needs", () => {
  const { hardware } = loadStack(definition, stackConfigSchema.parse({}));
  const page = readFileSync(join(__dirname, "../../docs/hosts.md"), "utf8");
  expect(/```sh\n(pveum[\s\S]*?)```/.exec(page)?.[1]?.trimEnd().split("\n")).toEqual(accessCommands(proxmoxAccess(hardware)));
});
