"""Paged lists as asynchronous iterators."""

from __future__ import annotations

from typing import Any, AsyncIterator, Awaitable, Callable, Iterable

from sluice.pages import Item, Reply, Request, copy_of


async def pages(
    call: Callable[[Request], Awaitable[Reply]],
    request: Request,
    items: Callable[[Reply], Iterable[Item]],
) -> AsyncIterator[Item]:
    """The elements of all pages from the request's own on, each page fetched when it is needed."""
    request = copy_of(request)
    while True:
        reply: Any = await call(request)
        for item in items(reply):
            yield item
        if not reply.next_page_token:
            return
        setattr(request, "page_token", reply.next_page_token)
