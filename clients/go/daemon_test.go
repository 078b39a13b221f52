package sluice_test

import (
	"bufio"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	"sluice"
	sluicev1 "sluice/v1"
)

// daemon is a real one on a state folder of its own.
type daemon struct {
	state   string
	process *exec.Cmd
}

// startDaemon needs SLUICE_BIN, the folder of the programs; without it the test is skipped.
func startDaemon(t *testing.T) *daemon {
	t.Helper()
	if os.Getenv("SLUICE_BIN") == "" {
		t.Skip("SLUICE_BIN does not name the folder of the programs")
	}
	folder, err := os.MkdirTemp("", "sluice-go")
	if err != nil {
		t.Fatal(err)
	}
	d := &daemon{state: filepath.Join(folder, "state")}
	t.Setenv("SLUICE_STATE", d.state)
	t.Setenv("SLUICE_SOCKET", "")
	d.start(t)
	t.Cleanup(func() {
		d.stop()
		os.RemoveAll(folder)
	})
	return d
}

func (d *daemon) start(t *testing.T) {
	t.Helper()
	arguments := []string{"--state", d.state}
	if os.Getuid() == 0 {
		arguments = append(arguments, "--allow-root")
	}
	d.process = exec.Command(filepath.Join(os.Getenv("SLUICE_BIN"), "sluiced"), arguments...)
	output, err := d.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	d.process.Stderr = d.process.Stdout
	if err := d.process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(output)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal("the daemon does not start")
		}
		if strings.Contains(line, "ready") {
			break
		}
	}
	go io.Copy(io.Discard, lines)
}

func (d *daemon) kill() {
	d.process.Process.Kill()
	d.process.Wait()
}

func (d *daemon) stop() {
	client := filepath.Join(os.Getenv("SLUICE_BIN"), "sluice")
	if exec.Command(client, "server", "stop", "--attempts").Run() != nil {
		d.process.Process.Kill()
	}
	d.process.Wait()
}

func submit(t *testing.T, client *sluice.Client, source string) {
	t.Helper()
	if _, err := client.Jobs.SubmitJob(ctx, &sluicev1.SubmitJobRequest{Source: source}); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, client *sluice.Client, job string) *sluicev1.GetInstanceRequest {
	t.Helper()
	reply, err := client.Instances.RunJob(ctx, &sluicev1.RunJobRequest{JobName: job})
	if err != nil {
		t.Fatal(err)
	}
	return &sluicev1.GetInstanceRequest{InstanceId: reply.InstanceId}
}

// connected is a client of the daemon, found as a program finds it.
func connected(t *testing.T) *sluice.Client {
	t.Helper()
	client, err := sluice.Connect(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// Fails twice, with a line in the log of each attempt.
const retried = `name: retried
nodes:
  - name: n
    type: Shell
    script: |
      echo "attempt $SLUICE_ATTEMPT"
      test "$SLUICE_ATTEMPT" = 3
    retryTimes: 2
    retryInterval: 0s
`

func TestALogGoesOnThroughAllAttempts(t *testing.T) {
	startDaemon(t)
	client := connected(t)
	submit(t, client, retried)
	where := run(t, client, "retried")
	log := client.Log(&sluicev1.ReadLogRequest{InstanceId: where.InstanceId, NodeName: "n"})
	var text strings.Builder
	for log.Next(ctx) {
		text.Write(log.Piece().Data)
	}
	// The log begins with the attempt that was the present one.
	if log.Err() != nil || !strings.HasSuffix("attempt 1\nattempt 2\nattempt 3\n", text.String()) ||
		!strings.HasSuffix(text.String(), "attempt 3\n") {
		t.Fatalf("%q %v", text.String(), log.Err())
	}
	all := client.Log(
		&sluicev1.ReadLogRequest{InstanceId: where.InstanceId, NodeName: "n", Attempt: 1, Offset: 8})
	text.Reset()
	for all.Next(ctx) {
		text.Write(all.Piece().Data)
	}
	if text.String() != "1\nattempt 2\nattempt 3\n" {
		t.Fatalf("%q %v", text.String(), all.Err())
	}
}

func TestALogOfNoNodeIsNotFound(t *testing.T) {
	startDaemon(t)
	client := connected(t)
	submit(t, client, retried)
	where := run(t, client, "retried")
	log := client.Log(&sluicev1.ReadLogRequest{InstanceId: where.InstanceId, NodeName: "nothing"})
	if log.Next(ctx) || sluice.Code(log.Err()) != codes.NotFound {
		t.Fatal(log.Err())
	}
}

func TestAClientOutlivesItsDaemon(t *testing.T) {
	d := startDaemon(t)
	client := connected(t)
	submit(t, client, "name: slow\nnodes: [{name: n, type: Shell, script: sleep 2}]\n")
	where := run(t, client, "slow")
	waited := make(chan string)
	go func() {
		details, err := client.Wait(ctx, where)
		if err != nil {
			waited <- err.Error()
			return
		}
		waited <- sluice.StatusName(details.Instance.Status)
	}()
	d.kill()
	d.start(t)
	if status := <-waited; status != "success" {
		t.Fatal(status)
	}
}

func TestAWatchThatWasGivenUpGoesOn(t *testing.T) {
	startDaemon(t)
	client := connected(t)
	submit(t, client, "name: quick\nnodes: [{name: n, type: Dummy}]\n")
	watch := client.Watch(&sluicev1.WatchEventsRequest{AfterSeq: -1, JobName: "quick"})
	bounded, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if watch.Next(bounded) || sluice.Code(watch.Err()) != codes.DeadlineExceeded {
		t.Fatal(watch.Event(), watch.Err())
	}
	where := run(t, client, "quick")
	if !watch.Next(ctx) || watch.Event().InstanceId != where.InstanceId {
		t.Fatal(watch.Event(), watch.Err())
	}
}
