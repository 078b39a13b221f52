"""Paged lists as iterators."""

from __future__ import annotations

from typing import Any, Callable, Iterable, Iterator, TypeVar

from google.protobuf.message import Message

Request = TypeVar("Request", bound=Message)
Reply = TypeVar("Reply", bound=Message)
Item = TypeVar("Item")


def copy_of(request: Request) -> Any:
    """A copy, whose `page_token` can be set whatever message it is."""
    copy = type(request)()
    copy.CopyFrom(request)
    return copy


def pages(
    call: Callable[[Request], Reply],
    request: Request,
    items: Callable[[Reply], Iterable[Item]],
) -> Iterator[Item]:
    """The elements of all pages from the request's own on, each page fetched when it is needed."""
    request = copy_of(request)
    while True:
        reply: Any = call(request)
        yield from items(reply)
        if not reply.next_page_token:
            return
        setattr(request, "page_token", reply.next_page_token)
