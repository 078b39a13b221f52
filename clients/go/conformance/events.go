package main

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"strings"
	"time"

	"sluice"
	sluicev1 "sluice/v1"
)

func (t *transcript) follow(ctx context.Context, s step) ([]string, error) {
	var statuses []string
	watch := t.client.Watch(&sluicev1.WatchEventsRequest{InstanceId: t.instance(s.Instance)})
	for watch.Next(ctx) {
		event := watch.Event()
		if event.Type != sluicev1.EventType_EVENT_TYPE_INSTANCE_STATUS {
			continue
		}
		if statuses == nil {
			statuses = append(statuses, sluice.StatusName(event.InstanceFrom))
		}
		statuses = append(statuses, sluice.StatusName(event.InstanceTo))
		if sluice.IsFinal(event.InstanceTo) {
			return line(strings.Join(statuses, " ")), nil
		}
	}
	return nil, watch.Err()
}

func (t *transcript) waitEvents(ctx context.Context, s step) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(s.TimeoutMs)*time.Millisecond)
	defer cancel()
	reply, err := t.client.Events.WaitEvents(
		ctx, &sluicev1.WaitEventsRequest{AfterSeq: -1, WaitMs: s.WaitMs})
	return line("%d events", len(reply.GetEvents())), err
}

func (t *transcript) watchAcrossRestart(ctx context.Context, s step) ([]string, error) {
	last, err := t.client.LatestEvent(ctx, "", 0)
	if err != nil {
		return nil, err
	}
	watch := t.client.Watch(&sluicev1.WatchEventsRequest{JobName: s.Job, AfterSeq: last})
	var lines []string
	numbers := "numbers grow"
	for _, round := range []string{"first", "second"} {
		if round == "second" {
			if _, err := t.restart(ctx, s); err != nil {
				return nil, err
			}
		}
		events, err := t.runToEnd(ctx, s.Job, watch)
		if err != nil {
			return nil, err
		}
		for _, event := range events {
			lines = append(lines, round+" "+eventText(event))
			if event.Seq <= last {
				numbers = "numbers do not grow"
			}
			last = event.Seq
		}
	}
	return append(lines, numbers), nil
}

func (t *transcript) runToEnd(
	ctx context.Context, job string, watch *sluice.Watch,
) ([]*sluicev1.Event, error) {
	if _, err := t.client.Instances.RunJob(ctx, &sluicev1.RunJobRequest{JobName: job}); err != nil {
		return nil, err
	}
	var seen []*sluicev1.Event
	for watch.Next(ctx) {
		seen = append(seen, watch.Event())
		if sluice.IsFinal(watch.Event().InstanceTo) {
			return seen, nil
		}
	}
	return nil, watch.Err()
}

func (t *transcript) readLog(ctx context.Context, s step) ([]string, error) {
	text, err := t.logText(ctx, s)
	return line(sumOf(text)), err
}

func (t *transcript) printLog(ctx context.Context, s step) ([]string, error) {
	text, err := t.logText(ctx, s)
	return linesOf(string(text)), err
}

func (t *transcript) logText(ctx context.Context, s step) ([]byte, error) {
	var text bytes.Buffer
	request := &sluicev1.ReadLogRequest{InstanceId: t.instance(s.Instance), NodeName: s.Node}
	for {
		reply, err := t.client.Instances.ReadLog(ctx, request)
		if err != nil {
			return nil, err
		}
		text.Write(reply.Data)
		if reply.End {
			return text.Bytes(), nil
		}
		request.Offset = reply.NextOffset
	}
}

func sumOf(text []byte) string {
	return fmt.Sprintf("%d bytes, crc32 %08x", len(text), crc32.ChecksumIEEE(text))
}
