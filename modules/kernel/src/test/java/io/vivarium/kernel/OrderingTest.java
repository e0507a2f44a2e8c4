package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.WatchEvent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * The orderings that clients rely on, seen from the wire of a whole server: O1, O2, O4 to O8 of the design. What cannot be forced to
 * go wrong by gates is attacked by many rounds at full speed.
 */
class OrderingTest {
  private static final int ROUNDS = 3000;

  private static Request.Create create(String path) {
    return create(path, 0);
  }

  private static Request.Create create(String path, int flags) {
    return new Request.Create(OpCode.CREATE, path, bytes("0"), Acl.OPEN, flags, 0);
  }

  private static Request.SetData set(String path, int value) {
    return new Request.SetData(path, bytes(Integer.toString(value)), -1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] data(WireClient.Arrival.Answer answer) {
    return ((Reply.DataStat) answer.body()).data();
  }

  @Test
  void o1AnswersLeaveInTheOrderOfTheRequestsReadsIncluded() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port())) {
      client.ask(create("/a"));
      server.shut();
      client.send(
          set("/a", 1),
          new Request.GetData("/a", false),
          new Request.Exists("/none", false),
          new Request.Sync("/a"),
          new Request.WhoAmI(),
          set("/a", 2),
          new Request.GetChildren("/", false, true));
      server.open();
      List<Integer> xids = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        xids.add(client.answer(new ArrayList<>()).header().xid());
      }
      assertEquals(List.of(2, 3, 4, 5, 6, 7, 8), xids);
    }
  }

  @Test
  void o2AReadSeesTheWritesBeforeItAndNoneAfterIt() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port())) {
      client.ask(create("/a"));
      server.shut();
      for (int i = 1; i <= 50; i++) {
        client.send(set("/a", i), new Request.GetData("/a", false));
      }
      server.open();
      for (int i = 1; i <= 50; i++) {
        client.answer(new ArrayList<>());
        assertArrayEquals(bytes(Integer.toString(i)), data(client.answer(new ArrayList<>())));
      }
    }
  }

  @Test
  void o3EveryWriteGetsTheNextZxidRefusedOnesToo() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port())) {
      long first = client.ask(create("/a")).header().zxid();
      assertEquals(first + 1, client.ask(create("/a")).header().zxid());
      assertEquals(first + 2, client.ask(new Request.Delete("/none", -1)).header().zxid());
      assertEquals(first + 2, client.ask(new Request.Exists("/a", false)).header().zxid());
      assertEquals(first + 3, client.ask(set("/a", 1)).header().zxid());
    }
  }

  @Test
  void o4AClientThatHasSeenMoreThanTheServerIsTurnedAwayWithoutAWord() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port())) {
      long last = client.ask(create("/a")).header().zxid();
      WireClient.connect(server.port(), 0, new byte[16], last, 10_000).close();
      org.junit.jupiter.api.Assertions.assertThrows(
          EOFException.class,
          () -> WireClient.connect(server.port(), 0, new byte[16], last + 10, 10_000));
    }
  }

  @Test
  void o4ZxidsSeenByAClientNeverGoBack() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port());
        Writer writer = new Writer(server.port(), "/a")) {
      client.ask(new Request.AddWatch("/", 1));
      long last = 0;
      for (int i = 0; i < ROUNDS; i++) {
        client.send(new Request.Exists("/a", false));
        boolean answered = false;
        while (!answered) {
          long zxid =
              switch (client.next()) {
                case WireClient.Arrival.Answer answer -> {
                  answered = true;
                  yield answer.header().zxid();
                }
                case WireClient.Arrival.Event event -> event.event().zxid();
              };
          assertTrue(zxid >= last, "zxid " + zxid + " after " + last);
          last = zxid;
        }
      }
      writer.check();
    }
  }

  @Test
  void o5TheEventComesBeforeAnyAnswerThatShowsTheChange() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port());
        Writer writer = new Writer(server.port(), "/a")) {
      int watched = -1;
      for (int i = 0; i < ROUNDS; i++) {
        client.send(new Request.GetData("/a", true));
        List<WatchEvent> events = new ArrayList<>();
        int shown =
            Integer.parseInt(new String(data(client.answer(events)), StandardCharsets.UTF_8));
        assertTrue(events.size() <= 1, "one watch fired " + events.size() + " times");
        assertTrue(
            shown == watched || watched < 0 || events.size() == 1,
            "version " + shown + " was shown after " + watched + " without an event");
        watched = shown;
      }
      writer.check();
    }
  }

  @Test
  void o5AWatchFiresForTheFirstChangeAfterTheVersionThatWasRead() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port());
        WireClient writer = WireClient.connect(server.port())) {
      writer.ask(create("/a"));
      for (int i = 1; i <= 500; i++) {
        // Both at once: the write falls before, into or after the read.
        client.send(new Request.GetData("/a", true));
        writer.send(set("/a", i));
        List<WatchEvent> events = new ArrayList<>();
        WireClient.Arrival.Answer answer = client.answer(events);
        long written = writer.answer(new ArrayList<>()).header().zxid();
        assertTrue(events.isEmpty(), "the watch fired before it was set");
        long read = ((Reply.DataStat) answer.body()).stat().mzxid();
        if (read < written) {
          assertEquals(
              new WireClient.Arrival.Event(
                  new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, "/a", written)),
              client.next());
        } else {
          long next = writer.ask(set("/a", -i)).header().zxid();
          assertEquals(
              new WireClient.Arrival.Event(
                  new WatchEvent(WatchEvent.Type.NODE_DATA_CHANGED, "/a", next)),
              client.next());
        }
      }
    }
  }

  @Test
  void o6AMultiIsSeenWholeOrNotAtAll() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port());
        WireClient writer = WireClient.connect(server.port())) {
      writer.ask(create("/x"));
      writer.ask(create("/y"));
      AtomicBoolean running = new AtomicBoolean(true);
      Thread writing =
          new Thread(
              () -> {
                try {
                  for (int i = 1; running.get(); i++) {
                    writer.ask(new Request.Multi(List.of(set("/x", i), set("/y", i))));
                  }
                } catch (IOException e) {
                  running.set(false);
                }
              });
      writing.start();
      for (int i = 0; i < ROUNDS; i++) {
        client.send(new Request.GetData("/x", false), new Request.GetData("/y", false));
        int x =
            Integer.parseInt(
                new String(data(client.answer(new ArrayList<>())), StandardCharsets.UTF_8));
        int y =
            Integer.parseInt(
                new String(data(client.answer(new ArrayList<>())), StandardCharsets.UTF_8));
        assertTrue(y >= x, "after x = " + x + " y = " + y + " was read");
      }
      assertTrue(running.getAndSet(false), "the writer failed");
      writing.join();
    }
  }

  @Test
  void o7NothingShowsAWriteThatIsNotForced() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient client = WireClient.connect(server.port());
        WireClient other = WireClient.connect(server.port())) {
      other.ask(new Request.AddWatch("/", 1));
      server.shut();
      client.send(create("/a"));
      for (int i = 0; i < 100; i++) {
        assertEquals(
            ErrorCode.NO_NODE.code(), other.ask(new Request.Exists("/a", false)).header().error());
      }
      assertFalse(client.hasArrivals(), "the write was acknowledged before it was forced");
      server.open();
      assertEquals(ErrorCode.OK.code(), client.answer(new ArrayList<>()).header().error());
      assertEquals(
          WatchEvent.Type.NODE_CREATED, ((WireClient.Arrival.Event) other.next()).event().type());
    }
  }

  @Test
  void o8TheEphemeralsOfASessionVanishTogetherByItsLastTxn() throws Exception {
    try (GatedServer server = new GatedServer();
        WireClient observer = WireClient.connect(server.port());
        WireClient owner = WireClient.connect(server.port())) {
      for (String path : List.of("/e1", "/e2", "/e3")) {
        owner.ask(create(path, 1));
      }
      observer.ask(new Request.AddWatch("/", 1));
      // The last one is still in flight when the session is closed.
      owner.send(create("/e4", 1), new Request.CloseSession());
      owner.answer(new ArrayList<>());
      long closed = owner.answer(new ArrayList<>()).header().zxid();
      assertTrue(owner.closedByServer());
      List<String> gone = new ArrayList<>();
      while (gone.size() < 4) {
        WatchEvent event = ((WireClient.Arrival.Event) observer.next()).event();
        if (event.type() == WatchEvent.Type.NODE_DELETED) {
          assertEquals(closed, event.zxid());
          gone.add(event.path());
        }
      }
      gone.sort(null);
      assertEquals(List.of("/e1", "/e2", "/e3", "/e4"), gone);
    }
  }

  @Test
  void o8AnExpiredSessionTakesItsEphemeralsWithIt() throws Exception {
    try (GatedServer server = new GatedServer("tickTime=50");
        WireClient observer = WireClient.connect(server.port());
        WireClient owner = WireClient.connect(server.port(), 0, new byte[16], 0, 1)) {
      observer.ask(create("/seen"));
      owner.ask(create("/e", 1));
      observer.ask(new Request.Exists("/e", true));
      // The owner says nothing more.
      WireClient.Arrival arrival = observer.next();
      assertEquals(
          WatchEvent.Type.NODE_DELETED, ((WireClient.Arrival.Event) arrival).event().type());
      assertTrue(owner.closedByServer());
    }
  }

  /** Sets the data of a node to 1, 2, 3 … until closed. */
  private static final class Writer implements AutoCloseable {
    private final WireClient client;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean failed;

    Writer(int port, String path) throws IOException {
      client = WireClient.connect(port);
      client.ask(create(path));
      thread =
          new Thread(
              () -> {
                try {
                  for (int i = 1; running; i++) {
                    client.ask(set(path, i));
                  }
                } catch (IOException e) {
                  failed = true;
                }
              });
      thread.start();
    }

    void check() {
      assertFalse(failed, "the writer failed");
    }

    @Override
    public void close() throws IOException {
      running = false;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      client.close();
    }
  }
}
