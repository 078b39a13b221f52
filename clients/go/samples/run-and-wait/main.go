// Runs a job, waits for its end and says what became of its nodes.
//
//	run-and-wait JOB [KEY=VALUE…]
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"sluice"
	sluicev1 "sluice/v1"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("run-and-wait JOB [KEY=VALUE…]")
	}
	ctx := context.Background()
	client, err := sluice.Connect(ctx, "")
	if err != nil {
		log.Fatal(err)
	}
	request := &sluicev1.RunJobRequest{JobName: os.Args[1]}
	for _, pair := range os.Args[2:] {
		key, value, _ := strings.Cut(pair, "=")
		request.Params = append(request.Params, &sluicev1.KeyValue{Key: key, Value: value})
	}
	run, err := client.Instances.RunJob(ctx, request)
	if err != nil {
		log.Fatal(err)
	}
	details, err := client.Wait(ctx, &sluicev1.GetInstanceRequest{InstanceId: run.InstanceId})
	if err != nil {
		log.Fatal(err)
	}
	for _, node := range details.Nodes {
		fmt.Printf("%s: %s %s\n", node.NodeName, sluice.NodeStatusName(node.Status), node.Reason)
	}
	status := sluice.StatusName(details.Instance.Status)
	fmt.Printf("instance %d: %s\n", run.InstanceId, status)
	if status != "success" {
		os.Exit(1)
	}
}
