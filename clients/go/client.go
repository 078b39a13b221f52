// Package sluice is a client of sluiced. The messages and the stubs are in sluice/v1.
package sluice

import (
	"context"
	"time"

	sluicev1 "sluice/v1"
)

// Client is a daemon as a program sees it: one connection, made again when it is lost, and one stub
// for each service. Goroutines may share it. Every error of its calls is an *Error.
//
// A call ends when its context does; one without a deadline ends after a minute. What a changing
// call has begun is carried out all the same.
type Client struct {
	Jobs          sluicev1.JobServiceService
	Objects       sluicev1.ObjectServiceService
	Instances     sluicev1.InstanceServiceService
	Nodes         sluicev1.NodeServiceService
	Operations    sluicev1.OperationServiceService
	Schedules     sluicev1.ScheduleServiceService
	Backfills     sluicev1.BackfillServiceService
	Notifications sluicev1.NotificationServiceService
	Publications  sluicev1.PublicationServiceService
	Events        sluicev1.EventServiceService
	Workspaces    sluicev1.WorkspaceServiceService
	Pools         sluicev1.PoolServiceService
	Server        sluicev1.ServerServiceService

	channel *channel
}

// Option changes how Connect's client behaves.
type Option func(*channel)

// HalfAMinute are the pauses before each repetition of a call whose connection was lost; as many
// repetitions as there are pauses. A daemon that is restarted is back by then.
func HalfAMinute() []time.Duration {
	pauses := []time.Duration{}
	for pause := 100 * time.Millisecond; pause < 2*time.Second; pause *= 2 {
		pauses = append(pauses, pause)
	}
	for len(pauses) < 19 {
		pauses = append(pauses, 2*time.Second)
	}
	return pauses
}

// WithPatience sets the pauses in place of HalfAMinute; none: nothing is repeated.
func WithPatience(pauses ...time.Duration) Option {
	return func(c *channel) { c.patience = pauses }
}

// WithCallTimeout sets the time that a call without a deadline has in place of a minute; 0: no end.
func WithCallTimeout(timeout time.Duration) Option {
	return func(c *channel) { c.callTimeout = timeout }
}

// Connect connects to the daemon behind the socket at path; empty: DefaultSocketPath. The error is
// codes.Unavailable where none listens, codes.PermissionDenied where the socket may not be used.
func Connect(ctx context.Context, path string, options ...Option) (*Client, error) {
	if path == "" {
		path = DefaultSocketPath()
	}
	channel := newChannel(path)
	for _, option := range options {
		option(channel)
	}
	if _, err := channel.connection(ctx); err != nil {
		channel.close()
		return nil, err
	}
	stub := channel.stub
	return &Client{
		Jobs:          sluicev1.NewJobServiceClient(stub),
		Objects:       sluicev1.NewObjectServiceClient(stub),
		Instances:     sluicev1.NewInstanceServiceClient(stub),
		Nodes:         sluicev1.NewNodeServiceClient(stub),
		Operations:    sluicev1.NewOperationServiceClient(stub),
		Schedules:     sluicev1.NewScheduleServiceClient(stub),
		Backfills:     sluicev1.NewBackfillServiceClient(stub),
		Notifications: sluicev1.NewNotificationServiceClient(stub),
		Publications:  sluicev1.NewPublicationServiceClient(stub),
		Events:        sluicev1.NewEventServiceClient(stub),
		Workspaces:    sluicev1.NewWorkspaceServiceClient(stub),
		Pools:         sluicev1.NewPoolServiceClient(stub),
		Server:        sluicev1.NewServerServiceClient(stub),
		channel:       channel,
	}, nil
}

// Close ends the connection. Calls that are under way, and later ones, end with codes.Canceled.
func (c *Client) Close() {
	c.channel.close()
}

// Call calls any unary method by its name, for methods that the stubs do not know.
func (c *Client) Call(
	ctx context.Context, service, method string, request, response interface{},
) error {
	return c.channel.stub.Call(ctx, service, method, request, response)
}
