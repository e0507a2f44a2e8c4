package io.vivarium.spi.tck.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminCommands;
import io.vivarium.spi.admin.AdminCommandsProvider;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.tck.TckContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every set of admin commands must do. Extend it in a test of the plugin and name the provider. */
public abstract class AdminCommandsTck {
  /** What callers might send to see what happens. */
  private static final List<String> NONSENSE =
      List.of("", " ", "\n", "%00", "\u0000", "..", "-1", "x".repeat(10_000), "\"}{", "ünï");

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
    AdminCommands running = plugin;
    TckContext handed = context;
    assertNotNull(running);
    assertNotNull(handed);
    running.close();
    running.close();
    for (Thread thread : handed.liveThreads()) {
      thread.join();
    }
    assertEquals(List.of(), handed.liveThreads());
    assertEquals(List.of(), handed.fatalErrorsReported());
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

  private static void check(AdminReply reply) {
    assertTrue(reply.status() >= 200 && reply.status() < 600, "status " + reply.status());
    checkValue(reply.fields());
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
}
