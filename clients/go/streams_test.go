//go:build ttrpc_streams

package sluice_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	"sluice"
	sluicev1 "sluice/v1"
)

// expectFrame compares with testdata; SLUICE_UPDATE_GOLDEN=1 writes it anew.
func expectFrame(t *testing.T, name string, sent frame) {
	t.Helper()
	if os.Getenv("SLUICE_UPDATE_GOLDEN") == "1" {
		text := hex.EncodeToString(sent.bytes()[:10]) + "\n" + hex.EncodeToString(sent.data) + "\n"
		if err := os.WriteFile(filepath.Join("testdata", name+".hex"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(sentFrame(t, name), sent.bytes()) {
		t.Fatalf("%s: %x", name, sent.bytes())
	}
}

// data is a Data frame of stream 1; nil: the end of the stream.
func data(message proto.Message) []byte {
	if message == nil {
		return frame{stream: 1, kind: dataFrame, flags: remoteClosed | noData}.bytes()
	}
	text, _ := proto.Marshal(message)
	return frame{stream: 1, kind: dataFrame, data: text}.bytes()
}

func TestAStreamOfEventsSendsOneFrame(t *testing.T) {
	sent := make(chan frame, 1)
	path := fakeDaemon(t, func(p peer) { p.untilClosed() }, func(p peer) {
		read, _ := readFrame(p.socket)
		sent <- read
		p.socket.Write(data(&sluicev1.WatchEventsResponse{Events: []*sluicev1.Event{{Seq: 5}}}))
		p.untilClosed()
	})
	client := connectOnce(t, path)
	cancelled, cancel := context.WithCancel(ctx)
	stream, err := client.StreamEvents(cancelled, watchStreamed)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := stream.Recv()
	if err != nil || reply.Events[0].Seq != 5 {
		t.Fatal(reply, err)
	}
	cancel()
	if _, err := stream.Recv(); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	expectFrame(t, "watch-events", <-sent)
}

func TestAStreamOfALogSendsOneFrame(t *testing.T) {
	sent := make(chan frame, 1)
	path := fakeDaemon(t, func(p peer) { p.untilClosed() }, func(p peer) {
		read, _ := readFrame(p.socket)
		sent <- read
		p.socket.Write(data(&sluicev1.FollowLogResponse{Data: []byte("hello\n")}))
		p.socket.Write(data(nil))
		p.untilClosed()
	})
	client := connectOnce(t, path)
	stream, err := client.StreamLog(ctx, followStreamed)
	if err != nil {
		t.Fatal(err)
	}
	piece, err := stream.Recv()
	if err != nil || string(piece.Data) != "hello\n" {
		t.Fatal(piece, err)
	}
	if _, err := stream.Recv(); err != io.EOF {
		t.Fatal(err)
	}
	expectFrame(t, "follow-log", <-sent)
}

func TestALostStreamIsUnavailable(t *testing.T) {
	path := fakeDaemon(t, func(p peer) { p.untilClosed() }, hangUp)
	stream, err := connectOnce(t, path).StreamEvents(ctx, watchStreamed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); sluice.Code(err) != codes.Unavailable {
		t.Fatal(err)
	}
}

// connectOnce closes the client's own connection, so that the fake daemon goes on to the stream's.
func connectOnce(t *testing.T, path string) *sluice.Client {
	client := connect(t, path)
	client.Close()
	return client
}
