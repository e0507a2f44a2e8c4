package io.vivarium.spi.tck.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminContent;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.tck.TckContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every set of admin commands must do. Extend it in a test of the plugin and name the provider. */
public abstract class AdminCommandsTck {
  /** What callers might send to see what happens. */
  private static final List<String> NONSENSE =
      List.of("", " ", "\n", "%00", "\u0000", "..", "-1", "x".repeat(10_000), "\"}{", "ünï");

  private static final int CALLERS = 8;

  private @Nullable TckContext context;
  private @Nullable AdminCommands plugin;
  private List<AdminCommand> commands = List.of();
  private final FakeAdminHost host = new FakeAdminHost();

  /** The plugin under test. */
  protected abstract AdminCommandsProvider provider();

  /** Configuration for it. */
  protected Map<String, String> config() {
    return Map.of();
  }

  /** Names of parameters that the commands read. */
  protected abstract List<String> parameters();

  /** How long threads of a closed plugin may take to end, in seconds. */
  protected int patienceSeconds() {
    return 60;
  }

  @BeforeEach
  final void startIt() throws PluginException {
    context = new TckContext(config());
    plugin = provider().create(context);
    commands = plugin.commands(host);
    plugin.start();
  }

  @AfterEach
  final void closeIt() {
    if (plugin != null) {
      plugin.close();
    }
    assertEquals(List.of(), known(context).fatalErrorsReported(), "no question may stop a server");
  }

  /** The commands, started. */
  protected final List<AdminCommand> commands() {
    return commands;
  }

  @Test
  void everyNameIsAWordAndThereOnce() {
    assertFalse(commands.isEmpty());
    Set<String> seen = new HashSet<>();
    for (AdminCommand command : commands) {
      List<String> names = new ArrayList<>(command.aliases());
      names.add(command.name());
      for (String name : names) {
        assertTrue(name.matches("[a-z][a-z0-9_]{0,63}"), name);
        assertTrue(seen.add(name), name + " is there twice");
      }
    }
  }

  @Test
  void whatDescribesACommandDoesNotChange() {
    for (AdminCommand command : commands) {
      assertFalse(command.methods().isEmpty(), command.name());
      assertEquals(command.methods(), command.methods());
      assertEquals(command.needsServing(), command.needsServing());
      for (AdminMethod method : command.methods()) {
        assertEquals(command.needsAuthorization(method), command.needsAuthorization(method));
      }
    }
  }

  @Test
  void whatChangesSomethingNeedsAuthorization() {
    for (AdminCommand command : commands) {
      if (command.methods().contains(AdminMethod.POST)) {
        assertTrue(command.needsAuthorization(AdminMethod.POST), command.name());
      }
    }
  }

  @Test
  void everyAnswerHoldsValuesThatEndpointsKnow() throws IOException {
    checkAllAnswers();
  }

  private void checkAllAnswers() throws IOException {
    for (AdminCommand command : commands) {
      for (AdminMethod method : command.methods()) {
        check(command.answer(request(method, command.name(), Map.of())));
      }
    }
  }

  @Test
  void nonsenseIsAnsweredToo() throws IOException {
    for (AdminCommand command : commands) {
      for (AdminMethod method : command.methods()) {
        for (String value : NONSENSE) {
          for (String parameter : parameters()) {
            check(command.answer(request(method, command.name(), Map.of(parameter, value))));
          }
        }
      }
    }
  }

  @Test
  void nothingIsLeftRunning() throws InterruptedException {
    known(plugin).close();
    known(plugin).close();
    assertEquals(List.of(), known(context).liveThreads(patienceSeconds()), "threads left behind");
  }

  @Test
  void theServerIsAskedNothingBeforeACommandIs() {
    assertEquals(List.of(), host.asked());
  }

  @Test
  void severalMayAskAtTheSameTime() throws InterruptedException {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      checkAllAnswers();
                    } catch (Throwable e) {
                      failures.add(e);
                    }
                  }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertEquals(List.of(), failures);
  }

  private static AdminRequest request(
      AdminMethod method, String command, Map<String, String> parameters) {
    return new AdminRequest(
        method,
        command,
        parameters,
        AdminRequest.Caller.SELF,
        new ByteArrayInputStream(new byte[] {'{', 0, -1}));
  }

  private static void check(AdminReply reply) throws IOException {
    assertTrue(reply.status() >= 200 && reply.status() < 600, "status " + reply.status());
    checkValue(reply.fields());
    try (AdminContent content = reply.content()) {
      if (content != null) {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        content.writeTo(sent);
        assertEquals(content.length(), sent.size(), "the length that was announced");
      }
    }
  }

  private static void checkValue(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case String _, Long _, Integer _, Double _, Boolean _ -> {}
      case List<?> list -> list.forEach(AdminCommandsTck::checkValue);
      case Map<?, ?> map ->
          map.forEach(
              (key, one) -> {
                assertTrue(key instanceof String, "key " + key);
                checkValue(one);
              });
      default -> fail("an answer holds a " + value.getClass().getName());
    }
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not there yet");
    }
    return value;
  }
}
