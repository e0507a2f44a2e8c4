package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginContext;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.HandlerFactory;
import io.vivarium.spi.transport.Listener;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("no-plugins")
class LifecycleTest {
  private static final ConfigKey<Integer> SIZE =
      ConfigKey.integer("sample.size", 7, 1, 10, "A number from 1 to 10.");

  private final List<String> events = new ArrayList<>();

  @Test
  void pluginsStartInTheirOrderAndStopInReverse() throws Exception {
    try (Lifecycle lifecycle = lifecycle()) {
      HostedPlugin<Authentication> auth = lifecycle.create(auth("first"));
      HostedPlugin<Transport> transport = lifecycle.create(transport("second"));
      lifecycle.start(auth);
      lifecycle.start(transport);
    }
    assertEquals(
        List.of(
            "create first",
            "create second",
            "start first",
            "start second",
            "close second",
            "close first"),
        events);
  }

  @Test
  void aPluginThatIsStartedOutOfOrderIsAMistakeOfTheServer() throws Exception {
    try (Lifecycle lifecycle = lifecycle()) {
      HostedPlugin<Authentication> auth = lifecycle.create(auth("late"));
      lifecycle.start(lifecycle.create(transport("early")));
      assertThrows(IllegalStateException.class, () -> lifecycle.start(auth));
    }
  }

  @Test
  void aStartThatFailsNamesThePluginAndStopsWhatWasStarted() throws Exception {
    Lifecycle lifecycle = lifecycle();
    lifecycle.start(lifecycle.create(auth("first")));
    HostedPlugin<Transport> failing =
        lifecycle.create(
            new Sample("second") {
              @Override
              void onStart() throws PluginException {
                throw new PluginException(FatalReason.DATA_DIRECTORY, "no room", null);
              }
            }.installed());
    PluginException failure = assertThrows(PluginException.class, () -> lifecycle.start(failing));
    assertEquals(FatalReason.DATA_DIRECTORY, failure.reason());
    assertEquals("plugin transport=second (here) did not start: no room", failure.getMessage());
    assertEquals(
        List.of("create first", "start first", "create second", "close second", "close first"),
        events);
    lifecycle.close();
    assertEquals(5, events.size(), "nothing is closed twice");
  }

  @Test
  void anErrorOfAPluginIsContainedAndNamed() throws Exception {
    try (Lifecycle lifecycle = lifecycle()) {
      HostedPlugin<Transport> failing =
          lifecycle.create(
              new Sample("broken") {
                @Override
                void onStart() {
                  throw new NoClassDefFoundError("some/Library");
                }
              }.installed());
      PluginException failure = assertThrows(PluginException.class, () -> lifecycle.start(failing));
      assertEquals(FatalReason.UNEXPECTED, failure.reason());
      assertTrue(failure.getMessage().contains("transport=broken"), failure::getMessage);
      assertTrue(failure.getMessage().contains("some/Library"), failure::getMessage);
    }
  }

  @Test
  void aPluginThatCannotBeCreatedIsNamed() {
    InstalledPlugin<Transport> failing =
        new Sample("broken") {
          @Override
          void onCreate(PluginContext context) {
            throw new IllegalStateException("never");
          }
        }.installed();
    try (Lifecycle lifecycle = lifecycle()) {
      PluginException failure =
          assertThrows(PluginException.class, () -> lifecycle.create(failing));
      assertEquals(
          "plugin transport=broken (here) cannot be created: java.lang.IllegalStateException: never",
          failure.getMessage());
    }
  }

  @Test
  void aCloseThatFailsDoesNotKeepOthersFromClosing() throws Exception {
    Lifecycle lifecycle = lifecycle();
    lifecycle.start(lifecycle.create(auth("first")));
    lifecycle.start(
        lifecycle.create(
            new Sample("second") {
              @Override
              void onClose() {
                throw new IllegalStateException("stuck");
              }
            }.installed()));
    assertEquals(
        List.of(
            "plugin transport=second (here) failed when it was closed: "
                + "java.lang.IllegalStateException: stuck"),
        lifecycle.stopAll());
    assertEquals("close first", events.getLast());
  }

