package sluice

import (
	"os"
	"strings"
)

// systemSocket is that of the daemon that the system runs.
const systemSocket = "/run/sluice/sluice.sock"

// DefaultSocketPath is the first of: $SLUICE_SOCKET; sluice.sock in $SLUICE_STATE; the system's
// socket, if it exists; sluice.sock in the user's state folder.
func DefaultSocketPath() string {
	_, err := os.Stat(systemSocket)
	return socketPath(os.Getenv, err == nil)
}

func socketPath(variable func(string) string, systemExists bool) string {
	if path := variable("SLUICE_SOCKET"); path != "" {
		return path
	}
	if state := variable("SLUICE_STATE"); state != "" {
		return state + "/sluice.sock"
	}
	if systemExists {
		return systemSocket
	}
	state := variable("XDG_STATE_HOME")
	if !strings.HasPrefix(state, "/") {
		state = variable("HOME") + "/.local/state"
	}
	return state + "/sluice/sluice.sock"
}
