// talos-config generates Talos machine configurations, merges patches into them and has Talos' own library validate
// the result. It reads a request from standard input and writes the answer to standard output, both as JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

const machinery = "github.com/siderolabs/talos/pkg/machinery"

func main() {
	if len(os.Args) == 2 && os.Args[1] == "version" {
		fmt.Println(machineryVersion())
		return
	}
	if err := answer(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answer(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	decoder.DisallowUnknownFields()
	var asked request
	if err := decoder.Decode(&asked); err != nil {
		return fmt.Errorf("the request is no valid JSON: %w", err)
	}
	rendered, err := render(asked)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(rendered)
}

// machineryVersion is the version of Talos' library that this program was built with.
func machineryVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		panic(errors.New("the executable has no build information"))
	}
	for _, dependency := range info.Deps {
		if dependency.Path == machinery {
			return dependency.Version
		}
	}
	panic(errors.New("the executable was built without " + machinery))
}
