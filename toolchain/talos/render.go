package main

import (
	"fmt"
	"sync"

	"github.com/siderolabs/talos/pkg/machinery/config"
	"github.com/siderolabs/talos/pkg/machinery/config/configloader"
	"github.com/siderolabs/talos/pkg/machinery/config/configpatcher"
	"github.com/siderolabs/talos/pkg/machinery/config/encoder"
	"github.com/siderolabs/talos/pkg/machinery/config/generate"
	"github.com/siderolabs/talos/pkg/machinery/config/generate/secrets"
	"github.com/siderolabs/talos/pkg/machinery/config/machine"
)

// request describes one cluster and the nodes whose configurations are wanted.
type request struct {
	ClusterName string `json:"clusterName"`
	// ClusterEndpoint is the URL of the Kubernetes API, with scheme and port.
	ClusterEndpoint string `json:"clusterEndpoint"`
	// TalosVersion is the version whose defaults are generated, such as v1.12.3.
	TalosVersion string `json:"talosVersion"`
	// KubernetesVersion has no leading v: 1.35.4.
	KubernetesVersion string        `json:"kubernetesVersion"`
	Nodes             []nodeRequest `json:"nodes"`
}

type nodeRequest struct {
	Name string `json:"name"`
	// MachineType is controlplane or worker.
	MachineType string `json:"machineType"`
	// Mode is metal, where Talos installs itself to a disk, or nocloud, where it boots from one that it is on.
	Mode string `json:"mode"`
	// Base is the configuration to patch. Left out, one with fresh secrets is generated.
	Base string `json:"base,omitempty"`
	// Patches are strategic-merge documents, as YAML or JSON, merged in order.
	Patches []string `json:"patches"`
}

type response struct {
	Nodes []nodeResponse `json:"nodes"`
}

type nodeResponse struct {
	Name string `json:"name"`
	// Configuration is the merged configuration as YAML; empty when a patch could not be merged.
	Configuration string   `json:"configuration"`
	Errors        []string `json:"errors"`
	Warnings      []string `json:"warnings"`
}

// render answers a request. It fails only for what concerns all nodes; what concerns one stands in its answer.
func render(asked request) (response, error) {
	contract, err := config.ParseContractFromVersion(asked.TalosVersion)
	if err != nil {
		return response{}, fmt.Errorf("talosVersion: %w", err)
	}
	// Keys take a second to make, so they are made when the first node needs them.
	generated := sync.OnceValues(func() (*generate.Input, error) { return newInput(asked, contract) })
	answered := response{Nodes: []nodeResponse{}}
	for _, node := range asked.Nodes {
		rendered, err := renderNode(generated, node)
		if err != nil {
			rendered.Errors = append(rendered.Errors, err.Error())
		}
		answered.Nodes = append(answered.Nodes, rendered)
	}
	return answered, nil
}

// newInput makes the keys of a cluster that exists nowhere else.
func newInput(asked request, contract *config.VersionContract) (*generate.Input, error) {
	bundle, err := secrets.NewBundle(secrets.NewClock(), contract)
	if err != nil {
		return nil, err
	}
	return generate.NewInput(asked.ClusterName, asked.ClusterEndpoint, asked.KubernetesVersion,
		generate.WithVersionContract(contract), generate.WithSecretsBundle(bundle), generate.WithInstallDisk("/dev/sda"))
}

func renderNode(input func() (*generate.Input, error), node nodeRequest) (nodeResponse, error) {
	answered := nodeResponse{Name: node.Name, Errors: []string{}, Warnings: []string{}}
	base, err := baseOf(input, node)
	if err != nil {
		return answered, err
	}
	mode, ok := modes[node.Mode]
	if !ok {
		return answered, fmt.Errorf("mode %q is neither metal nor nocloud", node.Mode)
	}
	patches := make([]configpatcher.Patch, 0, len(node.Patches))
	for index, text := range node.Patches {
		patch, err := configpatcher.LoadPatch([]byte(text))
		if err != nil {
			return answered, fmt.Errorf("patch %d: %w", index, err)
		}
		patches = append(patches, patch)
	}
	patched, err := configpatcher.Apply(configpatcher.WithBytes(base), patches)
	if err != nil {
		return answered, err
	}
	bytes, err := patched.Bytes()
	if err != nil {
		return answered, err
	}
	answered.Configuration = string(bytes)
	// A machine reads what it is sent, so what is validated is what it will read.
	loaded, err := configloader.NewFromBytes(bytes)
	if err != nil {
		return answered, err
	}
	answered.Warnings, err = loaded.Validate(mode)
	if answered.Warnings == nil {
		answered.Warnings = []string{}
	}
	return answered, err
}

func baseOf(input func() (*generate.Input, error), node nodeRequest) ([]byte, error) {
	if node.Base != "" {
		return []byte(node.Base), nil
	}
	machineType, err := machine.ParseType(node.MachineType)
	if err != nil {
		return nil, err
	}
	cluster, err := input()
	if err != nil {
		return nil, err
	}
	generated, err := cluster.Config(machineType)
	if err != nil {
		return nil, err
	}
	return generated.EncodeBytes(encoder.WithComments(encoder.CommentsDisabled))
}
