package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import io.vivarium.spi.metrics.MetricReading;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients that take nothing of what they asked for, before a whole server, and one that does. */
@Timeout(120)
class UnsentOutputTest {
  private static final int OK = ErrorCode.OK.code();
  private static final long LIMIT = 8_000_000;
  private static final int DATA = 1_000_000;

  /** Each has more than 130,000 bytes waiting, of which the limit is full at the latest. */
  private static final int CLIENTS = 60;

  /** Each may have as much beyond the limit as its last answer brought, until others have made room. */
  private static final long THREADS = 16;

  private static final Request.GetData LARGE = new Request.GetData("/large", false);

  private static Request.Create create(String path, int bytes) {
    return new Request.Create(OpCode.CREATE, path, new byte[bytes], Acl.OPEN, 0, 0);
  }

  private static long figure(GatedServer server, String name) {
    for (MetricReading reading : server.view().metrics().readings()) {
      if (reading.name().equals(name)) {
        return switch (reading) {
          case MetricReading.Count count -> count.value();
          case MetricReading.Level level -> level.value();
          case MetricReading.Ratio _, MetricReading.Distributed _ -> throw new AssertionError(name);
        };
      }
    }
    throw new AssertionError("no metric " + name);
  }

  /**
   * Has clients ask for far more than the system and the limit take together, and the honest one go on all the while.
   *
   * @return how many were closed
   */
  private static long besideClientsThatTakeNothing(Request... before) throws Exception {
    List<WireClient> silent = new ArrayList<>();
    try (GatedServer server = new GatedServer("maxUnsentBytes=" + LIMIT);
        WireClient honest = WireClient.connect(server.port())) {
      assertEquals(OK, honest.ask(create("/large", DATA)).header().error());
      assertEquals(OK, honest.ask(create("/small", 1)).header().error());
      List<Request> requests = new ArrayList<>(List.of(before));
      for (int i = 0; i < 30; i++) {
        requests.add(LARGE);
      }
      for (int i = 0; i < CLIENTS; i++) {
        WireClient client = WireClient.connect(server.port());
        silent.add(client);
        client.send(requests.toArray(Request[]::new));

        assertEquals(OK, honest.ask(LARGE).header().error());
        honest.ask(new Request.Exists("/next" + i, true));
        honest.send(create("/next" + i, 0), LARGE);
        List<WatchEvent> events = new ArrayList<>();
        assertEquals(OK, honest.answer(events).header().error());
        assertEquals(OK, honest.answer(events).header().error());
        assertEquals(1, events.size(), "no event is lost");
        long waiting = figure(server, "unsent_bytes");
        assertTrue(waiting <= 2 * LIMIT + THREADS * 2 * DATA, () -> waiting + " bytes wait");
      }
      for (WireClient client : silent) {
        client.close();
      }
      while (figure(server, "unsent_bytes") > 0) {
        honest.ask(new Request.Ping()); // the server is told one after the other
      }
      return figure(server, "unsent_connections_closed");
    } finally {
      for (WireClient client : silent) {
        client.close();
      }
    }
  }

  @Test
  void clientsThatTakeNothingHoldNoMoreThanTheLimitAndDisturbNobody() throws Exception {
    assertTrue(besideClientsThatTakeNothing() > 0);
  }

  /** Then the pipeline answers all of them, and makes no more answers than may wait. */
  @Test
  void norDoTheyWhenTheyHaveWrittenBefore() throws Exception {
    besideClientsThatTakeNothing(new Request.SetData("/small", new byte[1], -1));
  }
}
