package io.vivarium.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes into a socket that may be full. */
class UnsentTest {
  private static final int SEGMENT = 64 << 10;

  private final Unsent unsent = new Unsent();
  private Socket peer;
  private LinuxSocket socket;

  @BeforeAll
  static void whereEpollLoads() {
    Assumptions.assumeTrue(Epoll.isAvailable(), "no epoll here");
  }

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      socket = LinuxSocket.newSocketStream();
      boolean stands =
          socket.connect(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
      peer = listener.accept();
      assertTrue(stands || socket.finishConnect());
    }
  }

  @AfterEach
  void close() throws IOException {
    unsent.release();
    socket.close();
    peer.close();
  }

  private static ByteBuf segment(int number) {
    ByteBuf bytes = Unpooled.directBuffer(SEGMENT, SEGMENT);
    while (bytes.isWritable(Integer.BYTES)) {
      bytes.writeInt(number);
    }
    return bytes;
  }

  @Test
  void whatTheSystemTakesAtOnceIsGone() throws IOException {
    ByteBuf small = Unpooled.directBuffer().writeBytes(new byte[] {1, 2, 3});
    unsent.add(small);
    assertEquals(3, unsent.bytes());
    unsent.sendTo(socket);
    assertEquals(0, unsent.bytes());
    assertEquals(0, small.refCnt());
    assertArrayEquals(new byte[] {1, 2, 3}, peer.getInputStream().readNBytes(3));
  }

  @Test
  void whatItDoesNotTakeFollowsInOrderWhenThereIsRoom() throws IOException {
    List<ByteBuf> segments = new ArrayList<>();
    for (long before = -1; unsent.bytes() != before; ) { // until a whole turn finds no room
      segments.add(segment(segments.size()));
      unsent.add(segments.getLast());
      before = unsent.bytes();
      unsent.sendTo(socket);
    }
    for (int i = 0; i < segments.size(); i++) {
      ByteBuf expected = segment(i);
      for (int at = 0; at < SEGMENT; at += 1024) {
        assertEquals(
            expected.slice(at, 1024),
            Unpooled.wrappedBuffer(peer.getInputStream().readNBytes(1024)));
        unsent.sendTo(socket);
      }
      expected.release();
    }
    assertEquals(0, unsent.bytes());
    segments.forEach(segment -> assertEquals(0, segment.refCnt()));
  }

  /** A peer that does not read, and many small answers to it. */
  @Test
  void theLittleThatIsWrittenAtATimeIsPutTogetherInOrder() throws IOException {
    long before = -1;
    long filled = 0;
    for (; unsent.bytes() != before; filled += SEGMENT) {
      unsent.add(segment(0));
      before = unsent.bytes();
      unsent.sendTo(socket);
    }
    List<ByteBuf> small = new ArrayList<>();
    for (int i = 0; i < SEGMENT; i++) {
      small.add(Unpooled.directBuffer(Integer.BYTES, SEGMENT).writeInt(i));
      unsent.add(small.getLast());
    }
    long kept = small.stream().filter(buffer -> buffer.refCnt() > 0).count();
    assertTrue(kept <= 5, kept + " buffers for as much as four segments hold");
    for (long skipped = 0; skipped < filled; skipped += 1024) {
      peer.getInputStream().skipNBytes(1024);
      unsent.sendTo(socket);
    }
    DataInputStream answers = new DataInputStream(peer.getInputStream());
    for (int i = 0; i < SEGMENT; i++) {
      assertEquals(i, answers.readInt());
      unsent.sendTo(socket);
    }
    assertEquals(0, unsent.bytes());
    small.forEach(buffer -> assertEquals(0, buffer.refCnt()));
  }

  @Test
  void whatIsForgottenIsGivenBack() throws IOException {
    ByteBuf first = segment(1);
    ByteBuf second = segment(2);
    unsent.add(first);
    unsent.add(second);
    unsent.release();
    assertEquals(0, unsent.bytes());
    assertEquals(0, first.refCnt());
    assertEquals(0, second.refCnt());
    unsent.sendTo(socket); // nothing
  }
}
