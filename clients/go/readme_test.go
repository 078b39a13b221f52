package sluice_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func blocks(t *testing.T, language string) string {
	t.Helper()
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?ms)^```" + language + "\n(.*?)^```$")
	var text strings.Builder
	for _, block := range fence.FindAllSubmatch(readme, -1) {
		text.Write(block[1])
	}
	return text.String()
}

func expectLines(t *testing.T, text string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+text, "\n"+line+"\n") {
			t.Errorf("no line is %q:\n%s", line, text)
		}
	}
}

func TestTheProgramOfTheReadmeDoesWhatItSays(t *testing.T) {
	startDaemon(t)
	program := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(program, []byte(blocks(t, "go")), 0o600); err != nil {
		t.Fatal(err)
	}
	output, err := exec.Command("go", "run", program).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	expectLines(t, string(output),
		"backup 1", "look fail exit 1", "looking at /nothing",
		"FailedPrecondition DLF.3051 INSTANCE_STATUS instance 1", "run 2 success", "1 true")
}

func TestTheCommandsOfTheReadmeWork(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	here, err = filepath.EvalSymlinks(here)
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range strings.Split(strings.TrimSpace(blocks(t, "console")), "\n") {
		shell := exec.Command("sh", "-c", strings.TrimPrefix(command, "$ "))
		shell.Dir = filepath.Join(here, "..", "..")
		if output, err := shell.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, output)
		}
	}
}
