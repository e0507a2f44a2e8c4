package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vivarium.codec.RequestCodec;
import io.vivarium.model.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each workload asks for, read by the codec that the server uses. */
class WorkloadTest {
  private static final int LIMIT = 1 << 20;

  private final Znodes znodes = Znodes.of("/bench", 3, 4, 10);
  private final BenchSession session =
      new BenchSession(
          new BenchSession.Driver() {
            @Override
            public void opened(BenchSession opened) {}

            @Override
            public void replied(BenchSession answered, int error, long due, ByteBuf body) {}

            @Override
            public void fired(BenchSession watching) {}

            @Override
            public void closed(BenchSession gone, @Nullable Throwable cause) {}
          },
          1000);
  private final EmbeddedChannel channel = new EmbeddedChannel(session);

  WorkloadTest() {
    channel.releaseOutbound();
  }

  private List<Request> written() {
    session.flush();
    List<Request> requests = new ArrayList<>();
    ByteBuf bytes = channel.readOutbound();
    while (bytes != null && bytes.isReadable()) {
      ByteBuf frame = bytes.readSlice(bytes.readInt());
      requests.add(RequestCodec.decode(frame.nioBuffer(), LIMIT).request());
    }
    return requests;
  }

  private List<Request> begun(Workload workload, int times) {
    Operation operation = workload.operation(znodes, new SplittableRandom(5));
    for (int i = 0; i < times; i++) {
      operation.begin(session, i);
    }
    assertEquals(times, session.inFlight());
    return written();
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void everyOperationIsOneRequestThatTheServerUnderstands(Workload workload) {
    for (Request request : begun(workload, 20)) {
      assertFalse(request instanceof Request.Malformed, request.toString());
    }
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void everyWorkloadSaysWhatItIs(Workload workload) {
    assertFalse(workload.description().isBlank());
    assertEquals(workload, Workload.valueOf(workload.word().toUpperCase(java.util.Locale.ROOT)));
  }

  @Test
  void setsAreSpreadOverTheSessionsOwnZnodes() {
    Set<String> paths = new HashSet<>();
    for (Request request : begun(Workload.SET, 100)) {
      paths.add(((Request.SetData) request).path());
    }
    assertEquals(Set.of("/bench/s3/n0", "/bench/s3/n1", "/bench/s3/n2", "/bench/s3/n3"), paths);
  }

  @Test
  void everyCreateHasAPathOfItsOwn() {
    Set<String> paths = new HashSet<>();
    for (Request request : begun(Workload.CREATE, 100)) {
      paths.add(((Request.Create) request).path());
    }
    assertEquals(100, paths.size());
    for (Request request : begunAgain(Workload.CREATE)) {
      assertTrue(paths.add(((Request.Create) request).path()), "made twice");
    }
  }

  /** Another session's, or the same workload a second time. */
  private List<Request> begunAgain(Workload workload) {
    Operation operation = workload.operation(znodes, new SplittableRandom(6));
    operation.begin(session, 0);
    operation.begin(session, 0);
    return written();
  }

  @Test
  void aLockIsReleasedWithTheNameThatTheServerGave() {
    Operation lock = Workload.LOCK.operation(znodes, new SplittableRandom(5));
    lock.begin(session, 70);
    assertEquals(1, written().size());
    byte[] given = "/bench/s3/lock-0000000042".getBytes(StandardCharsets.UTF_8);
    ByteBuf reply = Unpooled.buffer().writeInt(given.length).writeBytes(given);
    assertFalse(lock.replied(session, 70, reply));
    assertEquals(List.of(new Request.Delete("/bench/s3/lock-0000000042", -1)), written());
    assertTrue(lock.replied(session, 70, Unpooled.EMPTY_BUFFER));
  }

  @Test
  void aMultiHasTenParts() {
    for (Request request : begun(Workload.MULTI, 3)) {
      assertEquals(10, ((Request.Multi) request).parts().size());
    }
  }

  @Test
  void childrenAreThoseOfTheParent() {
    assertEquals("/bench/s3", ((Request.GetChildren) begun(Workload.CHILDREN, 1).get(0)).path());
  }

  @Test
  void theMixIsNineReadsToAWrite() {
    long writes =
        begun(Workload.MIX, 1000).stream()
            .filter(request -> request instanceof Request.SetData)
            .count();
    assertTrue(writes > 60 && writes < 140, writes + " writes of a thousand");
  }

  @Test
  void twoSessionsHaveDifferentZnodesAndTheSameAmountOfData() {
    Znodes other = Znodes.of("/bench", 4, 4, 10);
    assertNotEquals(znodes.home(), other.home());
    assertEquals(10, other.data().length);
    assertEquals(4, other.paths().length);
  }

  @Test
  void readsLeaveNoWatchesAndNameTheSessionsOwnZnodes() {
    for (Request request : begun(Workload.GET, 50)) {
      Request.GetData get = (Request.GetData) request;
      assertFalse(get.watch());
      assertTrue(get.path().startsWith("/bench/s3/n"), get.path());
    }
    for (Request request : begunAgain(Workload.EXISTS)) {
      assertFalse(((Request.Exists) request).watch());
    }
  }

  @Test
  void writesCarryTheSessionsDataOverAnyVersion() {
    for (Request request : begun(Workload.SET, 5)) {
      Request.SetData set = (Request.SetData) request;
      assertArrayEquals(znodes.data(), set.data());
      assertEquals(-1, set.version());
    }
  }

  @Test
  void aMultiSetsTheSessionsOwnZnodes() {
    Request.Multi multi = (Request.Multi) begun(Workload.MULTI, 1).getFirst();
    for (Request part : multi.parts()) {
      Request.SetData set = (Request.SetData) part;
      assertTrue(set.path().startsWith("/bench/s3/n"), set.path());
      assertEquals(10, set.data().length);
    }
  }

  @Test
  void aLockIsAnEphemeralSequentialZnodeBelowTheParent() {
    Request.Create create = (Request.Create) begun(Workload.LOCK, 1).getFirst();
    assertEquals("/bench/s3/lock-", create.path());
    assertEquals(3, create.flags());
  }

  @Test
  void theSameSeedAsksForTheSame() {
    List<Request> first = begunWith(9);
    assertEquals(first, begunWith(9));
    assertNotEquals(first, begunWith(10));
  }

  private List<Request> begunWith(long seed) {
    Operation operation = Workload.GET.operation(znodes, new SplittableRandom(seed));
    for (int i = 0; i < 30; i++) {
      operation.begin(session, i);
    }
    return written();
  }
}
