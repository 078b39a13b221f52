// Prints a line for every instance that fails from now on, and for every alert; or lets a command
// know, for example `alert logger -t sluice`.
//
//	alert [COMMAND [ARGUMENT…]]
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"

	"sluice"
	sluicev1 "sluice/v1"
)

func main() {
	log.SetFlags(0)
	ctx := context.Background()
	client, err := sluice.Connect(ctx, "")
	if err != nil {
		log.Fatal(err)
	}
	seq, err := client.LatestEvent(ctx, "", sluicev1.Environment_ENVIRONMENT_UNSPECIFIED)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("watching")
	watch := client.Watch(&sluicev1.WatchEventsRequest{AfterSeq: seq})
	for watch.Next(ctx) {
		if text := alert(watch.Event()); text != "" {
			tell(text)
		}
	}
	log.Fatal(watch.Err())
}

// alert is the line about an event; empty: nobody wants to know.
func alert(event *sluicev1.Event) string {
	where := fmt.Sprintf("%s, instance %d", event.JobName, event.InstanceId)
	switch {
	case event.InstanceTo == sluicev1.InstanceStatus_INSTANCE_STATUS_FAIL:
		return where + " failed"
	case event.Type == sluicev1.EventType_EVENT_TYPE_ALERT:
		return where + ": " + event.Reason
	}
	return ""
}

func tell(text string) {
	if len(os.Args) < 2 {
		fmt.Println(text)
		return
	}
	command := exec.Command(os.Args[1], append(os.Args[2:], text)...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		log.Printf("%s: %v", text, err)
	}
}
