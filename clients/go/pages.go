package sluice

import (
	"context"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Pages iterates over the elements of a paged list, each page fetched when it is needed:
//
//	list := sluice.NewPages(client.Jobs.ListJobs, request, (*sluicev1.ListJobsResponse).GetJobs)
//	for list.Next(ctx) {
//		fmt.Println(list.Item().JobName)
//	}
//	if list.Err() != nil { … }
type Pages[Item any] struct {
	fetch func(ctx context.Context, token string) (items []Item, next string, err error)
	items []Item
	token string
	begun bool
	item  Item
	err   error
}

// NewPages begins at the page that the request names; the request itself stays as it is.
func NewPages[Request proto.Message, Reply interface{ GetNextPageToken() string }, Item any](
	call func(context.Context, Request) (Reply, error), request Request,
	items func(Reply) []Item,
) *Pages[Item] {
	request = proto.Clone(request).(Request)
	message := request.ProtoReflect()
	field := message.Descriptor().Fields().ByName("page_token")
	return &Pages[Item]{
		token: message.Get(field).String(),
		fetch: func(ctx context.Context, token string) ([]Item, string, error) {
			message.Set(field, protoreflect.ValueOfString(token))
			reply, err := call(ctx, request)
			if err != nil {
				return nil, "", err
			}
			return items(reply), reply.GetNextPageToken(), nil
		},
	}
}

// Next goes on to the next element; false: there is none, or Err says why it cannot be had.
func (p *Pages[Item]) Next(ctx context.Context) bool {
	for len(p.items) == 0 {
		if p.begun && p.token == "" {
			return false
		}
		p.items, p.token, p.err = p.fetch(ctx, p.token)
		if p.err != nil {
			p.token = ""
		}
		p.begun = true
	}
	p.item, p.items = p.items[0], p.items[1:]
	return true
}

// Item is the element that Next went on to.
func (p *Pages[Item]) Item() Item {
	return p.item
}

// Err is why Next was false; nil at the end of the list.
func (p *Pages[Item]) Err() error {
	return p.err
}

// All are the elements that are left.
func (p *Pages[Item]) All(ctx context.Context) ([]Item, error) {
	var all []Item
	for p.Next(ctx) {
		all = append(all, p.Item())
	}
	return all, p.Err()
}
