package io.vivarium.kernel.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vivarium.model.AuthId;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.SaslExchange;
import io.vivarium.spi.transport.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are under way while one plugin takes the place of another. */
@Tag("no-plugins")
class HostedAuthenticationTest {
  private static final Set<Thread.State> WAITS =
      Set.of(Thread.State.TIMED_WAITING, Thread.State.WAITING, Thread.State.TERMINATED);
  private static final byte[] TOKEN = {1};

  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  /** What the server asks a scheme; any may be slow. */
  enum Question {
    AUTHENTICATE,
    VALID_ID,
    MATCHES,
    AUTHENTICATED,
    ON_CONNECT,
    USER_NAME,
    SASL,
    SASL_STEP,
    SASL_CLOSE
  }

  private static void ask(AuthScheme scheme, Question question) {
    Object _ =
        switch (question) {
          case AUTHENTICATE -> scheme.authenticate(Hosting.PEER, TOKEN);
          case VALID_ID -> scheme.validId("");
          case MATCHES -> scheme.matches("", "");
          case AUTHENTICATED -> scheme.authenticated();
          case ON_CONNECT -> scheme.onConnect(Hosting.PEER);
          case USER_NAME -> scheme.userName("");
          case SASL -> exchange(scheme);
          case SASL_STEP -> exchange(scheme).step(TOKEN);
          case SASL_CLOSE -> {
            exchange(scheme).close();
            yield question;
          }
        };
  }

  private static SaslExchange exchange(AuthScheme scheme) {
    return Objects.requireNonNull(scheme.sasl(Hosting.PEER));
  }

  @ParameterizedTest
  @EnumSource
  void theOneBeforeIsNotClosedWhileItIsInACall(Question question) throws Exception {
    HostedPlugin<Authentication> before =
        Hosting.hosted(PluginKind.AUTH, new Named("old", question));
    HostedAuthentication hosted =
        new HostedAuthentication(before, new CallWatch(Hosting.LIMITS.call()));
    AuthScheme scheme = hosted.schemes().getFirst();
    Seat.Change<Authentication> change = Changes.schemes(hosted);
    HostedPlugin<Authentication> next = Hosting.hosted(PluginKind.AUTH, new Named("new", null));
    Thread client = Thread.ofPlatform().daemon().start(() -> ask(scheme, question));
    entered.await();
    Thread reloader =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    change.turnTo(next);
                    told.add("the old one may be closed");
                    before.stop();
                  } catch (PluginException | InterruptedException e) {
                    told.add(e.toString());
                  }
                });
    while (!scheme.userName("").equals("new")) {
      Thread.onSpinWait();
    }
    while (!WAITS.contains(reloader.getState())) {
      Thread.onSpinWait();
    }
    assertEquals(List.of(), List.copyOf(told));
    ask(scheme, question); // nobody but the reload waits
    gate.countDown();
    client.join();
    reloader.join();
    assertEquals(
        List.of("old has answered", "the old one may be closed", "old is closed"),
        List.copyOf(told));
  }

  /** A plugin that never comes back does not keep the next one from its place. */
  @Test
  void oneThatHangsIsNotWaitedForForEver() throws Exception {
    HostedPlugin<Authentication> before =
        Hosting.hosted(PluginKind.AUTH, new Named("old", Question.MATCHES));
    HostedAuthentication hosted =
        new HostedAuthentication(
            before, new CallWatch(Hosting.LIMITS.call()), Duration.ofMillis(1));
    AuthScheme scheme = hosted.schemes().getFirst();
    Thread client = Thread.ofPlatform().daemon().start(() -> ask(scheme, Question.MATCHES));
    entered.await();
    Changes.schemes(hosted).turnTo(Hosting.hosted(PluginKind.AUTH, new Named("new", null)));
    assertEquals("new", scheme.userName(""));
    assertEquals(1, before.faults().count());
    gate.countDown();
    client.join();
  }

  /** Its plugin may have given up what it needs. */
  @Test
  void anExchangeWhosePluginIsClosedFailsAndForgets() throws Exception {
    HostedAuthentication hosted =
        new HostedAuthentication(
            Hosting.hosted(PluginKind.AUTH, new Named("old", Question.SASL_CLOSE)),
            new CallWatch(Hosting.LIMITS.call()));
    SaslExchange begun = exchange(hosted.schemes().getFirst());
    assertInstanceOf(SaslExchange.Step.Complete.class, begun.step(TOKEN));
    Changes.schemes(hosted).turnTo(Hosting.hosted(PluginKind.AUTH, new Named("new", null)));
    assertInstanceOf(SaslExchange.Step.Failed.class, begun.step(TOKEN));
    gate.countDown();
    begun.close();
    assertEquals(List.of("old has answered"), List.copyOf(told));
    assertInstanceOf(
        SaslExchange.Step.Complete.class, exchange(hosted.schemes().getFirst()).step(TOKEN));
  }

  /** A plugin that tells what happens to it, and stays in the first call of one kind until the gate opens. */
  private final class Named implements Authentication, AuthScheme {
    private final String name;
    private final @Nullable Question stays;
    private final AtomicBoolean stayed = new AtomicBoolean();

    Named(String name, @Nullable Question stays) {
      this.name = name;
      this.stays = stays;
    }

    private void asked(Question question) {
      if (question == stays && !stayed.getAndSet(true)) {
        entered.countDown();
        LifecycleTest.awaitUninterruptibly(gate);
        told.add(name + " has answered");
      }
    }

    @Override
    public List<AuthScheme> schemes() {
      return List.of(this);
    }

    @Override
    public String scheme() {
      return "x";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      asked(Question.AUTHENTICATE);
      return new AuthOutcome.Accepted(List.of(new AuthId("x", name)));
    }

    @Override
    public boolean validId(String id) {
      asked(Question.VALID_ID);
      return true;
    }

    @Override
    public boolean matches(String presented, String aclId) {
      asked(Question.MATCHES);
      return true;
    }

    @Override
    public boolean authenticated() {
      asked(Question.AUTHENTICATED);
      return true;
    }

    @Override
    public List<AuthId> onConnect(Peer peer) {
      asked(Question.ON_CONNECT);
      return List.of();
    }

    @Override
    public String userName(String id) {
      asked(Question.USER_NAME);
      return name;
    }

    @Override
    public SaslExchange sasl(Peer peer) {
      asked(Question.SASL);
      return new Exchange(this);
    }

    @Override
    public void start() {}

    @Override
    public void close() {
      told.add(name + " is closed");
    }
  }

  private record Exchange(Named by) implements SaslExchange {
    @Override
    public Step step(byte[] token) {
      by.asked(Question.SASL_STEP);
      return new Step.Complete(null, List.of());
    }

    @Override
    public void close() {
      by.asked(Question.SASL_CLOSE);
    }
  }
}
