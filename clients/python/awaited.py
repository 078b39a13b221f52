"""The asyncio client under the names of the blocking one, so that it executes the same transcript:
what is awaitable is awaited, what is iterated over asynchronously is read."""

import asyncio
import inspect

from sluice import aio


class Awaited:
    def __init__(self, loop, target):
        self._loop = loop
        self._target = target

    @classmethod
    def connect(cls, path):
        loop = asyncio.new_event_loop()
        return cls(loop, loop.run_until_complete(aio.Sluice.connect(path)))

    def __getattr__(self, name):
        value = getattr(self._target, name)
        if not callable(value):
            return Awaited(self._loop, value)
        return lambda *arguments, **named: self._settled(value(*arguments, **named))

    def _settled(self, value):
        if inspect.isawaitable(value):
            return self._loop.run_until_complete(value)
        return Awaited(self._loop, value) if hasattr(value, "__aiter__") else value

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return self._loop.run_until_complete(self._target.__anext__())
        except StopAsyncIteration:
            raise StopIteration from None
