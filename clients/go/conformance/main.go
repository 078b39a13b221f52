// Executes the transcript of clients/conformance: one function an action, one line a result.
//
//	conformance TRANSCRIPT SOCKET
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"sluice"
	sluicev1 "sluice/v1"
)

// step is one of the transcript; what is absent is the zero of the API.
type step struct {
	Name, Do                            string
	Limit, Workspace, Source, Job, Node string
	Instance, Plan, As                  string
	RequestID                           string `json:"request_id"`
	Instances, Nodes                    []string
	Params                              params
	PlanTime                            int64 `json:"plan_time"`
	TimeoutMs                           int64 `json:"timeout_ms"`
	WaitMs                              int32 `json:"wait_ms"`
	PageSize                            int32 `json:"page_size"`
	DryRun                              bool  `json:"dry_run"`
	SkipRefused                         bool  `json:"skip_refused"`
	OnePage                             bool  `json:"one_page"`
	Count, Bytes                        int
	Message                             bool
}

// transcript is what the steps share.
type transcript struct {
	path   string
	client *sluice.Client
	// What an earlier step has named.
	instances map[string]int64
	plans     map[string]string
}

// errSkip is a step that this build has no streams for.
var errSkip = errors.New("skip")

type action func(*transcript, context.Context, step) ([]string, error)

var actions = map[string]action{
	"server-info":          (*transcript).serverInfo,
	"create-workspace":     (*transcript).createWorkspace,
	"unknown-method":       (*transcript).unknownMethod,
	"connect-nowhere":      (*transcript).connectNowhere,
	"restart":              (*transcript).restart,
	"submit":               (*transcript).submit,
	"submit-oversized":     (*transcript).submitOversized,
	"validate":             (*transcript).validate,
	"describe-job":         (*transcript).describeJob,
	"run":                  (*transcript).run,
	"run-many":             (*transcript).runMany,
	"follow":               (*transcript).follow,
	"wait":                 (*transcript).wait,
	"details":              (*transcript).details,
	"wait-reason":          (*transcript).waitReason,
	"list":                 (*transcript).list,
	"retry":                (*transcript).retry,
	"stop":                 (*transcript).stop,
	"set-nodes-success":    (*transcript).setNodesSuccess,
	"pause-nodes":          (*transcript).pauseNodes,
	"wait-events":          (*transcript).waitEvents,
	"watch-across-restart": (*transcript).watchAcrossRestart,
	"read-log":             (*transcript).readLog,
	"print-log":            (*transcript).printLog,
	"cancel-stream":        cancelStream,
	"follow-log":           followLog,
}

func (t *transcript) execute(s step) {
	act, known := actions[s.Do]
	if !known {
		log.Fatalf("%s: no such action: %s", s.Name, s.Do)
	}
	lines, err := act(t, context.Background(), s)
	switch {
	case errors.Is(err, errSkip):
		lines = []string{"skip"}
	case err != nil:
		lines = errorLines(err, s)
	}
	for _, line := range lines {
		fmt.Printf("%s: %s\n", s.Name, line)
	}
}

func (t *transcript) instance(name string) int64 {
	if id, named := t.instances[name]; named {
		return id
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if err != nil {
		log.Fatalf("no step has named an instance %q", name)
	}
	return id
}

func (t *transcript) options(s step) *sluicev1.ChangeOptions {
	return &sluicev1.ChangeOptions{
		RequestId: s.RequestID, DryRun: s.DryRun, PlanToken: t.plans[s.Plan],
	}
}

func errorLines(err error, s step) []string {
	var e *sluice.Error
	if !errors.As(err, &e) {
		log.Fatalf("%s: %v", s.Name, err)
	}
	words := []string{codeName(e.Code), dashed(e.ErrorCode), dashed(e.Reason), dashed(e.Subject)}
	lines := []string{"error " + strings.Join(words, ", ")}
	// Only the engine's own messages are the same in every language.
	if s.Message {
		lines = append(lines, linesOf(e.Message)...)
	}
	return lines
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("conformance TRANSCRIPT SOCKET")
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	var script struct{ Steps []step }
	if err := json.Unmarshal(text, &script); err != nil {
		log.Fatal(err)
	}
	client, err := sluice.Connect(context.Background(), os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	t := &transcript{
		path: os.Args[2], client: client,
		instances: map[string]int64{}, plans: map[string]string{},
	}
	for _, s := range script.Steps {
		t.execute(s)
	}
}
