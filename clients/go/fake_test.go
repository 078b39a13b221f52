package sluice_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"sluice"
	sluicev1 "sluice/v1"
)

const (
	requestFrame  = 1
	responseFrame = 2
	dataFrame     = 3
)

// frame is one of PROTOCOL.md.
type frame struct {
	stream uint32
	kind   byte
	flags  byte
	data   []byte
}

func (f frame) bytes() []byte {
	var text bytes.Buffer
	header := []interface{}{uint32(len(f.data)), f.stream, f.kind, f.flags}
	for _, field := range header {
		binary.Write(&text, binary.BigEndian, field)
	}
	text.Write(f.data)
	return text.Bytes()
}

func readFrame(reader io.Reader) (frame, error) {
	var header [10]byte
	if _, err := io.ReadFull(reader, header[:]); err != nil {
		return frame{}, err
	}
	read := frame{
		stream: binary.BigEndian.Uint32(header[4:]), kind: header[8], flags: header[9],
		data: make([]byte, binary.BigEndian.Uint32(header[:])),
	}
	_, err := io.ReadFull(reader, read.data)
	return read, err
}

// peer is a fake daemon's side of one connection.
type peer struct {
	t      *testing.T
	socket net.Conn
}

// request is the next one, its payload decoded into message.
func (p peer) request(message proto.Message) (stream uint32, envelope *sluicev1.RpcRequest) {
	read, err := readFrame(p.socket)
	if err != nil {
		p.t.Errorf("there is no request: %v", err)
		return 0, &sluicev1.RpcRequest{}
	}
	envelope = &sluicev1.RpcRequest{}
	if err := proto.Unmarshal(read.data, envelope); err != nil {
		p.t.Error(err)
	}
	if err := proto.Unmarshal(envelope.Payload, message); err != nil {
		p.t.Error(err)
	}
	return read.stream, envelope
}

func (p peer) answer(stream uint32, message proto.Message) {
	payload, err := proto.Marshal(message)
	if err != nil {
		p.t.Error(err)
	}
	p.respond(stream, &sluicev1.RpcResponse{Payload: payload})
}

func (p peer) respond(stream uint32, response *sluicev1.RpcResponse) {
	data, err := proto.Marshal(response)
	if err != nil {
		p.t.Error(err)
	}
	p.socket.Write(frame{stream: stream, kind: responseFrame, data: data}.bytes())
}

// fakeDaemon handles one connection after the other as serve tells, and the path of its socket is
// returned. The connection is closed when its function has ended.
func fakeDaemon(t *testing.T, serve ...func(peer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sluice.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for _, handle := range serve {
			socket, err := listener.Accept()
			if err != nil {
				return
			}
			handle(peer{t, socket})
			socket.Close()
		}
	}()
	t.Cleanup(func() {
		listener.Close()
		<-done
	})
	return path
}

// connect is a client that repeats at once, five times.
func connect(t *testing.T, path string) *sluice.Client {
	t.Helper()
	client, err := sluice.Connect(context.Background(), path, sluice.WithPatience(
		time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond, time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// untilClosed waits until the client has gone.
func (p peer) untilClosed() {
	io.Copy(io.Discard, p.socket)
}
