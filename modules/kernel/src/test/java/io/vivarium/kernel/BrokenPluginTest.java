package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigSource;
import io.vivarium.kernel.plugin.PluginDirectory;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Perms;
import io.vivarium.model.Request;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.audit.AuditLog;
import io.vivarium.spi.audit.AuditProvider;
import io.vivarium.spi.auth.Authentication;
import io.vivarium.spi.auth.AuthenticationProvider;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.ConsensusProvider;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole servers with a plugin that breaks while they run. */
class BrokenPluginTest {
  private static final String LIFE =
      "@Override public void start() {} @Override public void close() {}";

  @TempDir private Path plugins;

  @Test
  void aServerServesOnWithAnAuditLogThatThrows() throws Exception {
    new PluginDirectory(plugins, "broken")
        .implementing(
            "audit",
            AuditProvider.class,
            AuditLog.class,
            "return new io.vivarium.spi.audit.AuditLog() {"
                + LIFE
                + "@Override public void record(io.vivarium.spi.audit.AuditEvent event) {"
                + " throw new NoClassDefFoundError(\"some/Library\"); } };")
        .write();
    try (Server server = start("audit.enable=true", "audit=broken");
        WireClient client = WireClient.connect(server.clientPort())) {
      assertEquals(ErrorCode.OK.code(), create(client, "/a", Acl.OPEN));
      assertEquals(ErrorCode.OK.code(), create(client, "/b", Acl.OPEN));
    }
  }

  @Test
  void noClientStopsAServerByASchemeThatThrows() throws Exception {
    new PluginDirectory(plugins, "broken")
        .implementing(
            "auth",
            AuthenticationProvider.class,
            Authentication.class,
            """
            return new io.vivarium.spi.auth.Authentication() {
              %s
              @Override public java.util.List<io.vivarium.spi.auth.AuthScheme> schemes() {
                return java.util.List.of(new io.vivarium.spi.auth.AuthScheme() {
                  @Override public String scheme() { return "broken"; }
                  @Override public io.vivarium.spi.auth.AuthOutcome authenticate(
                      io.vivarium.spi.transport.Peer peer, byte[] token) {
                    return new io.vivarium.spi.auth.AuthOutcome.Accepted(
                        java.util.List.of(new io.vivarium.model.AuthId("broken", "x"))); }
                  @Override public boolean validId(String id) {
                    if (id.equals("bad")) { throw new IllegalStateException("never thought of that"); }
                    return true; }
                  @Override public boolean matches(String presented, String aclId) {
                    throw new IllegalStateException("never thought of that"); } }); } };
            """
                .formatted(LIFE))
        .write();
    try (Server server = start("auth=builtin,broken");
        WireClient client = WireClient.connect(server.clientPort())) {
      client.ask(new Request.Auth("broken", new byte[0]));
      assertEquals(ErrorCode.INVALID_ACL.code(), create(client, "/a", acl("bad")));
      assertEquals(ErrorCode.OK.code(), create(client, "/a", acl("good")));
      assertEquals(ErrorCode.NO_AUTH.code(), create(client, "/a/b", Acl.OPEN));
      assertEquals(ErrorCode.OK.code(), create(client, "/c", Acl.OPEN), "it serves on");
    }
  }

  @Test
  void aStartThatFailsSaysWhyAndNotWhatCameOfTakingEverythingDown() throws Exception {
    new PluginDirectory(plugins, "broken")
        .implementing(
            "audit",
            AuditProvider.class,
            AuditLog.class,
            """
            return new io.vivarium.spi.audit.AuditLog() {
              @Override public void start() {}
              @Override public void close() {
                context.fatalErrors().stop(
                    io.vivarium.spi.FatalReason.STORAGE_WRITE, "a consequence", null); }
              @Override public void record(io.vivarium.spi.audit.AuditEvent event) {} };
            """)
        .write();
    PluginException failure =
        assertThrows(
            PluginException.class,
            () ->
                start(
                    "audit.enable=true",
                    "audit=broken",
                    "enforce.auth.enabled=true",
                    "enforce.auth.schemes=nobody"));
    assertEquals(FatalReason.INVALID_INVOCATION, failure.reason());
    assertTrue(failure.getMessage().contains("offers the scheme nobody"), failure::getMessage);
  }

  @Test
  void aConsensusThatThrowsStopsTheServerByName() throws Exception {
    consensus("throw new NoClassDefFoundError(\"some/Library\");");
    PluginException failure = assertThrows(PluginException.class, this::startAndWait);
    assertEquals(FatalReason.UNEXPECTED, failure.reason());
    assertTrue(failure.getMessage().contains("some/Library"), failure::getMessage);
    assertTrue(failure.getMessage().contains("consensus=broken"), failure::getMessage);
  }

  @Test
  void aConsensusThatHangsStopsTheServerByName() throws Exception {
    consensus(
        """
        while (true) {
          try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { /* deaf */ } }
        """);
    PluginException failure =
        assertThrows(
            PluginException.class,
            () ->
                startAndWait(
                    "plugin.callTimeoutMs=1",
                    "plugin.hangTimeoutMs=1",
                    "plugin.stopTimeoutMs=100"));
    assertTrue(failure.getMessage().contains("plugin consensus=broken"), failure::getMessage);
    assertTrue(failure.getMessage().contains("plugin.hangTimeoutMs"), failure::getMessage);
  }

  /** A server that starts all the same, because the end came a moment later, is waited for. */
  private void startAndWait(String... settings) throws PluginException, InterruptedException {
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "consensus=broken";
    try (Server server = start(all)) {
      FatalError end = server.awaitEnd().orElseThrow();
      throw new PluginException(end.reason(), end.message(), end.cause());
    }
  }

  private void consensus(String poll) throws java.io.IOException {
    new PluginDirectory(plugins, "broken")
        .implementing(
            "consensus",
            ConsensusProvider.class,
            Consensus.class,
            """
            return new io.vivarium.spi.consensus.Consensus() {
              %s
              @Override public void attach(io.vivarium.spi.consensus.ConsensusHost host,
                  io.vivarium.spi.consensus.RecoveredHistory history) {}
              @Override public void propose(io.vivarium.spi.consensus.Proposal proposal) {}
              @Override public void forward(io.vivarium.spi.consensus.ForwardedRequest request) {}
              @Override public void sync(long ticket) {}
              @Override public void persisted(long zxid) {}
              @Override public io.vivarium.spi.consensus.ConsensusStatus status() { return null; }
              @Override public long poll(long nowNanos) { %s } };
            """
                .formatted(LIFE, poll))
        .write();
  }

  private Server start(String... settings) throws PluginException {
    Map<String, String> code = new HashMap<>();
    code.put("storage", "memory");
    code.put("dataDir", "unused");
    code.put("clientPort", "auto");
    code.put("clientPortAddress", "127.0.0.1");
    code.put("admin.enableServer", "false");
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      code.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return ServerBuilder.of(ConfigSource.empty().withCode(code)).plugins(plugins).start();
  }

  private static List<Acl> acl(String id) {
    return List.of(new Acl(Perms.ALL, "broken", id));
  }

  private static int create(WireClient client, String path, List<Acl> acl) throws Exception {
    return client
        .ask(new Request.Create(OpCode.CREATE, path, new byte[0], acl, 0, 0))
        .header()
        .error();
  }
}
