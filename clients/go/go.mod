module sluice

go 1.19

require (
	github.com/containerd/ttrpc v1.2.7
	google.golang.org/genproto/googleapis/rpc v0.0.0-20230731190214-cbb8c96f2d6d
	google.golang.org/grpc v1.57.1
	google.golang.org/protobuf v1.33.0
)
