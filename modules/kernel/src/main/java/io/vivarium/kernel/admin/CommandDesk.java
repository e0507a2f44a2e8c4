package io.vivarium.kernel.admin;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.admin.AdminCommand;
import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.transport.Endpoint;
import io.vivarium.spi.transport.ServerTls;
import io.vivarium.spi.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where admin commands are asked: it knows all of them, sees that what they demand is so, and puts the answer into ZooKeeper's
 * envelope. There from the first moment of a start; {@link #serve} tells it of the server once that has read its data. Any thread.
 */
public final class CommandDesk implements AdminHost {
  private static final Logger LOG = LoggerFactory.getLogger(CommandDesk.class);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final String ERROR = "error";

  /** In these very words agents know it. */
  static final String NOT_SERVING = "This ZooKeeper instance is not currently serving requests";

  /** Commands by every name and alias. */
  private final Map<String, AdminCommand> byName = new ConcurrentSkipListMap<>();

  private volatile @Nullable Served served;
  private volatile @Nullable Transport transport;

  /**
   * A desk with the server's own commands.
   *
   * @param settings what operators may have the server do
   */
  public CommandDesk(ServerVersion version, CommandSettings settings, KernelMetrics metrics) {
    for (Command command : Command.values()) {
      put(new BuiltIn(command, this::served));
    }
    put(new ProcessCommands.Environment(version));
    put(new ProcessCommands.SystemProperties());
    SnapshotCommands snapshots = new SnapshotCommands(settings, metrics, this::served);
    put(snapshots.snapshot());
    put(snapshots.restore());
    new ClientCommands(this::served).all().forEach(this::put);
  }

  /**
   * Adds commands that a plugin brings.
   *
   * @throws PluginException when one has no proper name, or a name that is taken; none is added then
   */
  public void offer(List<AdminCommand> commands) throws PluginException {
    replace(List.of(), commands);
  }

  /**
   * Puts commands in the place of others, which are no longer there.
   *
   * @throws PluginException as {@link #offer}; nothing has changed then
   */
  public synchronized void replace(List<AdminCommand> before, List<AdminCommand> commands)
      throws PluginException {
    Set<String> taken = new HashSet<>(byName.keySet());
    for (AdminCommand command : before) {
      names(command).forEach(taken::remove);
    }
    for (AdminCommand command : commands) {
      for (String name : names(command)) {
        if (!NAME.matcher(name).matches() || !taken.add(name)) {
          throw refused(name, NAME.matcher(name).matches());
        }
      }
    }
    for (AdminCommand command : before) {
      names(command).forEach(byName::remove);
    }
    commands.forEach(this::put);
  }

  private static PluginException refused(String name, boolean taken) {
    return new PluginException(
        FatalReason.INVALID_INVOCATION,
        "the admin command "
            + name
            + (taken
                ? " is there already"
                : " must be named with lower-case letters, digits and underscores")
            + "; leave the plugin out of the key commands",
        null);
  }

  private void put(AdminCommand command) {
    for (String name : names(command)) {
      byName.put(name, command);
    }
  }

  private static List<String> names(AdminCommand command) {
    List<String> names = new ArrayList<>(command.aliases());
    names.add(command.name());
    return names;
  }

  /** From now on questions are about this server. */
  public void serve(Served server) {
    served = server;
  }

  /** The transport has started: it may be asked for encryption. */
  public void transport(Transport started) {
    transport = started;
  }

  private @Nullable Served served() {
    return served;
  }

  @Override
  public List<String> commands() {
    return byName.values().stream().map(AdminCommand::name).distinct().sorted().toList();
  }

  @Override
  public Health health() {
    Served now = served;
    if (now == null) {
      return new Health(false, Mode.LOOKING);
    }
    ServerView.Standing standing = now.server().standing();
    Mode mode = standing.mode();
    boolean ready =
        switch (mode) {
          case STANDALONE, LEADER, FOLLOWER, OBSERVER -> standing.serving();
          case READ_ONLY, LOOKING -> false;
        };
    return new Health(ready, mode);
  }

  @Override
  public @Nullable ServerTls tls() throws IOException {
    Transport started = transport;
    return started == null ? null : started.tls(Endpoint.Purpose.ADMIN);
  }

  @Override
  public AdminReply ask(AdminRequest request) {
    return ask(request, false);
  }

  @Override
  public AdminReply askAsOperator(AdminRequest request) {
    return ask(request, true);
  }

  private AdminReply ask(AdminRequest request, boolean proved) {
    AdminCommand command = byName.get(request.command());
    if (command == null) {
      return enveloped(
          request.command(),
          AdminReply.of(new Fields().put(ERROR, "Unknown command: " + request.command()).done()),
          true);
    }
    if (!command.methods().contains(request.method())) {
      return enveloped(
          command.name(),
          AdminReply.failed(405, "This command is asked by " + command.methods() + " only"),
          false);
    }
    if (command.needsServing() && !serving()) {
      return enveloped(
          request.command(), AdminReply.of(new Fields().put(ERROR, NOT_SERVING).done()), true);
    }
    return enveloped(command.name(), answer(command, request, proved), false);
  }

  private boolean serving() {
    Served now = served;
    return now != null && now.server().standing().serving();
  }

  private AdminReply answer(AdminCommand command, AdminRequest request, boolean proved) {
    if (!proved && command.needsAuthorization(request.method())) {
      AdminReply refusal = Authorization.refusal(served, request.caller());
      if (refusal != null) {
        return refusal;
      }
    }
    try {
      return command.answer(request);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      LOG.warn("The admin command {} failed: {}", command.name(), e.toString(), e);
      return AdminReply.failed(500, "The command failed; the server's log says why");
    }
  }

  /** ZooKeeper puts the two fields last, unless a command that went well has put {@code error} itself. */
  private static AdminReply enveloped(String name, AdminReply reply, boolean refused) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
    fields.putAll(reply.fields());
    Object error = fields.get(ERROR);
    if (refused || reply.status() != AdminReply.OK || error == null) {
      fields.remove(ERROR);
    }
    fields.put("command", name);
    if (!fields.containsKey(ERROR)) {
      fields.put(ERROR, error);
    }
    return new AdminReply(reply.status(), fields, reply.headers(), reply.content());
  }
}
