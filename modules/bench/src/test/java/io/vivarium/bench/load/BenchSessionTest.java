package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A session against bytes that a server could have sent, whole and in pieces. */
class BenchSessionTest {
  private final List<String> told = new ArrayList<>();
  private @Nullable Throwable lost;
  private final BenchSession session =
      new BenchSession(
          new BenchSession.Driver() {
            @Override
            public void opened(BenchSession opened) {
              told.add("opened");
            }

            @Override
            public void replied(BenchSession answered, int error, long due, ByteBuf body) {
              told.add("reply " + error + " due " + due + " body " + body.readableBytes());
            }

            @Override
            public void fired(BenchSession watching) {
              told.add("fired");
            }

            @Override
            public void closed(BenchSession gone, @Nullable Throwable cause) {
              told.add("closed");
              lost = cause;
            }
          },
          3000);
  private final EmbeddedChannel channel = new EmbeddedChannel(session);

  private static ByteBuf welcome(long id) {
    return Unpooled.buffer()
        .writeInt(36)
        .writeInt(0)
        .writeInt(3000)
        .writeLong(id)
        .writeInt(16)
        .writeZero(16);
  }

  private static ByteBuf reply(int xid, long zxid, int error, int body) {
    return Unpooled.buffer()
        .writeInt(16 + body)
        .writeInt(xid)
        .writeLong(zxid)
        .writeInt(error)
        .writeZero(body);
  }

  private void ask(long due) {
    Requests.exists(session.outgoing(), session.nextXid(), Requests.path("/"));
    session.sent(due);
  }

  @Test
  void theHandshakeIsSentAtOnce() {
    ByteBuf handshake = channel.readOutbound();
    assertEquals(4 + 45, handshake.readableBytes());
  }

  @Test
  void aSessionStandsWhenTheServerWelcomesIt() {
    channel.writeInbound(welcome(0x77));
    assertEquals(List.of("opened"), told);
    assertEquals(0x77, session.identity().id());
  }

  @Test
  void aRefusedSessionIsAnError() {
    channel.writeInbound(welcome(0));
    assertEquals(List.of("closed"), told);
    assertNotNull(lost);
  }

  @Test
  void repliesAreToldWithTheTimeTheirRequestWasDue() {
    channel.writeInbound(welcome(1));
    ask(100);
    ask(200);
    channel.writeInbound(Unpooled.wrappedBuffer(reply(1, 9, 0, 80), reply(2, 12, -101, 0)));
    assertEquals(List.of("opened", "reply 0 due 100 body 80", "reply -101 due 200 body 0"), told);
    assertEquals(12, session.identity().lastZxid());
    assertEquals(0, session.inFlight());
  }

  @Test
  void repliesMayComeByteByByte() {
    channel.writeInbound(welcome(1));
    ask(5);
    ask(6);
    ByteBuf bytes = Unpooled.wrappedBuffer(reply(1, 9, 0, 80), reply(2, 9, 0, 3));
    while (bytes.isReadable()) {
      channel.writeInbound(bytes.readBytes(1));
    }
    assertEquals(List.of("opened", "reply 0 due 5 body 80", "reply 0 due 6 body 3"), told);
  }

  @Test
  void eventsAndPingsAreNoReplies() {
    channel.writeInbound(welcome(1));
    channel.writeInbound(Unpooled.wrappedBuffer(reply(-1, -1, 0, 20), reply(-2, 5, 0, 0)));
    assertEquals(List.of("opened", "fired"), told);
  }

  @Test
  void whatIsWrittenDuringOneTurnLeavesInOnePiece() {
    channel.writeInbound(welcome(1));
    channel.releaseOutbound();
    ask(1);
    ask(2);
    assertNull(channel.readOutbound());
    session.flush();
    ByteBuf both = channel.readOutbound();
    assertNotNull(both);
    assertEquals(2 * (4 + 8 + 4 + 1 + 1), both.readableBytes());
    assertNull(channel.readOutbound());
  }

  @Test
  void anIdleSessionPings() {
    channel.writeInbound(welcome(1));
    channel.releaseOutbound();
    channel.advanceTimeBy(1000, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.releaseOutbound(); // the handshake counted as a sign of life
    channel.advanceTimeBy(1000, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    ByteBuf ping = channel.readOutbound();
    assertNotNull(ping);
    assertEquals(12, ping.readableBytes());
  }

  @Test
  void aFrameThatCannotBeEndsTheConnection() {
    channel.writeInbound(welcome(1));
    channel.writeInbound(Unpooled.buffer().writeInt(Integer.MAX_VALUE));
    assertNotNull(lost);
    assertEquals(false, channel.isOpen());
  }

  @Test
  void aConnectionThatTheServerClosesIsLostUnlessTheEndWasExpected() {
    channel.writeInbound(welcome(1));
    var _ = channel.close();
    assertNotNull(lost);
  }

  @Test
  void anExpectedEndHasNoCause() {
    channel.writeInbound(welcome(1));
    session.ending();
    var _ = channel.close();
    assertEquals("closed", told.get(told.size() - 1));
    assertNull(lost);
  }

  @Test
  void whatWasWrittenAndNotSentIsGivenBackAtTheEnd() {
    channel.writeInbound(welcome(1));
    ask(100);
    ByteBuf unsent = session.outgoing();

    channel.close().syncUninterruptibly();

    assertEquals(0, unsent.refCnt());
  }
}
