package main

import (
	"context"
	"fmt"

	"sluice"
	sluicev1 "sluice/v1"
)

func (t *transcript) run(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Instances.RunJob(ctx, &sluicev1.RunJobRequest{
		JobName: s.Job, Params: s.Params, PlanTime: s.PlanTime, Options: t.options(s),
	})
	if err != nil {
		return nil, err
	}
	if reply.Result.DryRun {
		return changeLines(reply.Result), nil
	}
	t.instances[s.As] = reply.InstanceId
	repeated := ""
	if reply.Result.Repeated {
		repeated = " repeated"
	}
	return line("instance %d%s", reply.InstanceId, repeated), nil
}

func (t *transcript) runMany(ctx context.Context, s step) ([]string, error) {
	for i := 0; i < s.Count; i++ {
		if _, err := t.run(ctx, s); err != nil {
			return nil, err
		}
	}
	return line("%d instances", s.Count), nil
}

func (t *transcript) wait(ctx context.Context, s step) ([]string, error) {
	details, err := t.client.Wait(ctx, t.named(s))
	if err != nil {
		return nil, err
	}
	return line(sluice.StatusName(details.Instance.Status)), nil
}

func (t *transcript) details(ctx context.Context, s step) ([]string, error) {
	details, err := t.client.Details(ctx, t.named(s))
	if err != nil {
		return nil, err
	}
	lines := line(instanceText(details.Instance))
	for _, node := range details.Nodes {
		lines = append(lines, nodeText(node))
	}
	return lines, nil
}

func (t *transcript) waitReason(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Instances.GetInstance(ctx, t.named(s))
	if err != nil {
		return nil, err
	}
	status := sluice.StatusName(reply.Instance.Status)
	return line("%s, wait reason %d", status, reply.Instance.WaitReason), nil
}

func (t *transcript) named(s step) *sluicev1.GetInstanceRequest {
	return &sluicev1.GetInstanceRequest{InstanceId: t.instance(s.Instance)}
}

func (t *transcript) list(ctx context.Context, s step) ([]string, error) {
	found, err := t.listed(ctx, s)
	if err != nil {
		return nil, err
	}
	once, order := "each once", "newest first"
	seen := map[int64]bool{}
	for i, instance := range found {
		if seen[instance.InstanceId] {
			once = "some twice"
		}
		seen[instance.InstanceId] = true
		if i > 0 && found[i-1].InstanceId < instance.InstanceId {
			order = "in disorder"
		}
	}
	return line("%d instances, %s, %s", len(found), once, order), nil
}

func (t *transcript) listed(ctx context.Context, s step) ([]*sluicev1.Instance, error) {
	request := &sluicev1.ListInstancesRequest{JobGlob: s.Job, PageSize: s.PageSize}
	call := t.client.Instances.ListInstances
	if s.OnePage {
		reply, err := call(ctx, request)
		return reply.GetInstances(), err
	}
	return sluice.NewPages(call, request, (*sluicev1.ListInstancesResponse).GetInstances).All(ctx)
}

func (t *transcript) retry(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Instances.RetryInstances(ctx, &sluicev1.RetryInstancesRequest{
		JobName:          s.Job,
		RetryLocation:    sluicev1.RetryLocation_RETRY_LOCATION_ERROR_NODE,
		RetryTaskVersion: sluicev1.RetryTaskVersion_RETRY_TASK_VERSION_ORIGINAL,
		TaskRetrys:       []*sluicev1.TaskRetry{{InstanceId: t.instance(s.Instance)}},
		Params:           s.Params,
	})
	return changeLines(reply.GetResult()), err
}

func (t *transcript) stop(ctx context.Context, s step) ([]string, error) {
	request := &sluicev1.StopInstancesRequest{SkipRefused: s.SkipRefused, Options: t.options(s)}
	for _, name := range s.Instances {
		request.InstanceIds = append(request.InstanceIds, t.instance(name))
	}
	reply, err := t.client.Instances.StopInstances(ctx, request)
	if err != nil {
		return nil, err
	}
	t.plans[s.As] = reply.Result.PlanToken
	return changeLines(reply.Result), nil
}

func (t *transcript) setNodesSuccess(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Nodes.SetNodesSuccess(
		ctx, &sluicev1.SetNodesSuccessRequest{Nodes: t.targets(s)})
	return changeLines(reply.GetResult()), err
}

func (t *transcript) pauseNodes(ctx context.Context, s step) ([]string, error) {
	reply, err := t.client.Nodes.PauseNodes(ctx, &sluicev1.PauseNodesRequest{Nodes: t.targets(s)})
	return changeLines(reply.GetResult()), err
}

func (t *transcript) targets(s step) []*sluicev1.NodeTarget {
	var targets []*sluicev1.NodeTarget
	for _, node := range s.Nodes {
		target := &sluicev1.NodeTarget{InstanceId: t.instance(s.Instance), NodeName: node}
		targets = append(targets, target)
	}
	return targets
}

// changeLines are what changed or would change, then what was left out.
func changeLines(result *sluicev1.ChangeResult) []string {
	var lines []string
	if result.GetDryRun() {
		lines = append(lines, "dry run")
	}
	for _, change := range result.GetInstances() {
		lines = append(lines, changeText(change))
	}
	for _, item := range result.GetRefused() {
		lines = append(lines, fmt.Sprintf("refused %d: %s", item.InstanceId, item.Message))
	}
	return lines
}
