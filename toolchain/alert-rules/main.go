// alert-rules checks alerting rules with Prometheus' own parser, and tells when they fire on made-up series. It reads a
// request from standard input and writes the answer to standard output, both as JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

const prometheus = "github.com/prometheus/prometheus"

type request struct {
	// Rule groups as a rule file of Prometheus has them, as YAML or JSON.
	Rules string `json:"rules"`
	// Expressions that belong to no rule.
	Expressions []string   `json:"expressions"`
	Scenarios   []scenario `json:"scenarios"`
}

type scenario struct {
	// Series in the notation of `promtool test rules`: a line each, with a value each minute.
	Series []string `json:"series"`
	// How long to watch.
	Minutes int `json:"minutes"`
}

type answer struct {
	Errors []string `json:"errors"`
	// By scenario, in order of beginning.
	Firing [][]firing `json:"firing"`
}

// firing is a span of minutes in which one instance of an alert fires, both ends included.
type firing struct {
	Alert string `json:"alert"`
	// Of the instance, without its name.
	Labels map[string]string `json:"labels"`
	From   int               `json:"from"`
	To     int               `json:"to"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println(prometheusVersion())
		return
	}
	if err := respond(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func respond(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	var asked request
	if err := decoder.Decode(&asked); err != nil {
		return fmt.Errorf("the request is no valid JSON: %w", err)
	}
	result, err := check(asked)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(result)
}

// prometheusVersion is the version of Prometheus' library that this program was built with.
func prometheusVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		panic(errors.New("the executable has no build information"))
	}
	for _, dependency := range info.Deps {
		if dependency.Path == prometheus {
			return dependency.Version
		}
	}
	panic(errors.New("the executable was built without " + prometheus))
}
