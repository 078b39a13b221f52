package sluice_test

import (
	"bufio"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Fails unless it is told not to.
const flaky = "name: flaky\nparams: {code: \"3\"}\n" +
	"nodes: [{name: check, type: Shell, script: 'echo checking; exit ${code}'}]\n"

// sample builds one; the command lacks its arguments only.
func sample(t *testing.T, name string, arguments ...string) *exec.Cmd {
	t.Helper()
	program := filepath.Join(t.TempDir(), name)
	build := exec.Command("go", "build", "-o", program, "sluice/samples/"+name)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return exec.Command(program, arguments...)
}

func printed(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return string(output)
}

func TestTheSamplesDoWhatTheySay(t *testing.T) {
	startDaemon(t)
	submit(t, connected(t), flaky)

	alert := sample(t, "alert")
	pipe, err := alert.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := alert.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		alert.Process.Kill()
		alert.Wait()
	}()
	alerts := bufio.NewReader(pipe)
	expectAlert := func(expected string) {
		t.Helper()
		if line, err := alerts.ReadString('\n'); line != expected+"\n" {
			t.Fatalf("%q %v", line, err)
		}
	}
	expectAlert("watching")

	runAndWait := sample(t, "run-and-wait", "flaky")
	output, err := runAndWait.CombinedOutput()
	if err == nil || runAndWait.ProcessState.ExitCode() != 1 {
		t.Fatalf("%v\n%s", err, output)
	}
	expectLines(t, string(output), "check: fail exit 3", "instance 1: fail")
	expectAlert("flaky, instance 1 failed")

	succeeding := printed(t, sample(t, "run-and-wait", "flaky", "code=0"))
	expectLines(t, succeeding, "instance 2: success")
	if text := printed(t, sample(t, "tail", "1", "check")); text != "checking\n" {
		t.Fatalf("%q", text)
	}

	today := time.Now().Format("2006-01-02")
	shown := printed(t, sample(t, "retry-day", "--dry-run", today))
	if shown != "flaky, instance 1: fail -> waiting\n" {
		t.Fatalf("%q", shown)
	}
	if done := printed(t, sample(t, "retry-day", today)); done != shown {
		t.Fatalf("%q", done)
	}
	expectAlert("flaky, instance 1 failed")
	if none := printed(t, sample(t, "retry-day", "2001-01-01")); strings.TrimSpace(none) != "" {
		t.Fatalf("%q", none)
	}
}
