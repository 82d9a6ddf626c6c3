// The generated Go SDK of the talos provider: what the typed SDK under sdks/talos is compared with. Nothing is built.
module berth.dev/toolchain/talos-sdk

go 1.26

require github.com/pulumiverse/pulumi-talos/sdk v0.7.1
