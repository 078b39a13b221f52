package sluice

import (
	"context"
	"errors"
	"fmt"
	"strings"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	sluicev1 "sluice/v1"
)

// Error is a call that did not succeed.
type Error struct {
	Code codes.Code
	// What is wrong, for people.
	Message string
	// The domain's code, for example DLF.0137; empty where there is none.
	ErrorCode string
	// The text of that code.
	ErrorMsg string
	// A stable name for programs, for example INSTANCE_NOT_FOUND; empty for errors of the protocol
	// itself.
	Reason string
	// What the error is about, for example "instance 812".
	Subject string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%v: %s", e.Code, e.Message)
}

// GRPCStatus lets status.FromError and status.Code see the code.
func (e *Error) GRPCStatus() *status.Status {
	return status.New(e.Code, e.Message)
}

// Is tells that the errors of a context are meant as well, whoever noticed them first.
func (e *Error) Is(target error) bool {
	return target == context.DeadlineExceeded && e.Code == codes.DeadlineExceeded ||
		target == context.Canceled && e.Code == codes.Canceled
}

// Code is that of an *Error; codes.OK for nil, codes.Unknown for other errors.
func Code(err error) codes.Code {
	var e *Error
	switch {
	case err == nil:
		return codes.OK
	case errors.As(err, &e):
		return e.Code
	default:
		return codes.Unknown
	}
}

// errorOf is the error that a status means; nil for OK.
func errorOf(status *spb.Status) error {
	if codes.Code(status.GetCode()) == codes.OK {
		return nil
	}
	found := &Error{Code: codes.Code(status.GetCode()), Message: status.GetMessage()}
	for _, packed := range status.GetDetails() {
		var detail sluicev1.ErrorDetail
		if !strings.HasSuffix(packed.GetTypeUrl(), "/sluice.v1.ErrorDetail") ||
			proto.Unmarshal(packed.GetValue(), &detail) != nil {
			continue
		}
		found.ErrorCode, found.ErrorMsg = detail.ErrorCode, detail.ErrorMsg
		found.Reason, found.Subject = detail.Reason, detail.Subject
	}
	return found
}

func errorOfContext(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &Error{Code: codes.DeadlineExceeded, Message: "the deadline has passed"}
	}
	return &Error{Code: codes.Canceled, Message: "the call was cancelled"}
}
