package io.vivarium.spi.tck.admin;

import io.vivarium.spi.admin.AdminHost;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.admin.Health;
import io.vivarium.spi.consensus.ConsensusStatus.Mode;
import io.vivarium.spi.transport.ServerTls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server with the commands that a test gives it. It puts answers into the envelope that a server puts them into. Any thread. */
public final class FakeAdminHost implements AdminHost {
  private final Map<String, Function<AdminRequest, AdminReply>> commands =
      new ConcurrentHashMap<>();
  private final List<AdminRequest> asked = new CopyOnWriteArrayList<>();
  private volatile Health health = new Health(true, Mode.STANDALONE);
  private volatile @Nullable ServerTls tls;

  /** Gives it a command, or another answer to one that it has. */
  public FakeAdminHost on(String command, Function<AdminRequest, AdminReply> answer) {
    commands.put(command, answer);
    return this;
  }

  /** As {@link #on(String, Function)}, with the same fields each time. */
  public FakeAdminHost on(String command, Map<String, ?> fields) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<String, @Nullable Object>();
    copy.putAll(fields);
    return on(command, _ -> AdminReply.of(copy));
  }

  /** What {@link #health()} says from now on. */
  public FakeAdminHost healthIs(Health now) {
    health = now;
    return this;
  }

  /** What {@link #tls()} says from now on. */
  public FakeAdminHost encrypts(ServerTls with) {
    tls = with;
    return this;
  }

  /** Everything that was asked, in order. */
  public List<AdminRequest> asked() {
    return List.copyOf(asked);
  }

  @Override
  public List<String> commands() {
    return commands.keySet().stream().sorted().toList();
  }

  @Override
  public AdminReply ask(AdminRequest request) {
    asked.add(request);
    Function<AdminRequest, AdminReply> command = commands.get(request.command());
    AdminReply reply =
        command == null
            ? AdminReply.failed(AdminReply.OK, "Unknown command: " + request.command())
            : command.apply(request);
    Map<String, @Nullable Object> fields = new LinkedHashMap<String, @Nullable Object>();
    fields.putAll(reply.fields());
    Object error = fields.remove("error");
    fields.put("command", request.command());
    fields.put("error", error);
    return new AdminReply(reply.status(), fields, reply.headers(), reply.content());
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public @Nullable ServerTls tls() {
    return tls;
  }
}