  @Test
  void aCloseThatNeverEndsIsLeftBehind() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Lifecycle lifecycle =
        lifecycle(
            (thread, atMost) -> {
              if (thread.getName().equals("close-transport=second")) {
                closing.await();
              } else {
                thread.join();
              }
            });
    lifecycle.start(lifecycle.create(auth("first")));
    lifecycle.start(
        lifecycle.create(
            new Sample("second") {
              @Override
              void onClose() {
                closing.countDown();
                awaitUninterruptibly(never);
              }
            }.installed()));
    List<String> complaints = lifecycle.stopAll();
    assertEquals(1, complaints.size(), complaints::toString);
    assertTrue(
        complaints
            .getFirst()
            .startsWith(
                "plugin transport=second (here) did not close within 120000 ms and is left behind; it is at "),
        complaints::toString);
    assertEquals("close first", events.getLast());
    never.countDown();
  }

  @Test
  void aPluginIsClosedOnce() throws Exception {
    Lifecycle lifecycle = lifecycle();
    HostedPlugin<Authentication> plugin = lifecycle.create(auth("first"));
    lifecycle.start(plugin);
    assertEquals(List.of(), plugin.stop());
    lifecycle.close();
    assertEquals(List.of("create first", "start first", "close first"), events);
  }

  @Test
  void aPluginThatIsGoneStopsTheServerNoMore() throws Exception {
    List<FatalErrors> alarms = new ArrayList<>();
    Lifecycle lifecycle = lifecycle();
    lifecycle.start(
        lifecycle.create(
            new Sample("closed") {
              @Override
              void onCreate(PluginContext context) {
                alarms.add(context.fatalErrors());
              }

              @Override
              void onClose() {
                alarms.getFirst().stop(FatalReason.STORAGE_WRITE, "the last words", null);
              }
            }.installed()));
    InstalledPlugin<Transport> broken =
        new Sample("broken") {
          @Override
          void onCreate(PluginContext context) {
            alarms.add(context.fatalErrors());
            throw new IllegalStateException("never");
          }
        }.installed();
    assertThrows(PluginException.class, () -> lifecycle.create(broken));
    lifecycle.close();
    alarms.forEach(alarm -> alarm.stop(FatalReason.UNEXPECTED, "too late", null));
    assertEquals(2, alarms.size());
    assertEquals(
        List.of("fatal plugin transport=closed: the last words"),
        events.stream().filter(event -> event.startsWith("fatal")).toList());
  }

  @Test
  void threadsThatAPluginLeavesBehindAreReported() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Lifecycle lifecycle = lifecycle();
    lifecycle.start(
        lifecycle.create(
            new Sample("leaky") {
              @Override
              void onCreate(PluginContext context) {
                Thread thread = context.threads().newThread(() -> awaitQuietly(end));
                assertTrue(thread.isDaemon());
                thread.start();
                context.threads().newThread(() -> {}).start();
                context.threads().newThread(() -> {}); // never started, so not left running
              }
            }.installed()));
    assertEquals(
        List.of("plugin transport=leaky (here) left threads running: leaky-1"),
        lifecycle.stopAll());
    end.countDown();
  }

  @Test
  void aPluginRunsWithItsOwnClassLoader() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(null);
    try (Lifecycle lifecycle = lifecycle()) {
      lifecycle.start(
          lifecycle.create(
              new Sample("curious") {
                @Override
                void onStart() {
                  assertSame(
                      LifecycleTest.class.getClassLoader(),
                      Thread.currentThread().getContextClassLoader());
                }
              }.installed()));
      assertSame(null, Thread.currentThread().getContextClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aPluginGetsItsConfigurationAndAWayToStopTheServer() throws Exception {
    List<String> fatal = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Lifecycle lifecycle =
        new Lifecycle(
            Hosting.maker(
                Hosting.configs(SIZE),
                (reason, message, cause) -> fatal.add(reason + " " + message),
                Bounds.of(Hosting.LIMITS)));
    lifecycle.create(
        new Sample("sized") {
          @Override
          void onCreate(PluginContext context) {
            sizes.add(context.config().get(SIZE));
            context.metrics().counter("sample_counter").increment();
            context.fatalErrors().stop(FatalReason.STORAGE_WRITE, "disk gone", null);
          }
        }.installed());
    assertEquals(List.of(7), sizes);
    assertEquals(List.of("STORAGE_WRITE plugin transport=sized: disk gone"), fatal);
    assertFalse(events.isEmpty());
  }

  private Lifecycle lifecycle() {
    return lifecycle(Bounds.Patience.REAL);
  }

  private Lifecycle lifecycle(Bounds.Patience patience) {
    return new Lifecycle(
        Hosting.maker(
            Hosting.configs(SIZE),
            (reason, message, cause) -> events.add("fatal " + message),
            new Bounds(Hosting.LIMITS, patience)));
  }

  private InstalledPlugin<Transport> transport(String id) {
    return new Sample(id).installed();
  }

  private InstalledPlugin<Authentication> auth(String id) {
    PluginProvider<Authentication> provider =
        new PluginProvider<>() {
          @Override
          public String id() {
            return id;
          }

          @Override
          public Authentication create(PluginContext context) {
            events.add("create " + id);
            return new Authentication() {
              @Override
              public List<AuthScheme> schemes() {
                return List.of();
              }

              @Override
              public void start() {
                events.add("start " + id);
              }

              @Override
              public void close() {
                events.add("close " + id);
              }
            };
          }
        };
    return Hosting.installed(PluginKind.AUTH, id, provider);
  }

  /** Does not hear that it is to end. */
  static void awaitUninterruptibly(CountDownLatch latch) {
    boolean ended = false;
    while (!ended) {
      try {
        latch.await();
        ended = true;
      } catch (InterruptedException e) {
        // Nothing ends it but the latch.
      }
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A transport that carries nothing and writes down what is done with it. */
  class Sample implements PluginProvider<Transport> {
    private final String id;

    Sample(String id) {
      this.id = id;
    }

    InstalledPlugin<Transport> installed() {
      return Hosting.installed(PluginKind.TRANSPORT, id, this);
    }

    void onCreate(PluginContext context) throws PluginException {}

    void onStart() throws PluginException {
      events.add("start " + id);
    }

    void onClose() {}

    @Override
    public String id() {
      return id;
    }

    @Override
    public List<ConfigKey<?>> configKeys() {
      return List.of(SIZE);
    }

    @Override
    public Transport create(PluginContext context) throws PluginException {
      events.add("create " + id);
      onCreate(context);
      return new Transport() {
        @Override
        public Listener listen(Endpoint endpoint, HandlerFactory handlers) throws IOException {
          throw new IOException("carries nothing");
        }

        @Override
        public void connect(Endpoint endpoint, HandlerFactory handlers, ConnectFailed failed) {
          failed.because(new IOException("carries nothing"));
        }

        @Override
        public void start() throws PluginException {
          onStart();
        }

        @Override
        public void close() {
          onClose();
          events.add("close " + id);
        }
      };
    }
  }
}
