package sluice

import (
	"strings"

	sluicev1 "sluice/v1"
)

// IsFinal tells whether an instance of this status has ended.
func IsFinal(status sluicev1.InstanceStatus) bool {
	switch status {
	case sluicev1.InstanceStatus_INSTANCE_STATUS_SUCCESS,
		sluicev1.InstanceStatus_INSTANCE_STATUS_FAIL,
		sluicev1.InstanceStatus_INSTANCE_STATUS_MANUAL_STOP:
		return true
	}
	return false
}

// IsFinalNode tells whether a node of this status has ended.
func IsFinalNode(status sluicev1.NodeStatus) bool {
	switch status {
	case sluicev1.NodeStatus_NODE_STATUS_SUCCESS, sluicev1.NodeStatus_NODE_STATUS_FAIL,
		sluicev1.NodeStatus_NODE_STATUS_SKIP, sluicev1.NodeStatus_NODE_STATUS_MANUAL_STOP:
		return true
	}
	return false
}

// StatusName is the name that the command line has for a status of an instance, for example
// "running-exception"; "-" for none.
func StatusName(status sluicev1.InstanceStatus) string {
	return statusName(status.String(), "INSTANCE_STATUS_")
}

// NodeStatusName is the same for a status of a node.
func NodeStatusName(status sluicev1.NodeStatus) string {
	return statusName(status.String(), "NODE_STATUS_")
}

func statusName(value, prefix string) string {
	name := strings.ToLower(strings.TrimPrefix(value, prefix))
	if name == "unspecified" {
		return "-"
	}
	return strings.ReplaceAll(name, "_", "-")
}
