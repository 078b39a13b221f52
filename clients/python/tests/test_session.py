"""Calls of a connection whose other end behaves in every way that it can."""

import random
import unittest
import warnings

from sluice import errors, frames, session
from sluice.frames import Frame, FrameReader
from sluice.session import Session
from sluice.v1.common_pb2 import ErrorDetail
from sluice.v1.ttrpc_pb2 import RpcAny, RpcRequest, RpcResponse, RpcStatus


def response(stream, payload=b"", **status):
    envelope = RpcResponse(payload=payload, status=RpcStatus(**status) if status else None)
    return Frame(stream, frames.RESPONSE, 0, envelope.SerializeToString()).encoded()


def data(stream, message, flags=0):
    return Frame(stream, frames.DATA, flags, message).encoded()


def end(stream):
    return data(stream, b"", frames.REMOTE_CLOSED | frames.NO_DATA)


class SessionTests(unittest.TestCase):
    def setUp(self):
        self.session = Session()

    def open(self, streams=False, payload=b"asked"):
        return self.session.open("test.Echo", "Echo", payload, streams, 0)

    def sent(self):
        return list(FrameReader().feed(self.session.outgoing()))

    def test_a_request_is_written_as_the_protocol_says(self):
        self.session.open("test.Echo", "Echo", b"\x01", False, 0)
        want = bytes.fromhex(
            "00000014 00000001 01 00 0a09746573742e4563686f 12044563686f 1a0101"
        )
        self.assertEqual(want, self.session.outgoing())

    def test_a_stream_is_half_closed_by_its_request(self):
        self.session.open("test.Echo", "Echo", b"", True, 5)
        (frame,) = self.sent()
        self.assertEqual(frames.REMOTE_CLOSED, frame.flags)
        self.assertEqual(5, RpcRequest.FromString(frame.data).timeout_nano)

    def test_ids_are_odd_and_skip_those_in_use_when_they_wrap(self):
        first = self.open()
        self.assertEqual([1, 3], [first.stream, self.open().stream])
        self.session._last = (1 << 32) - 3
        self.assertEqual((1 << 32) - 1, self.open().stream)
        self.assertEqual(5, self.open().stream)

    def test_a_request_that_is_too_long_is_refused_and_not_sent(self):
        with self.assertRaises(errors.ResourceExhausted):
            self.open(payload=bytes(frames.FRAME_BYTES))
        self.assertEqual([], self.sent())
        self.assertEqual({}, self.session.calls)

    def test_answers_come_in_any_order(self):
        one, other = self.open(), self.open()
        self.session.receive(response(3, b"second") + response(1, b"first"))
        self.assertEqual([b"first", b"second"], [one.take(), other.take()])

    def test_an_error_has_what_the_domain_says(self):
        call = self.open()
        detail = ErrorDetail(error_code="DLF.0137", reason="INSTANCE_NOT_FOUND", subject="i 9")
        packed = RpcAny(
            type_url="type.googleapis.com/sluice.v1.ErrorDetail", value=detail.SerializeToString()
        )
        self.session.receive(response(1, code=5, message="none", details=[packed]))
        with self.assertRaises(errors.NotFound) as caught:
            call.take()
        error = caught.exception
        self.assertEqual(
            ("none", "DLF.0137", "INSTANCE_NOT_FOUND", "i 9"),
            (error.message, error.error_code, error.reason, error.subject),
        )

    def test_a_code_from_the_future_is_an_error(self):
        call = self.open()
        self.session.receive(response(1, code=99, message="new"))
        with self.assertRaises(errors.SluiceError) as caught:
            call.take()
        self.assertEqual(errors.Code.UNKNOWN, caught.exception.code)

    def test_an_answer_that_cannot_be_decoded_fails_its_call_alone(self):
        broken, good = self.open(), self.open()
        noise = Frame(1, frames.RESPONSE, 0, b"\xff\xff\xff").encoded()
        self.session.receive(noise + response(3, b"fine"))
        with self.assertRaises(errors.Internal):
            broken.take()
        self.assertEqual(b"fine", good.take())

    def test_a_detail_that_cannot_be_decoded_fails_its_call_alone(self):
        call = self.open()
        packed = RpcAny(type_url="x/sluice.v1.ErrorDetail", value=b"\xff")
        self.session.receive(response(1, code=5, details=[packed]))
        with self.assertRaises(errors.Internal):
            call.take()

    def test_messages_of_a_stream_come_in_order_and_then_its_end(self):
        call = self.open(streams=True)
        self.session.receive(data(1, b"a") + data(1, b"") + end(1))
        self.assertEqual([b"a", b"", None], [call.take(), call.take(), call.take()])

    def test_a_last_message_may_carry_the_end(self):
        call = self.open(streams=True)
        self.session.receive(data(1, b"a", frames.REMOTE_CLOSED))
        self.assertEqual([b"a", None], [call.take(), call.take()])

    def test_a_good_response_ends_a_stream_without_a_message(self):
        call = self.open(streams=True)
        self.session.receive(data(1, b"a") + response(1, b"not a message"))
        self.assertEqual([b"a", None], [call.take(), call.take()])

    def test_an_error_of_a_stream_comes_after_its_messages(self):
        call = self.open(streams=True)
        self.session.receive(data(1, b"a") + response(1, code=4))
        self.assertEqual(b"a", call.take())
        with self.assertRaises(errors.DeadlineExceeded):
            call.take()

    def test_what_a_client_does_not_know_means_nothing(self):
        call = self.open()
        strange = [
            response(99),
            response(2),
            response(0),
            data(1, b"for a unary call"),
            data(77, b""),
            Frame(1, 0x42, 0, b"?").encoded(),
            Frame(1, frames.REQUEST, 0, b"?").encoded(),
            Frame(1, frames.CANCEL, 0, b"").encoded(),
        ]
        self.assertEqual([], self.session.receive(b"".join(strange)))
        self.session.receive(response(1, b"after all"))
        self.assertEqual(b"after all", call.take())

    def test_what_follows_the_end_of_a_call_means_nothing(self):
        call = self.open(streams=True)
        self.session.receive(end(1) + data(1, b"late") + response(1, code=13) + end(1))
        self.assertIsNone(call.take())

    def test_an_answer_that_is_too_long_fails_its_call_alone(self):
        call, other = self.open(), self.open()
        self.sent()
        length = frames.FRAME_BYTES + 1
        self.session.receive(Frame(1, frames.RESPONSE, 0, bytes(length)).encoded())
        with self.assertRaises(errors.ResourceExhausted):
            call.take()
        self.assertEqual([Frame(1, frames.CANCEL, 0, b"")], self.sent())
        self.session.receive(response(3, b"fine"))
        self.assertEqual(b"fine", other.take())

    def test_a_hopeless_frame_ends_every_call(self):
        calls = [self.open(), self.open(streams=True)]
        self.session.receive(b"\xff" * 10)
        for call in calls:
            with self.assertRaises(errors.Unavailable):
                call.take()
        with self.assertRaises(errors.Unavailable):
            self.open()

    def test_a_stream_that_nobody_reads_is_given_up(self):
        call = self.open(streams=True)
        self.sent()
        self.session.receive(data(1, b"x") * (session.HELD_MESSAGES + 1))
        with self.assertRaises(errors.ResourceExhausted):
            call.take()
        self.assertEqual([Frame(1, frames.CANCEL, 0, b"")], self.sent())

    def test_large_messages_that_nobody_reads_are_given_up_by_their_bytes(self):
        call = self.open(streams=True)
        message = data(1, bytes(frames.FRAME_BYTES))
        for _ in range(session.HELD_BYTES // frames.FRAME_BYTES):
            self.session.receive(message)
        self.assertFalse(call.ended)
        self.session.receive(message)
        with self.assertRaises(errors.ResourceExhausted):
            call.take()

    def test_reading_rests_while_only_messages_wait(self):
        call = self.open(streams=True)
        self.assertTrue(self.session.waits_for_bytes)
        self.session.receive(data(1, b"x"))
        self.assertFalse(self.session.waits_for_bytes)
        unary = self.open()
        self.assertTrue(self.session.waits_for_bytes)
        self.session.abandon(unary)
        self.assertFalse(self.session.waits_for_bytes)
        call.take()
        self.assertTrue(self.session.waits_for_bytes)

    def test_a_call_is_given_up_once(self):
        call = self.open()
        self.sent()
        self.session.abandon(call)
        self.session.abandon(call)
        self.assertEqual([Frame(1, frames.CANCEL, 0, b"")], self.sent())
        with self.assertRaises(errors.Cancelled):
            call.take()

    def test_noise_ends_calls_or_means_nothing(self):
        # Debian's protobuf warns of some noise where later ones refuse it.
        warnings.simplefilter("ignore")
        self.addCleanup(warnings.resetwarnings)
        dice = random.Random(3)
        kinds = [frames.RESPONSE, frames.DATA, frames.CANCEL, 0x7F]
        for _ in range(500):
            noisy = Session()
            for number in range(4):
                noisy.open("s", "m", b"", number % 2 == 1, 0)
            for _ in range(20):
                payload = bytes(dice.getrandbits(8) for _ in range(dice.randint(0, 12)))
                frame = Frame(dice.randint(0, 9), dice.choice(kinds), dice.getrandbits(8), payload)
                noisy.receive(frame.encoded())
            noisy.close(errors.Unavailable("over"))
            self.assertEqual({}, noisy.calls)
