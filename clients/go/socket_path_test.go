package sluice

import "testing"

func TestTheSocketIsWhereTheCommandLineLooksForIt(t *testing.T) {
	for _, c := range []struct {
		environment  map[string]string
		systemExists bool
		path         string
	}{
		{map[string]string{"SLUICE_SOCKET": "/a", "SLUICE_STATE": "/b"}, true, "/a"},
		{map[string]string{"SLUICE_STATE": "/b"}, true, "/b/sluice.sock"},
		{map[string]string{"HOME": "/h"}, true, "/run/sluice/sluice.sock"},
		{map[string]string{"XDG_STATE_HOME": "/x", "HOME": "/h"}, false, "/x/sluice/sluice.sock"},
		{map[string]string{"XDG_STATE_HOME": "x", "HOME": "/h"}, false,
			"/h/.local/state/sluice/sluice.sock"},
	} {
		path := socketPath(func(name string) string { return c.environment[name] }, c.systemExists)
		if path != c.path {
			t.Errorf("%s for %v", path, c)
		}
	}
}
