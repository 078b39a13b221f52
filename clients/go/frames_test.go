package sluice_test

import (
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"sluice"
	sluicev1 "sluice/v1"
)

// The frames that the streams of ttrpc 1.2 send are in testdata; what is built with the tag
// ttrpc_streams checks that it sends them. Here the daemon answers them, whatever ttrpc is there.

const streamed = "name: stream\nnodes: [{name: n, type: Shell, script: echo hello}]\n"

// The calls of these frames.
var (
	watchStreamed  = &sluicev1.WatchEventsRequest{JobName: "stream"}
	followStreamed = &sluicev1.FollowLogRequest{InstanceId: 1, NodeName: "n"}
)

const (
	remoteClosed = 1
	noData       = 4
)

func sentFrame(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".hex"))
	if err != nil {
		t.Fatal(err)
	}
	frame, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

// answers sends a frame to the daemon and hands each answer on, until one is the last.
func answers(t *testing.T, d *daemon, name string, take func(frame) (last bool)) {
	t.Helper()
	socket, err := net.Dial("unix", filepath.Join(d.state, "sluice.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	if _, err := socket.Write(sentFrame(t, name)); err != nil {
		t.Fatal(err)
	}
	for {
		answer, err := readFrame(socket)
		if err != nil {
			t.Fatal(err)
		}
		if answer.stream != 1 {
			t.Fatalf("an answer on stream %d", answer.stream)
		}
		if take(answer) {
			return
		}
	}
}

func TestADaemonAnswersTheFramesOfAWatch(t *testing.T) {
	d := startDaemon(t)
	client := connected(t)
	submit(t, client, streamed)
	run(t, client, "stream")
	answers(t, d, "watch-events", func(answer frame) bool {
		var reply sluicev1.WatchEventsResponse
		if err := proto.Unmarshal(answer.data, &reply); err != nil {
			t.Fatal(err)
		}
		if answer.kind != dataFrame || answer.flags != 0 || len(reply.Events) == 0 {
			t.Fatal(answer)
		}
		return sluice.IsFinal(reply.Events[len(reply.Events)-1].InstanceTo)
	})
}

func TestADaemonAnswersTheFramesOfALog(t *testing.T) {
	d := startDaemon(t)
	client := connected(t)
	submit(t, client, streamed)
	answers(t, d, "follow-log", func(answer frame) bool {
		var response sluicev1.RpcResponse
		if err := proto.Unmarshal(answer.data, &response); err != nil {
			t.Fatal(err)
		}
		if answer.kind != responseFrame || response.Status.GetCode() != 5 {
			t.Fatal(answer, &response)
		}
		return true
	})
	if _, err := client.Wait(ctx, run(t, client, "stream")); err != nil {
		t.Fatal(err)
	}
	text := ""
	answers(t, d, "follow-log", func(answer frame) bool {
		if answer.kind != dataFrame {
			t.Fatal(answer)
		}
		if answer.flags == remoteClosed|noData {
			return true
		}
		var piece sluicev1.FollowLogResponse
		if err := proto.Unmarshal(answer.data, &piece); err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%d:%s", piece.Offset, piece.Data)
		return false
	})
	if text != "0:hello\n" {
		t.Fatalf("%q", text)
	}
}
