// Retries every instance that was planned for a day and has failed, from the nodes that failed.
//
//	retry-day [--dry-run] YYYY-MM-DD
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"time"

	"sluice"
	sluicev1 "sluice/v1"
)

// batch is how many instances one call retries at most.
const batch = 1_000

func main() {
	log.SetFlags(0)
	dryRun := flag.Bool("dry-run", false, "only show what would change")
	flag.Parse()
	day, err := time.ParseInLocation("2006-01-02", flag.Arg(0), time.Local)
	if err != nil {
		log.Fatal("retry-day [--dry-run] YYYY-MM-DD")
	}
	ctx := context.Background()
	client, err := sluice.Connect(ctx, "")
	if err != nil {
		log.Fatal(err)
	}
	failed, err := failedOn(ctx, client, day)
	if err != nil {
		log.Fatal(err)
	}
	for job, targets := range failed {
		for len(targets) > 0 {
			size := batch
			if len(targets) < size {
				size = len(targets)
			}
			retry(ctx, client, job, targets[:size], *dryRun)
			targets = targets[size:]
		}
	}
}

// failedOn are the failed instances of a day, by their job.
func failedOn(
	ctx context.Context, client *sluice.Client, day time.Time,
) (map[string][]*sluicev1.TaskRetry, error) {
	request := &sluicev1.ListInstancesRequest{
		Statuses:      []sluicev1.InstanceStatus{sluicev1.InstanceStatus_INSTANCE_STATUS_FAIL},
		PlannedFrom:   day.UnixMilli(),
		PlannedBefore: day.AddDate(0, 0, 1).UnixMilli(),
	}
	failed := map[string][]*sluicev1.TaskRetry{}
	list := sluice.NewPages(
		client.Instances.ListInstances, request,
		(*sluicev1.ListInstancesResponse).GetInstances)
	for list.Next(ctx) {
		job := list.Item().JobName
		target := &sluicev1.TaskRetry{InstanceId: list.Item().InstanceId}
		failed[job] = append(failed[job], target)
	}
	return failed, list.Err()
}

func retry(
	ctx context.Context, client *sluice.Client, job string, targets []*sluicev1.TaskRetry,
	dryRun bool,
) {
	reply, err := client.Instances.RetryInstances(ctx, &sluicev1.RetryInstancesRequest{
		JobName:          job,
		RetryLocation:    sluicev1.RetryLocation_RETRY_LOCATION_ERROR_NODE,
		RetryTaskVersion: sluicev1.RetryTaskVersion_RETRY_TASK_VERSION_ORIGINAL,
		TaskRetrys:       targets,
		Options:          &sluicev1.ChangeOptions{DryRun: dryRun, Reason: "retry of the day"},
	})
	if err != nil {
		log.Printf("%s: %v", job, err)
		return
	}
	for _, change := range reply.Result.Instances {
		fmt.Printf("%s, instance %d: %s -> %s\n", job, change.InstanceId,
			sluice.StatusName(change.From), sluice.StatusName(change.To))
	}
}
