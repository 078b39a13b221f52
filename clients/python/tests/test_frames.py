"""Frames that a friendly daemon would never send."""

import random
import struct
import unittest

from sluice import frames
from sluice.frames import Frame, FrameReader, HopelessFrame, Oversized


def header(length, stream=1, kind=frames.RESPONSE, flags=0):
    return struct.pack(">IIBB", length, stream, kind, flags)


class FrameTests(unittest.TestCase):
    def test_a_frame_that_was_written_is_read_as_it_was(self):
        frame = Frame(0xFFFFFFFF, frames.DATA, 0xFF, b"\0\xff" * 10)
        self.assertEqual([frame], list(FrameReader().feed(frame.encoded())))

    def test_the_example_of_the_protocol_is_read(self):
        data = bytes.fromhex("00000003 00000001 02 00 120101")
        self.assertEqual([Frame(1, 2, 0, b"\x12\x01\x01")], list(FrameReader().feed(data)))

    def test_frames_are_found_wherever_the_bytes_are_cut(self):
        sent = [Frame(number, frames.DATA, 0, b"x" * number) for number in range(1, 30)]
        data = b"".join(frame.encoded() for frame in sent)
        dice = random.Random(1)
        for _ in range(50):
            reader, got, rest = FrameReader(), [], data
            while rest:
                length = dice.randint(1, 40)
                got += reader.feed(rest[:length])
                rest = rest[length:]
            self.assertEqual(sent, got)

    def test_half_a_header_is_not_a_frame(self):
        self.assertEqual([], list(FrameReader().feed(header(0)[:9])))

    def test_a_frame_without_data_is_a_frame(self):
        self.assertEqual([Frame(1, 2, 0, b"")], list(FrameReader().feed(header(0))))

    def test_the_longest_frame_is_read(self):
        data = header(frames.FRAME_BYTES) + bytes(frames.FRAME_BYTES)
        (frame,) = FrameReader().feed(data)
        self.assertEqual(frames.FRAME_BYTES, len(frame.data))

    def test_a_frame_that_is_too_long_is_skipped_and_the_next_one_read(self):
        length = frames.FRAME_BYTES + 1
        reader = FrameReader()
        self.assertEqual([Oversized(7, length)], list(reader.feed(header(length, 7))))
        for _ in range(length // 65_537):
            self.assertEqual([], list(reader.feed(bytes(65_537))))
        rest = bytes(length % 65_537)
        self.assertEqual([Frame(9, 2, 0, b"")], list(reader.feed(rest + header(0, 9))))

    def test_a_skipped_frame_takes_no_memory(self):
        reader = FrameReader()
        list(reader.feed(header(frames.DISCARD_BYTES - 1)))
        list(reader.feed(bytes(1 << 20)))
        self.assertEqual(0, len(reader._bytes))

    def test_a_hopeless_length_ends_the_connection(self):
        for length in [frames.DISCARD_BYTES, 0xFFFFFFFF]:
            with self.assertRaises(HopelessFrame):
                list(FrameReader().feed(header(length)))

    def test_noise_is_frames_or_hopeless(self):
        dice = random.Random(2)
        for _ in range(300):
            reader = FrameReader()
            try:
                for _ in range(20):
                    list(reader.feed(bytes(dice.getrandbits(8) & 0x8F for _ in range(50))))
            except HopelessFrame:
                pass
