package sluice

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"

	sluicev1 "sluice/v1"
)

// frameBytes is the longest frame that the daemon takes.
const frameBytes = 4 << 20

// channel carries the calls of the stubs over the connection of the moment.
type channel struct {
	path        string
	patience    []time.Duration
	callTimeout time.Duration
	// The generated stubs are made for one ttrpc.Client. This one outlives connections: it sends
	// nothing itself, its interceptor hands every call on.
	stub *ttrpc.Client

	mutex sync.Mutex
	// What the calls go over; nil: the next call connects.
	present *ttrpc.Client
	closed  bool
}

func newChannel(path string) *channel {
	c := &channel{path: path, patience: HalfAMinute(), callTimeout: time.Minute}
	unused, _ := net.Pipe()
	c.stub = ttrpc.NewClient(unused, ttrpc.WithUnaryClientInterceptor(c.carry))
	return c
}

// connection is the present connection, or a new one.
func (c *channel) connection(ctx context.Context) (*ttrpc.Client, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.closed {
		return nil, &Error{Code: codes.Canceled, Message: "the client was closed"}
	}
	if c.present == nil {
		socket, err := dial(ctx, c.path)
		if err != nil {
			return nil, err
		}
		c.present = c.over(socket)
	}
	return c.present, nil
}

// over is a connection that is forgotten as soon as the daemon hangs up, so that a call which must
// not be repeated does not meet it. The mutex is held.
func (c *channel) over(socket net.Conn) *ttrpc.Client {
	var connection *ttrpc.Client
	connection = ttrpc.NewClient(
		socket, ttrpc.WithUnaryClientInterceptor(exchange),
		ttrpc.WithOnClose(func() {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			if c.present == connection {
				c.present = nil
			}
		}))
	return connection
}

// drop forgets a connection that was lost.
func (c *channel) drop(lost *ttrpc.Client) {
	c.mutex.Lock()
	if c.present == lost {
		c.present = nil
	}
	c.mutex.Unlock()
	lost.Close()
}

func (c *channel) close() {
	c.mutex.Lock()
	c.closed = true
	present := c.present
	c.present = nil
	c.mutex.Unlock()
	if present != nil {
		present.Close()
	}
	c.stub.Close()
}

// carry is the interceptor of the stubs: a call, repeated as its method allows.
func (c *channel) carry(
	ctx context.Context, request *ttrpc.Request, response *ttrpc.Response,
	_ *ttrpc.UnaryClientInfo, _ ttrpc.Invoker,
) error {
	if _, bounded := ctx.Deadline(); !bounded && c.callTimeout > 0 {
		bounded, cancel := context.WithTimeout(ctx, c.callTimeout)
		defer cancel()
		ctx = bounded
	}
	method := methodOf(request.Service, request.Method)
	payload, repeatable, err := method.prepared(request.Payload)
	if err != nil {
		return err
	}
	request.Payload = payload
	if length := envelopeBytes(request); length > frameBytes {
		message := fmt.Sprintf("a request of %d bytes; %d are allowed", length, frameBytes)
		return &Error{Code: codes.ResourceExhausted, Message: message}
	}
	for attempt := 0; ; attempt++ {
		err := c.attempt(ctx, request, response)
		lost := Code(err) == codes.Unavailable
		if !lost || !repeatable || attempt == len(c.patience) {
			return err
		}
		if err := pause(ctx, c.patience[attempt]); err != nil {
			return err
		}
	}
}

// envelope is what exchange sends and receives in place of the messages of its call.
type envelope struct {
	request  *ttrpc.Request
	response *ttrpc.Response
}

type envelopeKey struct{}

// exchange is the interceptor of connections: a ttrpc.Client has no other way to send an envelope
// that was made before.
func exchange(
	ctx context.Context, _ *ttrpc.Request, _ *ttrpc.Response,
	_ *ttrpc.UnaryClientInfo, invoke ttrpc.Invoker,
) error {
	call := ctx.Value(envelopeKey{}).(*envelope)
	return invoke(ctx, call.request, call.response)
}

func (c *channel) attempt(
	ctx context.Context, request *ttrpc.Request, response *ttrpc.Response,
) error {
	connection, err := c.connection(ctx)
	if err != nil {
		return err
	}
	// Both are new: of a call that was given up, ttrpc may still write the response.
	call := &envelope{
		request: &ttrpc.Request{
			Service: request.Service, Method: request.Method,
			Payload: request.Payload, Metadata: request.Metadata,
			TimeoutNano: timeoutNano(ctx),
		},
		response: &ttrpc.Response{},
	}
	err = connection.Call(
		context.WithValue(ctx, envelopeKey{}, call), request.Service, request.Method,
		&sluicev1.GetServerInfoRequest{}, &sluicev1.GetServerInfoResponse{})
	if err != nil {
		return c.failure(ctx, connection, err)
	}
	response.Status, response.Payload = call.response.Status, call.response.Payload
	return errorOf(response.Status)
}

// failure is why a call has no response: its context has ended, or its connection.
func (c *channel) failure(ctx context.Context, connection *ttrpc.Client, err error) error {
	if ctx.Err() != nil {
		return errorOfContext(ctx.Err())
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errorOfContext(err)
	}
	if status, ok := status.FromError(err); ok {
		return errorOf(status.Proto())
	}
	c.drop(connection)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.closed {
		return &Error{Code: codes.Canceled, Message: "the client was closed"}
	}
	message := fmt.Sprintf("the connection to %s was lost: %v", c.path, err)
	return &Error{Code: codes.Unavailable, Message: message}
}

func dial(ctx context.Context, path string) (net.Conn, error) {
	var dialer net.Dialer
	socket, err := dialer.DialContext(ctx, "unix", path)
	switch {
	case err == nil:
		return socket, nil
	case ctx.Err() != nil:
		return nil, errorOfContext(ctx.Err())
	case errors.Is(err, os.ErrPermission):
		return nil, &Error{Code: codes.PermissionDenied, Message: err.Error()}
	default:
		return nil, &Error{Code: codes.Unavailable, Message: err.Error()}
	}
}

// timeoutNano is at least 1 where there is a deadline: 0 means none.
func timeoutNano(ctx context.Context) int64 {
	deadline, bounded := ctx.Deadline()
	if !bounded {
		return 0
	}
	if left := time.Until(deadline).Nanoseconds(); left > 0 {
		return left
	}
	return 1
}

// envelopeBytes is the length of a request as ttrpc sends it, with the longest timeout.
func envelopeBytes(request *ttrpc.Request) int {
	length := 1 + protowire.SizeBytes(len(request.Service))
	length += 1 + protowire.SizeBytes(len(request.Method))
	length += 1 + protowire.SizeBytes(len(request.Payload))
	return length + 1 + protowire.SizeVarint(1<<63-1)
}

// pause waits, at most until the context ends; then its error is returned.
func pause(ctx context.Context, length time.Duration) error {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return errorOfContext(ctx.Err())
	case <-timer.C:
		return nil
	}
}
