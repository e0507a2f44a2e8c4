package io.vivarium.kernel.admin;

import io.vivarium.kernel.FakeScheme;
import io.vivarium.kernel.ManualTime;
import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.access.SparseLog;
import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.spi.admin.AdminMethod;
import io.vivarium.spi.admin.AdminReply;
import io.vivarium.spi.admin.AdminRequest;
import io.vivarium.spi.auth.AuthOutcome;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.spi.transport.Peer;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A desk with a server of which a test chooses every detail. */
final class CommandRig {
  static final ServerVersion VERSION =
      new ServerVersion("3.9.5", "0123abc", Instant.parse("2026-02-11T20:18:31Z"), "0.1.0");

  final ManualTime time = new ManualTime(5);
  final KernelMetrics metrics = new KernelMetrics();
  final FakeServer server = new FakeServer();
  final FakeSnapshots snapshots = new FakeSnapshots();
  final FakeClients clients = new FakeClients();
  final CommandDesk desk;
  List<Acl> rootAcl = Acl.OPEN;

  CommandRig() {
    this(true, true, true);
  }

  CommandRig(boolean snapshot, boolean restore, boolean lastProcessedZxid) {
    desk =
        new CommandDesk(
            VERSION,
            new CommandSettings(snapshot, restore, lastProcessedZxid, 1_000, time),
            metrics);
  }

  /** The data has been read. */
  CommandRig serve() {
    Map<String, AuthScheme> schemes =
        Map.of("digest", new FakeScheme("digest", true), "ip", new AddressScheme());
    desk.serve(
        new Served(
            server,
            server,
            new EmptyListener(),
            new Served.Permissions(
                schemes,
                new AccessCheck(schemes, false),
                () -> rootAcl,
                new FailedAttempts(time, 100, 8),
                new SparseLog(time)),
            snapshots,
            clients,
            id -> id == 3));
    return this;
  }

  AdminReply get(String command) {
    return desk.ask(AdminRequest.get(command));
  }

  AdminReply get(String command, String parameter, String value) {
    return ask(AdminMethod.GET, command, Map.of(parameter, value), null, "");
  }

  AdminReply authorized(AdminMethod method, String command, String body) {
    return ask(method, command, Map.of(), "digest ann:x", body);
  }

  AdminReply ask(
      AdminMethod method,
      String command,
      Map<String, String> parameters,
      @Nullable String authorization,
      String body) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    return desk.ask(
        new AdminRequest(
            method,
            command,
            parameters,
            new AdminRequest.Caller(address, address, authorization, List.of()),
            new ByteArrayInputStream(body.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  /** Identities that nobody has to prove. */
  private static final class AddressScheme implements AuthScheme {
    @Override
    public String scheme() {
      return "ip";
    }

    @Override
    public AuthOutcome authenticate(Peer peer, byte[] token) {
      throw new AssertionError("it is known already");
    }

    @Override
    public boolean validId(String id) {
      return true;
    }

    @Override
    public boolean matches(String presented, String aclId) {
      return presented.equals(aclId);
    }

    @Override
    public List<AuthId> onConnect(Peer peer) {
      return List.of(new AuthId("ip", peer.remoteHost()));
    }
  }

  private static final class EmptyListener implements ServerView.Listener {
    @Override
    public List<ConnectionView> connections() {
      return List.of();
    }

    @Override
    public void resetConnectionStats() {
      throw new AssertionError("the secure listener is left alone");
    }
  }
}
