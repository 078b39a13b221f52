package sluice

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	sluicev1 "sluice/v1"
)

// effect is what a method does, and so whether a call of it may be repeated.
type effect int

const (
	// Changes nothing.
	reads effect = iota
	// Changes something, and remembers its answer under the request id.
	changes
	// Changes something and remembers nothing; or nobody knows what it does.
	once
)

// method is what the schema says of a method.
type method struct {
	effect effect
	input  protoreflect.MessageDescriptor
}

func methodOf(service, name string) method {
	found, _ := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service))
	described, ok := found.(protoreflect.ServiceDescriptor)
	if !ok {
		return method{effect: once}
	}
	descriptor := described.Methods().ByName(protoreflect.Name(name))
	if descriptor == nil {
		return method{effect: once}
	}
	return method{effectOf(descriptor), descriptor.Input()}
}

// effectOf: a change that answers a ChangeResult remembers it under its request id.
func effectOf(method protoreflect.MethodDescriptor) effect {
	if method.Input().Fields().ByName("options") == nil {
		return reads
	}
	result := method.Output().Fields().ByName("result")
	if result != nil && result.Message() != nil && result.Message().Name() == "ChangeResult" {
		return changes
	}
	return once
}

// prepared is the payload, with a fresh request id where it changes something and has none, and
// whether a call with it may be made again that was, perhaps, carried out.
func (m method) prepared(payload []byte) ([]byte, bool, error) {
	if m.effect == reads || m.input == nil {
		return payload, m.effect == reads, nil
	}
	kind, err := protoregistry.GlobalTypes.FindMessageByName(m.input.FullName())
	if err != nil {
		return payload, false, nil
	}
	message := kind.New()
	if err := proto.Unmarshal(payload, message.Interface()); err != nil {
		return nil, false, &Error{Code: codes.Internal, Message: err.Error()}
	}
	field := m.input.Fields().ByName("options")
	options, ok := message.Mutable(field).Message().Interface().(*sluicev1.ChangeOptions)
	if !ok {
		return payload, false, nil
	}
	if m.effect == once || options.DryRun || options.RequestId != "" {
		return payload, m.effect == changes || options.DryRun, nil
	}
	options.RequestId = NewRequestID()
	payload, err = proto.Marshal(message.Interface())
	if err != nil {
		return nil, false, &Error{Code: codes.InvalidArgument, Message: err.Error()}
	}
	return payload, true, nil
}

// NewRequestID names a changing call: 128 random bits in hexadecimal digits.
func NewRequestID() string {
	var bits [16]byte
	if _, err := rand.Read(bits[:]); err != nil {
		panic(fmt.Sprintf("the system has no random numbers: %v", err))
	}
	return hex.EncodeToString(bits[:])
}
