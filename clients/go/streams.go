//go:build ttrpc_streams

package sluice

import (
	"context"
	"io"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	sluicev1 "sluice/v1"
)

// Stream is a call that answers with any number of messages. It has a connection of its own, since
// ttrpc can give up a stream in no other way, and is not made again when that is lost. Close it.
type Stream[Reply any] struct {
	ctx        context.Context
	connection *ttrpc.Client
	stream     ttrpc.ClientStream
}

// StreamEvents is WatchEvents itself; Watch outlives lost connections.
func (c *Client) StreamEvents(
	ctx context.Context, request *sluicev1.WatchEventsRequest,
) (*Stream[sluicev1.WatchEventsResponse], error) {
	return openStream[sluicev1.WatchEventsResponse](
		ctx, c.channel.path, "sluice.v1.EventService", "WatchEvents", request)
}

// StreamLog is FollowLog itself: one attempt, to its end.
func (c *Client) StreamLog(
	ctx context.Context, request *sluicev1.FollowLogRequest,
) (*Stream[sluicev1.FollowLogResponse], error) {
	return openStream[sluicev1.FollowLogResponse](
		ctx, c.channel.path, "sluice.v1.InstanceService", "FollowLog", request)
}

func openStream[Reply any](
	ctx context.Context, path, service, method string, request interface{},
) (*Stream[Reply], error) {
	socket, err := dial(ctx, path)
	if err != nil {
		return nil, err
	}
	connection := ttrpc.NewClient(socket)
	description := &ttrpc.StreamDesc{StreamingServer: true}
	stream, err := connection.NewStream(ctx, description, service, method, request)
	if err != nil {
		connection.Close()
		return nil, streamError(ctx, err)
	}
	return &Stream[Reply]{ctx, connection, stream}, nil
}

// Recv waits for the next message; io.EOF: there is none.
func (s *Stream[Reply]) Recv() (*Reply, error) {
	if s.ctx.Err() != nil {
		s.Close()
		return nil, errorOfContext(s.ctx.Err())
	}
	reply := new(Reply)
	if err := s.stream.RecvMsg(reply); err != nil {
		s.Close()
		if err == io.EOF {
			return nil, err
		}
		return nil, streamError(s.ctx, err)
	}
	return reply, nil
}

// Close gives the stream up.
func (s *Stream[Reply]) Close() {
	s.connection.Close()
}

// streamError is codes.Unavailable for a connection that was lost, and for messages that were not
// read for so long that ttrpc gave the stream up: in both cases, begin behind the last one.
func streamError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errorOfContext(ctx.Err())
	}
	if status, ok := status.FromError(err); ok {
		return errorOf(status.Proto())
	}
	return &Error{Code: codes.Unavailable, Message: err.Error()}
}
