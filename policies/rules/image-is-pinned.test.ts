import { deployment } from "../examples/deployment";
import { withField } from "../examples/manifest";
import { ruleMessages } from "../testing/rule-findings";
import { imageIsPinned } from "./image-is-pinned";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

it.each([
  ["ghcr.io/example/app:1.4.0", true],
  [`ghcr.io/example/app@${digest}`, true],
  [`ghcr.io/example/app:latest@${digest}`, true],
  ["registry.example.com:5000/app:1.4.0", true],
  ["ghcr.io/example/app", false],
  ["ghcr.io/example/app:latest", false],
  // The port of a registry is no tag.
  ["registry.example.com:5000/app", false],
])("%s", (image, accepted) => {
  const manifest = withField(deployment, ["spec", "template", "spec", "containers", 0, "image"], image);
  expect(ruleMessages(imageIsPinned, [manifest])).toEqual(
    accepted ? [] : [`violation: Container app of Deployment home/dashboard runs ${image}, whose content may change.`],
  );
});
