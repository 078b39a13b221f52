package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"google.golang.org/grpc/codes"

	"sluice"
	sluicev1 "sluice/v1"
)

// params are a JSON object whose order is kept.
type params []*sluicev1.KeyValue

func (p *params) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return err
	}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return err
		}
		var value string
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		*p = append(*p, &sluicev1.KeyValue{Key: fmt.Sprint(key), Value: value})
	}
	return nil
}

func line(format string, arguments ...interface{}) []string {
	if len(arguments) == 0 {
		return []string{format}
	}
	return []string{fmt.Sprintf(format, arguments...)}
}

func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

func dashed(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// codeName is `NOT_FOUND` for what Go calls `NotFound`.
func codeName(code codes.Code) string {
	if code == codes.Canceled {
		return "CANCELLED"
	}
	var name strings.Builder
	for i, letter := range code.String() {
		if i > 0 && letter >= 'A' && letter <= 'Z' {
			name.WriteByte('_')
		}
		name.WriteRune(letter)
	}
	return strings.ToUpper(name.String())
}

func pairs(entries []*sluicev1.KeyValue) string {
	var words []string
	for _, entry := range entries {
		words = append(words, entry.Key+"="+entry.Value)
	}
	return dashed(strings.Join(words, " "))
}

func presence(present bool) string {
	if present {
		return "present"
	}
	return "absent"
}

// optional is the value of a field that may be absent.
func optional(present bool, value interface{}) string {
	if present {
		return fmt.Sprint(value)
	}
	return "absent"
}

func instanceText(i *sluicev1.Instance) string {
	return fmt.Sprintf(
		"job %s, %s, run %d, end_time %s, execute_time %s, params %s, labels %s",
		i.JobName, sluice.StatusName(i.Status), i.Run, presence(i.HasEndTime != nil),
		presence(i.HasExecuteTime != nil), pairs(i.Params), pairs(i.Labels))
}

func nodeText(n *sluicev1.NodeInstance) string {
	return fmt.Sprintf(
		"node %s, %s, attempt %d, end_time %s, exit_code %s, rows %s, outputs %s, reason %s",
		n.NodeName, sluice.NodeStatusName(n.Status), n.Attempt, presence(n.HasEndTime != nil),
		optional(n.HasExitCode != nil, n.GetExitCode()),
		optional(n.HasInputRowCount != nil, n.GetInputRowCount()),
		pairs(n.Outputs), dashed(n.Reason))
}

func changeText(change *sluicev1.InstanceChange) string {
	var nodes []string
	for _, node := range change.Nodes {
		text := fmt.Sprintf(
			"%s %s -> %s", node.NodeName, sluice.NodeStatusName(node.From), sluice.NodeStatusName(node.To))
		if node.Effect != "" {
			text += " " + node.Effect
		}
		nodes = append(nodes, text)
	}
	return fmt.Sprintf(
		"instance %d %s -> %s: %s", change.InstanceId, sluice.StatusName(change.From),
		sluice.StatusName(change.To), strings.Join(nodes, ", "))
}

func eventText(event *sluicev1.Event) string {
	switch event.Type {
	case sluicev1.EventType_EVENT_TYPE_INSTANCE_CREATED:
		return "instance created"
	case sluicev1.EventType_EVENT_TYPE_NODE_STATUS:
		return fmt.Sprintf(
			"%s %s -> %s", event.NodeName, sluice.NodeStatusName(event.NodeFrom),
			sluice.NodeStatusName(event.NodeTo))
	default:
		return fmt.Sprintf(
			"instance %s -> %s", sluice.StatusName(event.InstanceFrom),
			sluice.StatusName(event.InstanceTo))
	}
}
