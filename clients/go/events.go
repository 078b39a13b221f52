package sluice

import (
	"context"
	"time"

	"google.golang.org/protobuf/proto"

	sluicev1 "sluice/v1"
)

// longestWait is how long one WaitEvents waits. One that was given up counts as active until then.
const longestWait = 20 * time.Second

// LatestEvent is the number of the latest event now: what comes later has a higher one.
func (c *Client) LatestEvent(
	ctx context.Context, workspace string, environment sluicev1.Environment,
) (int64, error) {
	reply, err := c.Events.WaitEvents(ctx, &sluicev1.WaitEventsRequest{
		Workspace: workspace, Environment: environment, AfterSeq: -1,
	})
	return reply.GetLatestSeq(), err
}

// Watch iterates over events, in order and without end, across lost connections: none is lost or
// repeated.
//
//	watch := client.Watch(&sluicev1.WatchEventsRequest{AfterSeq: -1})
//	for watch.Next(ctx) {
//		fmt.Println(watch.Event().Seq)
//	}
//	log.Fatal(watch.Err())
type Watch struct {
	client  *Client
	request *sluicev1.WaitEventsRequest
	arrived []*sluicev1.Event
	event   *sluicev1.Event
	err     error
}

// Watch begins a watch of the events that fit the request. It asks by WaitEvents, so any ttrpc
// will do.
func (c *Client) Watch(request *sluicev1.WatchEventsRequest) *Watch {
	wait := longestWait
	if timeout := c.channel.callTimeout; timeout > 0 && timeout/2 < wait {
		wait = timeout / 2
	}
	return &Watch{client: c, request: &sluicev1.WaitEventsRequest{
		Workspace: request.Workspace, Environment: request.Environment,
		AfterSeq: request.AfterSeq, InstanceId: request.InstanceId, JobName: request.JobName,
		WaitMs: int32(wait.Milliseconds()),
	}}
}

// Next waits for the next event; false: Err says why. With another context, Next goes on.
func (w *Watch) Next(ctx context.Context) bool {
	w.err = nil
	for len(w.arrived) == 0 {
		if w.err = w.fetch(ctx); w.err != nil {
			return false
		}
	}
	w.event, w.arrived = w.arrived[0], w.arrived[1:]
	return true
}

func (w *Watch) fetch(ctx context.Context) error {
	if w.request.AfterSeq < 0 {
		// "From now on" has to mean the same now when it is asked again.
		seq, err := w.client.LatestEvent(ctx, w.request.Workspace, w.request.Environment)
		if err != nil {
			return err
		}
		w.request.AfterSeq = seq
	}
	reply, err := w.client.Events.WaitEvents(ctx, w.request)
	if err != nil {
		return err
	}
	w.request.AfterSeq = reply.LatestSeq
	w.arrived = reply.Events
	return nil
}

// Event is the one that Next went on to. A program that is started again goes on behind it by
// passing its Seq as AfterSeq.
func (w *Watch) Event() *sluicev1.Event {
	return w.event
}

// Err is why Next was false.
func (w *Watch) Err() error {
	return w.err
}

// Details is an instance with all of its nodes, however many pages they fill.
func (c *Client) Details(
	ctx context.Context, request *sluicev1.GetInstanceRequest,
) (*sluicev1.GetInstanceResponse, error) {
	details, err := c.Instances.GetInstance(ctx, request)
	if err != nil {
		return nil, err
	}
	more := proto.Clone(request).(*sluicev1.GetInstanceRequest)
	for details.NextNodePageToken != "" {
		more.NodePageToken = details.NextNodePageToken
		page, err := c.Instances.GetInstance(ctx, more)
		if err != nil {
			return nil, err
		}
		details.Nodes = append(details.Nodes, page.Nodes...)
		details.NextNodePageToken = page.NextNodePageToken
	}
	return details, nil
}

// Wait is the same, as it is when the instance has ended.
func (c *Client) Wait(
	ctx context.Context, request *sluicev1.GetInstanceRequest,
) (*sluicev1.GetInstanceResponse, error) {
	// Taken before the state: an event in between comes twice, never is missed.
	seq, err := c.LatestEvent(ctx, request.Workspace, request.Environment)
	if err != nil {
		return nil, err
	}
	now, err := c.Instances.GetInstance(ctx, request)
	if err != nil {
		return nil, err
	}
	ended := IsFinal(now.Instance.Status)
	watch := c.Watch(&sluicev1.WatchEventsRequest{
		Workspace: request.Workspace, Environment: request.Environment,
		InstanceId: request.InstanceId, AfterSeq: seq,
	})
	for !ended && watch.Next(ctx) {
		ended = IsFinal(watch.Event().InstanceTo)
	}
	if watch.Err() != nil {
		return nil, watch.Err()
	}
	return c.Details(ctx, request)
}
