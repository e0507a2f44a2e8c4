package io.vivarium.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.vivarium.codec.GoldenFiles.LogRecord;
import io.vivarium.codec.GoldenFiles.SnapshotFile;
import io.vivarium.codec.GoldenWire.Frame;
import io.vivarium.model.MalformedFrameException;
import io.vivarium.model.OpCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captured bytes, cut at every place and changed at every place: decoders succeed or refuse, never anything else, and never
 * take memory that the input does not stand for.
 */
class HostileInputTest {
  private static final int[] HOSTILE_BYTES = {0x00, 0x01, 0x7f, 0x80, 0xff};
  private static final int[] HOSTILE_INTS = {
    -1, -2, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xffff
  };

  /** Bytes that decoding may allocate however small the input: the result, the exception and its message. */
  private static final long ALLOWANCE = 8 * 1024;

  /** The same for a snapshot, which is read through a window of its own. */
  private static final long SNAPSHOT_ALLOWANCE = 64 * 1024;

  /** Larger ones say the same many times. */
  private static final int LARGEST = 500;

  interface Target {
    void take(byte[] bytes) throws IOException;
  }

  /** One frame of each kind, op, outcome and length. */
  static List<Frame> frames() {
    Map<String, Frame> shapes = new LinkedHashMap<>();
    for (Frame frame : GoldenWire.frames()) {
      if (frame.bytes().length <= LARGEST) {
        String outcome = frame.fields().get("op") + " " + frame.fields().get("err");
        shapes.putIfAbsent(frame.kind() + outcome + frame.bytes().length, frame);
      }
    }
    return List.copyOf(shapes.values());
  }

  /** One record of each type and length. */
  static List<LogRecord> records() {
    Map<Long, LogRecord> shapes = new LinkedHashMap<>();
    for (LogRecord logged : GoldenFiles.logRecords()) {
      if (logged.txn().length <= LARGEST) {
        long type = ByteBuffer.wrap(logged.txn()).getInt(28);
        shapes.putIfAbsent(type << 32 | logged.txn().length, logged);
      }
    }
    return List.copyOf(shapes.values());
  }

  static List<SnapshotFile> snapshots() {
    return GoldenFiles.snapshots().stream().filter(s -> s.bytes().length < 1000).toList();
  }

  private static Target target(Frame frame) {
    return switch (frame.kind()) {
      case "ConnectRequest" -> FuzzTargets::connect;
      case "ConnectResponse" -> FuzzTargets::connectResponse;
      case "request" -> FuzzTargets::request;
      case "reply" -> bytes -> FuzzTargets.reply(op(frame), bytes);
      default -> bytes -> FuzzTargets.reply(OpCode.PING, bytes);
    };
  }

  private static OpCode op(Frame frame) {
    return frame.fields().get("op") instanceof String name ? ExpectedFields.op(name) : OpCode.PING;
  }

  private static byte[] body(Frame frame) {
    return Arrays.copyOfRange(frame.bytes(), ClientFrames.LENGTH_BYTES, frame.bytes().length);
  }

  private static void attack(byte[] bytes, Target target) throws IOException {
    for (int length = 0; length <= bytes.length; length++) {
      target.take(Arrays.copyOf(bytes, length));
    }
    for (int at = 0; at < bytes.length; at++) {
      for (int value : HOSTILE_BYTES) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        target.take(changed);
      }
    }
    for (int at = 0; at + 4 <= bytes.length; at++) {
      for (int value : HOSTILE_INTS) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).putInt(at, value);
        target.take(changed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesCutOrChangedAnywhereAreReadOrRefused(Frame frame) throws IOException {
    attack(body(frame), target(frame));
  }

  @ParameterizedTest
  @MethodSource("records")
  void txnsCutOrChangedAnywhereAreReadOrRefused(LogRecord logged) throws IOException {
    attack(logged.txn(), FuzzTargets::txn);
  }

  @ParameterizedTest
  @MethodSource("snapshots")
  void snapshotsCutOrChangedAnywhereAreReadOrRefused(SnapshotFile file) throws IOException {
    attack(file.bytes(), FuzzTargets::snapshot);
  }

  @Test
  void lengthsAndCountsAllocateNothingThatIsNotThere() {
    for (boolean measured : new boolean[] {false, true}) { // loading classes allocates, once
      for (Frame frame : frames()) {
        byte[] body = body(frame);
        for (int at = 0; at + 4 <= body.length; at++) {
          for (int value : new int[] {Integer.MAX_VALUE, 1 << 28, GoldenWire.FIELD_LIMIT}) {
            byte[] changed = body.clone();
            ByteBuffer.wrap(changed).putInt(at, value);
            long allocated = allocatedBy(frame, changed);
            assertTrue(
                !measured || allocated <= 8L * changed.length + ALLOWANCE,
                frame + ": " + allocated + " bytes for " + value + " at " + at);
          }
        }
      }
    }
  }

  @Test
  void snapshotLengthsAndCountsAllocateNothingThatIsNotThere() throws IOException {
    byte[] file = snapshots().get(0).bytes();
    for (boolean measured : new boolean[] {false, true}) {
      for (int at = 16; at + 4 <= file.length; at++) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).putInt(at, Integer.MAX_VALUE);
        long allocated = allocatedBySnapshot(changed);
        assertTrue(
            !measured || allocated <= 8L * file.length + SNAPSHOT_ALLOWANCE,
            allocated + " bytes for a count or length at " + at);
      }
    }
  }

  private static long allocatedBySnapshot(byte[] file) throws IOException {
    SnapshotCopy into = new SnapshotCopy();
    long before = allocated();
    try {
      SnapshotCodec.decoder(SnapshotBuffer.In.unsealed(file), Integer.MAX_VALUE)
          .readFile(into, true);
    } catch (MalformedFrameException e) {
      // Either outcome will do.
    }
    return allocated() - before;
  }

  private static long allocatedBy(Frame frame, byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    OpCode op = op(frame);
    long before = allocated();
    try {
      switch (frame.kind()) {
        case "ConnectRequest" -> ConnectCodec.decode(in);
        case "ConnectResponse" -> ConnectCodec.decodeResponse(in);
        case "request" -> RequestCodec.decode(in, GoldenWire.FIELD_LIMIT);
        default -> ReplyCodec.decode(op, in, GoldenWire.FIELD_LIMIT);
      }
    } catch (MalformedFrameException e) {
      // Either outcome will do.
    }
    return allocated() - before;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().threadId());
  }
}
