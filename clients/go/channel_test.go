package sluice

import (
	"context"
	"net"
	"path/filepath"
	"runtime"
	"testing"
)

func TestAConnectionIsForgottenWhenTheDaemonHangsUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sluice.sock")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := Connect(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	socket, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	socket.Close()
	for isConnected(client.channel) {
		runtime.Gosched()
	}
}

func isConnected(c *channel) bool {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.present != nil
}
