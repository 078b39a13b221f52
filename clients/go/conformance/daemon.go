package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"

	"sluice"
	sluicev1 "sluice/v1"
)

func (t *transcript) serverInfo(ctx context.Context, s step) ([]string, error) {
	info, err := t.client.Server.GetServerInfo(ctx, &sluicev1.GetServerInfoRequest{})
	if err != nil {
		return nil, err
	}
	state := "full"
	if info.Writable {
		state = "writable"
	}
	for _, limit := range info.Limits {
		if limit.Name == s.Limit {
			return line("%s, %s %d %s", state, limit.Name, limit.Value, limit.Unit), nil
		}
	}
	log.Fatalf("there is no limit %s", s.Limit)
	return nil, nil
}

func (t *transcript) createWorkspace(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Workspaces.CreateWorkspace(
		ctx, &sluicev1.CreateWorkspaceRequest{Workspace: s.Workspace})
	if err != nil {
		return nil, err
	}
	return line("workspace %s", reply.Workspace.Name), nil
}

func (t *transcript) unknownMethod(ctx context.Context, _ step) ([]string, error) {
	err := t.client.Call(
		ctx, "sluice.v1.ServerService", "Nothing",
		&sluicev1.GetServerInfoRequest{}, &sluicev1.GetServerInfoResponse{})
	return line("answered"), err
}

func (t *transcript) connectNowhere(ctx context.Context, _ step) ([]string, error) {
	client, err := sluice.Connect(ctx, t.path+".nothing")
	if err != nil {
		return nil, err
	}
	client.Close()
	return line("connected"), nil
}

func (t *transcript) restart(context.Context, step) ([]string, error) {
	command := exec.Command(os.Getenv("SLUICE_RESTART"))
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		log.Fatalf("the daemon was not restarted: %v", err)
	}
	return line("restarted"), nil
}

func (t *transcript) submit(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Jobs.SubmitJob(ctx, &sluicev1.SubmitJobRequest{Source: s.Source})
	if err != nil {
		return nil, err
	}
	changed := "unchanged"
	if reply.Changed {
		changed = "changed"
	}
	return line("job %s version %d %s", reply.JobName, reply.Version, changed), nil
}

func (t *transcript) submitOversized(ctx context.Context, s step) ([]string, error) {
	return t.submit(ctx, step{Source: strings.Repeat("x", s.Bytes)})
}

func (t *transcript) validate(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Jobs.ValidateJob(ctx, &sluicev1.ValidateJobRequest{Source: s.Source})
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, at := range reply.Problems {
		lines = append(lines, fmt.Sprintf("%d:%d %s: %s", at.Line, at.Column, at.Path, at.Message))
	}
	return lines, nil
}

func (t *transcript) describeJob(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Jobs.GetJob(ctx, &sluicev1.GetJobRequest{JobName: s.Job})
	if err != nil {
		return nil, err
	}
	job := reply.Definition
	return line("job %s: %s; labels %s", job.Name, job.Description, pairs(job.Labels)), nil
}
