package io.vivarium.transport.inprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PipeTest {
  private final Pipe pipe = new Pipe(10);
  private int wakes;

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  @Test
  void itTakesNoMoreThanItHolds() throws Exception {
    ByteBuffer twelve = bytes(12);
    assertEquals(10, pipe.write(twelve));
    assertEquals(2, twelve.remaining());
    assertEquals(0, pipe.write(twelve));
    assertEquals(4, pipe.read(bytes(4)));
    assertEquals(2, pipe.write(twelve));
    assertEquals(8, pipe.read(bytes(99)));
    assertEquals(0, pipe.read(bytes(99)));
  }

  @Test
  void whoFindsNothingIsWokenOnce() throws Exception {
    pipe.whenReadable(() -> wakes++);
    assertEquals(0, wakes);
    pipe.write(bytes(1));
    pipe.write(bytes(1));
    assertEquals(1, wakes);
    pipe.whenReadable(() -> wakes++);
    assertEquals(2, wakes, "there is something already");
  }

  @Test
  void whoFindsNoRoomIsWokenOnce() throws Exception {
    pipe.write(bytes(10));
    pipe.whenWritable(() -> wakes++);
    assertEquals(0, wakes);
    pipe.read(bytes(1));
    pipe.read(bytes(1));
    assertEquals(1, wakes);
    pipe.whenWritable(() -> wakes++);
    assertEquals(2, wakes, "there is room already");
  }

  @Test
  void whatWasWrittenBeforeTheEndIsReadBeforeTheEnd() throws Exception {
    pipe.write(bytes(3));
    pipe.end();
    assertThrows(ClosedChannelException.class, () -> pipe.write(bytes(1)));
    assertEquals(3, pipe.read(bytes(5)));
    assertEquals(-1, pipe.read(bytes(5)));
  }

  @Test
  void theEndWakesWhoReads() {
    pipe.whenReadable(() -> wakes++);
    pipe.end();
    assertEquals(1, wakes);
    pipe.whenReadable(() -> wakes++);
    assertEquals(2, wakes);
  }

  @Test
  void whoWritesLearnsThatNobodyReads() throws Exception {
    pipe.write(bytes(10));
    pipe.whenWritable(() -> wakes++);
    pipe.abandon();
    assertEquals(1, wakes);
    IOException refusal = assertThrows(IOException.class, () -> pipe.write(bytes(1)));
    assertEquals("the peer has closed the connection", refusal.getMessage());
    assertEquals(-1, pipe.read(bytes(5)), "what was in it is gone");
  }

  /** Pieces of every size, so that the ring begins and ends everywhere. */
  @Test
  void bytesKeepTheirOrder() throws Exception {
    Pipe large = new Pipe(1 << 16);
    byte[] sent = new byte[1 << 20];
    Random chance = new Random(7);
    chance.nextBytes(sent);
    ByteBuffer from = ByteBuffer.wrap(sent);
    ByteBuffer to = ByteBuffer.allocate(sent.length);
    while (to.hasRemaining()) {
      from.limit(Math.min(sent.length, from.position() + chance.nextInt(20_000)));
      large.write(from);
      to.limit(Math.min(sent.length, to.position() + chance.nextInt(20_000)));
      large.read(to);
      to.limit(sent.length);
      from.limit(sent.length);
    }
    assertArrayEquals(sent, to.array());
  }

  @Test
  void twoThreadsLoseNeitherBytesNorWakes() throws Exception {
    byte[] sent = new byte[200_000];
    new Random(9).nextBytes(sent);
    Thread writer = Thread.ofPlatform().start(() -> writeAll(ByteBuffer.wrap(sent)));
    ByteBuffer to = ByteBuffer.allocate(sent.length);
    while (pipe.read(to) >= 0) {
      await(pipe::whenReadable);
    }
    writer.join();
    assertArrayEquals(sent, to.array());
  }

  private void writeAll(ByteBuffer from) {
    try {
      while (from.hasRemaining()) {
        if (pipe.write(from) == 0) {
          await(pipe::whenWritable);
        }
      }
      pipe.end();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(java.util.function.Consumer<Runnable> change)
      throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    change.accept(woken::countDown);
    woken.await();
  }
}
