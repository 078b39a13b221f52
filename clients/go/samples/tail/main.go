// Prints the log of a node as it grows, with its retries, until the node has ended.
//
//	tail INSTANCE NODE
package main

import (
	"context"
	"log"
	"os"
	"strconv"

	"sluice"
	sluicev1 "sluice/v1"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("tail INSTANCE NODE")
	}
	instance, err := strconv.ParseInt(os.Args[1], 10, 64)
	if err != nil {
		log.Fatalf("%s is no number of an instance", os.Args[1])
	}
	ctx := context.Background()
	client, err := sluice.Connect(ctx, "")
	if err != nil {
		log.Fatal(err)
	}
	lines := client.Log(&sluicev1.ReadLogRequest{InstanceId: instance, NodeName: os.Args[2]})
	for lines.Next(ctx) {
		if _, err := os.Stdout.Write(lines.Piece().Data); err != nil {
			log.Fatal(err)
		}
	}
	if lines.Err() != nil {
		log.Fatal(lines.Err())
	}
}
