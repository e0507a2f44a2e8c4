package io.vivarium.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.bench.FakeServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Making the znodes of a run. */
class PreparationTest {
  private static final int CREATE = 1;
  private static final int CLOSE = -11;

  private static void make(FakeServer server, int sessions, int each) throws Exception {
    List<Znodes> znodes =
        IntStream.range(0, sessions).mapToObj(i -> Znodes.of("/bench", i, each, 10)).toList();
    try (Network network = new Network(1)) {
      Preparation.make(network, server.address(), "/bench", znodes);
    }
  }

  private static String failure(FakeServer server) {
    return String.valueOf(assertThrows(IOException.class, () -> make(server, 2, 3)).getMessage());
  }

  @Test
  void rootParentsAndChildrenAreThereWhenItReturns() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      make(server, 3, 4);
      assertEquals(1 + 3 + 3 * 4, server.count(CREATE));
    }
  }

  @Test
  void moreZnodesThanMayBeUnderWayAtOnceAreMadeToo() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      make(server, 1, 2_000);
      assertEquals(2_002, server.count(CREATE));
    }
  }

  @Test
  void aRootAloneIsEnough() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      make(server, 0, 0);
      assertEquals(1, server.count(CREATE));
      assertTrue(server.count(CLOSE) <= 1);
    }
  }

  @Test
  void aRefusedZnodeIsAnErrorWithItsCodeAndTheServer() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      server.createError = -112;
      String message = failure(server);
      assertTrue(message.contains("create failed with error -112"), message);
      assertTrue(message.contains(String.valueOf(server.address().getPort())), message);
    }
  }

  @Test
  void aConnectionThatIsLostOnTheWayIsAnError() throws Exception {
    try (FakeServer server = new FakeServer(0, "standalone")) {
      server.hangUpOn = CREATE;
      assertTrue(failure(server).startsWith("the znodes of the run could not be made on "));
    }
  }

  @Test
  void aServerThatIsNotThereIsAnError() throws Exception {
    FakeServer gone = new FakeServer(0, "standalone");
    gone.close();
    assertTrue(failure(gone).startsWith("the znodes of the run could not be made on "));
  }
}
