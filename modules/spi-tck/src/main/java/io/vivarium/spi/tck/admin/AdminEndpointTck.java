package io.vivarium.spi.tck.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminEndpoint;
import io.vivarium.spi.admin.AdminEndpointProvider;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.tck.TckContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every admin endpoint must do. Extend it in a test of the plugin, name the provider, and say how a question is put to it, if
 * questions are put to it by name.
 */
public abstract class AdminEndpointTck {
  private static final int CALLERS = 8;

  private @Nullable TckContext context;
  private @Nullable AdminEndpoint endpoint;
  private final FakeAdminHost host =
      new FakeAdminHost()
          .on("ruok", Map.of())
          .on("facts", Map.of("number", 42L, "text", "a \"quoted\" line\nand another"));

  /** The plugin under test. */
  protected abstract AdminEndpointProvider provider();

  /** Configuration for it; the same values each time of one test, so that a second instance takes the place of the first. */
  protected abstract Map<String, String> config();

  /**
   * Asks a command as a user would.
   *
   * @return what the user gets, in any form that holds texts unchanged or escaped; null when this endpoint carries no commands
   */
  protected @Nullable String ask(AdminEndpoint asked, String command) throws Exception {
    return null;
  }

  /** The server that is asked. */
  protected final FakeAdminHost host() {
    return host;
  }

  /** How long threads of a closed plugin may take to end, in seconds. */
  protected int patienceSeconds() {
    return 60;
  }

  @BeforeEach
  final void create() throws PluginException {
    context = new TckContext(config());
    endpoint = provider().create(context());
  }

  @AfterEach
  final void closeAll() {
    endpoint().close();
    assertEquals(List.of(), context().fatalErrorsReported(), "no question may stop a server");
  }

  @Test
  void theIdIsAWord() {
    assertTrue(provider().id().matches("[a-z][a-z0-9-]*"), provider().id());
  }

  @Test
  void oneThatWasNotStartedIsClosedAsWell() {
    endpoint().close();
    endpoint().close();
    assertEquals(List.of(), context().liveThreads());
  }

  @Test
  void oneThatWasHandedNothingDoesNotStart() {
    assertThrows(IllegalStateException.class, endpoint()::start);
  }

  @Test
  void nothingIsLeftRunningAndThePlaceIsFree() throws Exception {
    startIt();
    endpoint().close();
    endpoint().close();
    assertEquals(List.of(), context().liveThreads(patienceSeconds()), "threads left behind");
    TckContext secondContext = new TckContext(config());
    AdminEndpoint second = provider().create(secondContext);
    second.attach(host);
    second.start();
    second.close();
    assertEquals(List.of(), secondContext.fatalErrorsReported());
  }

  @Test
  void aServerThatServesNobodyYetIsNoReasonNotToStart() throws Exception {
    host.healthIs(new Health(false, Mode.LOOKING));
    startIt();
    endpoint().close();
  }

  @Test
  void aQuestionReachesTheServerAndItsAnswerTheCaller() throws Exception {
    startIt();
    String answer = answered("facts");
    assertTrue(answer.contains("42"), answer);
    assertTrue(answer.contains("quoted"), answer);
    assertFalse(host.asked().isEmpty(), "the server was not asked");
    assertEquals("facts", host.asked().getLast().command());
  }

  @Test
  void everyQuestionIsAnsweredAnew() throws Exception {
    AtomicInteger times = new AtomicInteger(700);
    host.on("counts", _ -> AdminReply.of(Map.of("times", times.incrementAndGet())));
    startIt();
    String first = answered("counts");
    assertTrue(first.contains("701"), first);
    String second = answered("counts");
    assertTrue(second.contains("702"), second);
  }

  @Test
  void nobodyIsAnsweredOnceItIsClosed() throws Exception {
    startIt();
    answered("facts");
    int asked = host.asked().size();
    endpoint().close();
    boolean answered;
    try {
      answered = String.valueOf(ask(endpoint(), "facts")).contains("42");
    } catch (Exception e) {
      answered = false;
    }
    assertFalse(answered, "answered after it was closed");
    assertEquals(asked, host.asked().size(), "asked the server after it was closed");
  }

  @Test
  void anUnknownCommandIsAnsweredToo() throws Exception {
    startIt();
    assertTrue(answered("nosuchcommand").contains("Unknown command: nosuchcommand"));
  }

  @Test
  void aCommandThatFailsLeavesTheEndpointAlive() throws Exception {
    host.on(
        "bad",
        _ -> {
          throw new IllegalStateException("never");
        });
    startIt();
    assumeTrue(ask(endpoint(), "ruok") != null, "carries no commands");
    try {
      ask(endpoint(), "bad");
    } catch (Exception e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
    assertTrue(answered("facts").contains("42"));
  }

  @Test
  void severalAskAtTheSameTime() throws Exception {
    startIt();
    assumeTrue(ask(endpoint(), "ruok") != null, "carries no commands");
    List<String> answers = Collections.synchronizedList(new ArrayList<>());
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      answers.add(answered("facts"));
                    } catch (Exception e) {
                      answers.add(e.toString());
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(CALLERS, answers.size());
    assertEquals(1, answers.stream().distinct().count(), answers.toString());
    assertTrue(answers.getFirst().contains("42"), answers.getFirst());
  }

  /** Starts the endpoint with the server attached. */
  protected final AdminEndpoint startIt() throws PluginException {
    endpoint().attach(host);
    endpoint().start();
    return endpoint();
  }

  private String answered(String command) throws Exception {
    String answer = ask(endpoint(), command);
    assumeTrue(answer != null, "carries no commands");
    return String.valueOf(answer);
  }

  /** What the plugin was handed. */
  protected final TckContext context() {
    if (context == null) {
      throw new IllegalStateException("not created");
    }
    return context;
  }

  private AdminEndpoint endpoint() {
    if (endpoint == null) {
      throw new IllegalStateException("not created");
    }
    return endpoint;
  }
}
