package main

// mode says what Talos expects of the machine's platform when it validates a configuration.
type mode struct {
	name            string
	requiresInstall bool
}

func (m mode) String() string { return m.name }

// RequiresInstall says whether the configuration has to name the disk that Talos installs itself to.
func (m mode) RequiresInstall() bool { return m.requiresInstall }

// InContainer is never true: Berth configures machines.
func (m mode) InContainer() bool { return false }

// modes are those of Talos' own platforms: every cloud image, nocloud among them, is validated as "cloud".
var modes = map[string]mode{
	"metal":   {name: "metal", requiresInstall: true},
	"nocloud": {name: "cloud", requiresInstall: false},
}
