package sluice

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	sluicev1 "sluice/v1"
)

// logPoll is how often a log that may grow is looked at.
const logPoll = 200 * time.Millisecond

// Log iterates over the pieces of a node's log as it grows: the attempt that the request names to
// its end, then those of its retries, until the node is final. It asks by ReadLog, so any ttrpc
// will do, and goes on where it was after a lost connection.
type Log struct {
	client  *Client
	request *sluicev1.ReadLogRequest
	// The last attempt whose log was read to its end; 0: none.
	finished int32
	piece    *sluicev1.ReadLogResponse
	err      error
}

// Log begins with the attempt and the offset of the request; attempt 0: the present one.
func (c *Client) Log(request *sluicev1.ReadLogRequest) *Log {
	request = proto.Clone(request).(*sluicev1.ReadLogRequest)
	log := &Log{client: c, request: request}
	if request.Attempt > 0 {
		log.finished = request.Attempt - 1
	}
	return log
}

// Next waits for the next piece; false: the log has ended, or Err says why it cannot be read.
func (l *Log) Next(ctx context.Context) bool {
	for {
		found, ended, err := l.look(ctx)
		if l.err = err; err != nil || ended {
			return false
		}
		if found {
			return true
		}
		if l.err = pause(ctx, logPoll); l.err != nil {
			return false
		}
	}
}

// look reads what there is by now.
func (l *Log) look(ctx context.Context) (found, ended bool, err error) {
	for {
		if l.request.Attempt <= l.finished {
			begun, over, err := l.beginAttempt(ctx)
			if err != nil || !begun {
				return false, over, err
			}
		}
		reply, err := l.client.Instances.ReadLog(ctx, l.request)
		if err != nil {
			return false, false, err
		}
		l.request.Offset = reply.NextOffset
		if reply.End {
			l.finished = l.request.Attempt
			l.request.Offset = 0
		}
		if len(reply.Data) > 0 {
			l.piece = reply
			return true, false, nil
		}
		if !reply.End {
			return false, false, nil
		}
	}
}

// beginAttempt takes the present attempt first, and then every attempt in turn; over: the node is
// final without another one.
func (l *Log) beginAttempt(ctx context.Context) (begun, over bool, err error) {
	details, err := l.client.Details(ctx, &sluicev1.GetInstanceRequest{
		Workspace: l.request.Workspace, Environment: l.request.Environment,
		InstanceId: l.request.InstanceId,
	})
	if err != nil {
		return false, false, err
	}
	for _, node := range details.Nodes {
		if node.NodeName != l.request.NodeName {
			continue
		}
		if node.Attempt <= l.finished {
			return false, IsFinalNode(node.Status), nil
		}
		l.request.Attempt = l.finished + 1
		if l.finished == 0 {
			l.request.Attempt = node.Attempt
		}
		return true, false, nil
	}
	name := l.request.NodeName
	return false, false, &Error{
		Code: codes.NotFound, ErrorCode: "DLF.30125", Reason: "NODE_NOT_IN_INSTANCE",
		Subject: "node " + name,
		Message: fmt.Sprintf("instance %d has no node '%s'", l.request.InstanceId, name),
	}
}

// Piece is the one that Next went on to.
func (l *Log) Piece() *sluicev1.ReadLogResponse {
	return l.piece
}

// Err is why Next was false; nil at the end of the log.
func (l *Log) Err() error {
	return l.err
}
