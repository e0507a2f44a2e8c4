package io.vivarium.spi.tck.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vivarium.model.CreateMode;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditEvent;
import io.vivarium.spi.audit.AuditEvent.Actor;
import io.vivarium.spi.audit.AuditEvent.Operation;
import io.vivarium.spi.audit.AuditEvent.Result;
import io.vivarium.spi.audit.AuditEvent.Target;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.tck.TckContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every audit plugin must do. Extend it in a test of the plugin, name the provider, and read back what it has kept: once it is
 * closed everything that it took is there.
 */
public abstract class AuditTck {
  /** Texts that could pass for the end of a record, for another field, or for another user. */
  private static final List<String> FORGERIES =
      List.of(
          "a\nuser=root\toperation=delete\tresult=success",
          "a\r\nb",
          "a\tresult=success",
          "a=b",
          "ann,root",
          "\",\"result\":\"success",
          "back\\slash\\n",
          "\u0000\u001b[2J\u007f",
          "\u0085\u2028\u2029\u202e",
          "ünï-\uD83D\uDE00",
          "ends in a blank ",
          " ",
          "${jndi:ldap://x} {} %s%n");

  private static final long TIME = 1_780_000_000_000L;

  private @Nullable TckContext context;
  private @Nullable AuditLog log;

  /** The plugin under test. */
  protected abstract AuditProvider provider();

  /** Configuration for it; each test has a place of its own. Asked once a test. */
  protected abstract Map<String, String> config();

  /** What the plugin has kept in the place of this test, oldest first, read back as its users would. Asked after it was closed. */
  protected abstract List<Kept> kept();

  /**
   * A record as it is read back; null or empty for what a form leaves out.
   *
   * @param operation its word
   * @param result its word
   */
  public record Kept(
      String operation,
      String result,
      long sessionId,
      List<String> users,
      @Nullable String address,
      @Nullable String path,
      @Nullable String acl) {
    /** Copies the list. */
    public Kept {
      users = List.copyOf(users);
    }
  }

  @BeforeEach
  final void createAuditLog() throws PluginException {
    context = new TckContext(config());
    log = provider().create(context);
  }

  @AfterEach
  final void closeAuditLog() {
    log().close();
    assertEquals(List.of(), known(context).liveThreads(), "threads left behind");
  }

  private AuditLog log() {
    return known(log);
  }

  private static <T> T known(@Nullable T value) {
    return Objects.requireNonNull(value);
  }

  private static AuditEvent create(String path) {
    return event(Operation.CREATE, new Target(path, CreateMode.PERSISTENT, null), "ann");
  }

  private static AuditEvent event(Operation operation, Target target, String... users) {
    Actor actor = new Actor(0x1000_0000_0000_0007L, List.of(users), "192.0.2.7");
    return new AuditEvent(TIME, operation, Result.SUCCESS, 17, actor, target);
  }

  private List<Kept> recorded(AuditEvent... events) throws PluginException {
    log().start();
    Arrays.stream(events).forEach(log()::record);
    log().close();
    return kept();
  }

  private static List<@Nullable String> paths(List<Kept> kept) {
    List<@Nullable String> paths = new ArrayList<>();
    kept.forEach(each -> paths.add(each.path()));
    return paths;
  }

  @Test
  void everythingThatIsKnownIsKept() throws PluginException {
    Target target = new Target("/a/b", null, "world:anyone:cdrwa");
    Kept kept = recorded(event(Operation.SET_ACL, target, "ann", "192.0.2.7")).getFirst();
    assertEquals(
        new Kept(
            "setAcl",
            "success",
            0x1000_0000_0000_0007L,
            List.of("ann", "192.0.2.7"),
            "192.0.2.7",
            "/a/b",
            "world:anyone:cdrwa"),
        kept);
  }

  @Test
  void everyOperationAndEveryResultHasItsWord() throws PluginException {
    List<AuditEvent> events = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Actor server = new Actor(0, List.of("server"), null);
    for (Operation operation : Operation.values()) {
      for (Result result : Result.values()) {
        events.add(new AuditEvent(TIME, operation, result, 0, server, Target.NONE));
        words.add(operation.text() + " " + result.text());
      }
    }
    List<Kept> kept = recorded(events.toArray(AuditEvent[]::new));
    assertEquals(words, kept.stream().map(each -> each.operation() + " " + each.result()).toList());
  }

  @Test
  void whatIsNotKnownIsNotInvented() throws PluginException {
    Actor nobody = new Actor(0, List.of(), null);
    Kept kept =
        recorded(new AuditEvent(TIME, Operation.MULTI, Result.FAILURE, 0, nobody, Target.NONE))
            .getFirst();
    assertEquals(new Kept("multiOperation", "failure", 0, List.of(), null, null, null), kept);
  }

  @Test
  void theOrderIsThatOfTheEvents() throws PluginException {
    AuditEvent[] events = new AuditEvent[2000];
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      paths.add("/n" + i);
      events[i] = create("/n" + i);
    }
    assertEquals(paths, paths(recorded(events)));
  }

  @Test
  void noPathIsMoreThanAPath() throws PluginException {
    List<Kept> kept = recorded(FORGERIES.stream().map(AuditTck::create).toArray(AuditEvent[]::new));
    assertEquals(FORGERIES, paths(kept));
  }

  @Test
  void noUserIsMoreThanAUser() throws PluginException {
    List<Kept> kept =
        recorded(
            FORGERIES.stream()
                .map(user -> event(Operation.DELETE, Target.NONE, user, "last"))
                .toArray(AuditEvent[]::new));
    assertEquals(
        FORGERIES.stream().map(user -> List.of(user, "last")).toList(),
        kept.stream().map(Kept::users).toList());
  }

  @Test
  void noAclIsMoreThanAnAcl() throws PluginException {
    List<Kept> kept =
        recorded(
            FORGERIES.stream()
                .map(acl -> event(Operation.SET_ACL, new Target("/a", null, acl), "ann"))
                .toArray(AuditEvent[]::new));
    assertEquals(FORGERIES, kept.stream().map(Kept::acl).toList());
    assertEquals(List.of("/a"), paths(kept).stream().distinct().toList());
  }

  @Test
  void manyThreadsMayRecordAtOnce() throws Exception {
    log().start();
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("/a", "/b", "/c")) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 500; i++) {
                      log().record(create(name));
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    log().close();
    List<@Nullable String> paths = paths(kept());
    for (String name : List.of("/a", "/b", "/c")) {
      assertEquals(500, paths.stream().filter(name::equals).count(), name);
    }
  }

  @Test
  void eventsBeforeStartAndAfterCloseAreIgnored() throws PluginException {
    log().record(create("/early"));
    List<@Nullable String> paths = paths(recorded(create("/a")));
    log().record(create("/late"));
    assertEquals(List.of("/a"), paths);
    assertEquals(List.of("/a"), paths(kept()));
  }

  @Test
  void whatWasKeptOutlivesARestart() throws PluginException {
    assertEquals(List.of("/a"), paths(recorded(create("/a"))));
    AuditLog next = provider().create(known(context));
    next.start();
    next.record(create("/b"));
    next.close();
    assertEquals(List.of("/a", "/b"), paths(kept()));
  }

  @Test
  void oneThatNeverStartedIsClosedToo() {
    log().close();
    log().close();
    assertFalse(known(context).fatalErrorsReported().stream().anyMatch(each -> true));
  }
}
