//go:build ttrpc_streams

package main

import (
	"bytes"
	"context"
	"io"
	"time"

	sluicev1 "sluice/v1"
)

func cancelStream(t *transcript, ctx context.Context, _ step) ([]string, error) {
	ctx, cancel := context.WithCancel(ctx)
	stream, err := t.client.StreamEvents(ctx, &sluicev1.WatchEventsRequest{AfterSeq: -1})
	if err != nil {
		cancel()
		return nil, err
	}
	defer stream.Close()
	cancel()
	_, err = stream.Recv()
	return line("an answer"), err
}

func followLog(t *transcript, ctx context.Context, s step) ([]string, error) {
	if s.TimeoutMs > 0 {
		bounded, cancel := context.WithTimeout(ctx, time.Duration(s.TimeoutMs)*time.Millisecond)
		defer cancel()
		ctx = bounded
	}
	request := &sluicev1.FollowLogRequest{InstanceId: t.instance(s.Instance), NodeName: s.Node}
	stream, err := t.client.StreamLog(ctx, request)
	if err != nil {
		return nil, err
	}
	defer stream.Close()
	var text bytes.Buffer
	for {
		piece, err := stream.Recv()
		if err == io.EOF {
			return line(sumOf(text.Bytes())), nil
		}
		if err != nil {
			return nil, err
		}
		text.Write(piece.Data)
	}
}
