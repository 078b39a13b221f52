package sluice_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"sluice"
	sluicev1 "sluice/v1"
)

var ctx = context.Background()

func hangUp(p peer) {
	readFrame(p.socket)
}

func TestAReadIsMadeAgainOnANewConnection(t *testing.T) {
	answer := func(p peer) {
		stream, _ := p.request(&sluicev1.GetServerInfoRequest{})
		p.answer(stream, &sluicev1.GetServerInfoResponse{Version: "7"})
		p.untilClosed()
	}
	client := connect(t, fakeDaemon(t, hangUp, hangUp, answer))
	defer client.Close()
	info, err := client.Server.GetServerInfo(ctx, &sluicev1.GetServerInfoRequest{})
	if err != nil || info.Version != "7" {
		t.Fatal(info, err)
	}
}

func TestAChangeIsMadeAgainUnderTheSameRequestID(t *testing.T) {
	ids := make(chan string, 3)
	take := func(p peer) uint32 {
		var request sluicev1.RunJobRequest
		stream, _ := p.request(&request)
		ids <- request.Options.GetRequestId()
		return stream
	}
	path := fakeDaemon(t, func(p peer) { take(p) }, func(p peer) {
		p.answer(take(p), &sluicev1.RunJobResponse{InstanceId: 9})
		p.answer(take(p), &sluicev1.RunJobResponse{InstanceId: 10})
		p.untilClosed()
	})
	client := connect(t, path)
	defer client.Close()
	for _, id := range []int64{9, 10} {
		request := &sluicev1.RunJobRequest{JobName: "etl"}
		reply, err := client.Instances.RunJob(ctx, request)
		if err != nil || reply.InstanceId != id {
			t.Fatal(reply, err)
		}
		if request.Options != nil {
			t.Fatal("the caller's request was changed")
		}
	}
	first, again, other := <-ids, <-ids, <-ids
	if len(first) != 32 || first != again || again == other {
		t.Fatal(first, again, other)
	}
}

func TestARequestIDOfTheCallerIsKeptAndADryRunHasNone(t *testing.T) {
	for _, options := range []*sluicev1.ChangeOptions{
		{RequestId: "mine", Reason: "because"}, {DryRun: true},
	} {
		sent := make(chan *sluicev1.ChangeOptions, 1)
		client := connect(t, fakeDaemon(t, func(p peer) {
			var request sluicev1.RunJobRequest
			stream, _ := p.request(&request)
			sent <- request.Options
			p.answer(stream, &sluicev1.RunJobResponse{})
			p.untilClosed()
		}))
		if _, err := client.Instances.RunJob(
			ctx, &sluicev1.RunJobRequest{Options: options}); err != nil {
			t.Fatal(err)
		}
		client.Close()
		if found := <-sent; !proto.Equal(options, found) {
			t.Fatal(found)
		}
	}
}

func TestWhatNobodyKnowsIsMadeOnce(t *testing.T) {
	client := connect(t, fakeDaemon(t, hangUp))
	err := client.Call(
		ctx, "sluice.v1.ServerService", "Nothing",
		&sluicev1.GetServerInfoRequest{}, &sluicev1.GetServerInfoResponse{})
	if sluice.Code(err) != codes.Unavailable {
		t.Fatal(err)
	}
}

func TestPatienceEnds(t *testing.T) {
	client := connect(t, fakeDaemon(t, hangUp, hangUp, hangUp, hangUp, hangUp, hangUp))
	_, err := client.Server.GetServerInfo(ctx, &sluicev1.GetServerInfoRequest{})
	if sluice.Code(err) != codes.Unavailable || !strings.Contains(err.Error(), "was lost") {
		t.Fatal(err)
	}
}

func TestAnErrorHasTheDetailsOfTheEngine(t *testing.T) {
	client := connect(t, fakeDaemon(t, func(p peer) {
		stream, _ := p.request(&sluicev1.GetInstanceRequest{})
		detail, err := proto.Marshal(&sluicev1.ErrorDetail{
			ErrorCode: "DLF.0137", ErrorMsg: "Job instance does not exist.",
			Reason: "INSTANCE_NOT_FOUND", Subject: "instance 812",
		})
		if err != nil {
			t.Error(err)
		}
		p.respond(stream, &sluicev1.RpcResponse{Status: &sluicev1.RpcStatus{
			Code: 5, Message: "there is no instance 812",
			Details: []*sluicev1.RpcAny{{
				TypeUrl: "type.googleapis.com/sluice.v1.ErrorDetail", Value: detail,
			}},
		}})
		p.untilClosed()
	}))
	defer client.Close()
	_, err := client.Instances.GetInstance(ctx, &sluicev1.GetInstanceRequest{InstanceId: 812})
	var e *sluice.Error
	if !errors.As(err, &e) || status.Code(err) != codes.NotFound {
		t.Fatal(err)
	}
	expected := sluice.Error{
		Code: codes.NotFound, Message: "there is no instance 812", ErrorCode: "DLF.0137",
		ErrorMsg: "Job instance does not exist.", Reason: "INSTANCE_NOT_FOUND",
		Subject: "instance 812",
	}
	if *e != expected {
		t.Fatal(*e)
	}
}

