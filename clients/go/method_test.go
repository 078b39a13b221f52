package sluice

import "testing"

func TestTheSchemaTellsWhatMayBeRepeated(t *testing.T) {
	for _, c := range []struct {
		service, method string
		effect          effect
	}{
		{"sluice.v1.InstanceService", "ListInstances", reads},
		{"sluice.v1.EventService", "WaitEvents", reads},
		{"sluice.v1.InstanceService", "RunJob", changes},
		{"sluice.v1.JobService", "SubmitJob", changes},
		{"sluice.v1.ServerService", "StopServer", once},
		{"sluice.v1.ServerService", "Nothing", once},
		{"sluice.v1.Nothing", "Nothing", once},
	} {
		if found := methodOf(c.service, c.method).effect; found != c.effect {
			t.Errorf("%s/%s: %d", c.service, c.method, found)
		}
	}
}