func TestADeadlineIsSentAndKept(t *testing.T) {
	sent := make(chan int64, 1)
	path := fakeDaemon(t, func(p peer) {
		_, envelope := p.request(&sluicev1.GetServerInfoRequest{})
		sent <- envelope.TimeoutNano
		p.untilClosed()
	})
	client := connect(t, path)
	bounded, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := client.Server.GetServerInfo(bounded, &sluicev1.GetServerInfoRequest{})
	if !errors.Is(err, context.DeadlineExceeded) || sluice.Code(err) != codes.DeadlineExceeded {
		t.Fatal(err)
	}
	if nanos := <-sent; nanos <= 0 || nanos > int64(50*time.Millisecond) {
		t.Fatal(nanos)
	}
}

func TestACancelledContextEndsItsCallAndNoOther(t *testing.T) {
	client := connect(t, fakeDaemon(t, func(p peer) {
		p.request(&sluicev1.GetServerInfoRequest{})
		stream, _ := p.request(&sluicev1.GetServerInfoRequest{})
		p.answer(stream, &sluicev1.GetServerInfoResponse{Version: "7"})
		p.untilClosed()
	}))
	defer client.Close()
	cancelled, cancel := context.WithCancel(ctx)
	time.AfterFunc(10*time.Millisecond, cancel)
	_, err := client.Server.GetServerInfo(cancelled, &sluicev1.GetServerInfoRequest{})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	info, err := client.Server.GetServerInfo(ctx, &sluicev1.GetServerInfoRequest{})
	if err != nil || info.Version != "7" {
		t.Fatal(info, err)
	}
}

func TestARequestBeyondAFrameIsRefusedAndNotSent(t *testing.T) {
	client := connect(t, fakeDaemon(t, func(p peer) { p.untilClosed() }))
	defer client.Close()
	source := strings.Repeat("x", 4<<20)
	_, err := client.Jobs.SubmitJob(ctx, &sluicev1.SubmitJobRequest{Source: source})
	if sluice.Code(err) != codes.ResourceExhausted {
		t.Fatal(err)
	}
}

func TestAClosedClientSaysSo(t *testing.T) {
	client := connect(t, fakeDaemon(t, func(p peer) { p.untilClosed() }))
	client.Close()
	_, err := client.Server.GetServerInfo(ctx, &sluicev1.GetServerInfoRequest{})
	if sluice.Code(err) != codes.Canceled || !strings.Contains(err.Error(), "closed") {
		t.Fatal(err)
	}
}

func TestNobodyListens(t *testing.T) {
	_, err := sluice.Connect(ctx, filepath.Join(t.TempDir(), "nothing"))
	if sluice.Code(err) != codes.Unavailable {
		t.Fatal(err)
	}
}

func TestPagesAreFetchedOneAfterTheOther(t *testing.T) {
	request := &sluicev1.ListJobsRequest{PageSize: 2}
	call := func(
		_ context.Context, page *sluicev1.ListJobsRequest,
	) (*sluicev1.ListJobsResponse, error) {
		switch page.PageToken {
		case "":
			return &sluicev1.ListJobsResponse{
				Jobs: []*sluicev1.JobSummary{{JobName: "a"}, {JobName: "b"}}, NextPageToken: "2",
			}, nil
		case "2":
			// A page may be empty without being the last.
			return &sluicev1.ListJobsResponse{NextPageToken: "3"}, nil
		}
		return &sluicev1.ListJobsResponse{Jobs: []*sluicev1.JobSummary{{JobName: "c"}}}, nil
	}
	list := sluice.NewPages(call, request, (*sluicev1.ListJobsResponse).GetJobs)
	names := ""
	for list.Next(ctx) {
		names += list.Item().JobName
	}
	if names != "abc" || list.Err() != nil || request.PageToken != "" {
		t.Fatal(names, list.Err(), request)
	}
}

func TestAWatchGoesOnBehindTheLastEvent(t *testing.T) {
	asked := make(chan int64, 5)
	take := func(p peer) uint32 {
		var request sluicev1.WaitEventsRequest
		stream, _ := p.request(&request)
		asked <- request.AfterSeq
		return stream
	}
	client := connect(t, fakeDaemon(t, func(p peer) {
		p.answer(take(p), &sluicev1.WaitEventsResponse{LatestSeq: 4})
		p.answer(take(p), &sluicev1.WaitEventsResponse{
			LatestSeq: 7, Events: []*sluicev1.Event{{Seq: 5}, {Seq: 7}},
		})
		take(p)
	}, func(p peer) {
		p.answer(take(p), &sluicev1.WaitEventsResponse{LatestSeq: 8})
		p.answer(take(p), &sluicev1.WaitEventsResponse{
			LatestSeq: 9, Events: []*sluicev1.Event{{Seq: 9}},
		})
		p.untilClosed()
	}))
	watch := client.Watch(&sluicev1.WatchEventsRequest{AfterSeq: -1})
	for _, seq := range []int64{5, 7, 9} {
		if !watch.Next(ctx) || watch.Event().Seq != seq {
			t.Fatal(watch.Event(), watch.Err())
		}
	}
	client.Close()
	for i, seq := range []int64{-1, 4, 7, 7, 8} {
		if found := <-asked; found != seq {
			t.Fatalf("call %d asked for events after %d", i, found)
		}
	}
}
