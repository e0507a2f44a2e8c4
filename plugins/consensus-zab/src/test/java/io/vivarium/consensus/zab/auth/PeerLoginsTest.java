package io.vivarium.consensus.zab.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.PluginException;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.tck.TckContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerLoginsTest {
  private static final String ENABLED = "quorum.auth.enableSasl";
  private static final String OPENING = "quorum.auth.learnerRequireSasl";
  private static final String REQUIRED = "quorum.auth.serverRequireSasl";

  @TempDir Path directory;

  private final Map<String, String> config = new HashMap<>();

  @BeforeEach
  void write() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("jaas.conf"),
            """
            QuorumServer {
              org.apache.zookeeper.server.auth.DigestLoginModule required user_peer="Hidden1!";
            };
            QuorumLearner {
              org.apache.zookeeper.server.auth.DigestLoginModule required
              username="peer" password="Hidden1!";
            };
            Nobody { org.apache.zookeeper.server.auth.DigestLoginModule required; };
            """);
    config.put("java.security.auth.login.config", file.toString());
    config.put("fips-mode", "false");
  }

  @Test
  void withoutTheMasterSwitchNobodyProvesAnything() throws Exception {
    assertSame(PeerLogins.NONE, open());
    assertSame(PeerAuthentication.NONE, open().authentication(Runnable::run, TimeSource.system()));
  }

  @Test
  void theStepsOfARollingUpgradeAreTheThreeKeys() throws Exception {
    config.put(ENABLED, "true");
    assertNull(open().own());
    assertEquals(1, open().others().size());
    config.put(OPENING, "true");
    assertNotNull(open().own());
    assertFalse(open().othersMust());
    config.put(REQUIRED, "true");
    assertTrue(open().othersMust());
  }

  @Test
  void aKeyNeedsThoseBeforeIt() {
    config.put(OPENING, "true");
    assertRefused(ENABLED);
    config.remove(OPENING);
    config.put(ENABLED, "true");
    config.put(REQUIRED, "true");
    assertRefused(OPENING);
  }

  @Test
  void aSectionThatIsNotThereIsNamed() {
    config.put(ENABLED, "true");
    config.put("quorum.auth.server.saslLoginContext", "Other");
    assertRefused("Other");
    config.remove("java.security.auth.login.config");
    assertRefused("java.security.auth.login.config");
  }

  @Test
  void aSectionWithoutUsersOrWithoutAnOwnNameIsRefused() {
    config.put(ENABLED, "true");
    config.put("quorum.auth.server.saslLoginContext", "Nobody");
    assertRefused("user_<name>");
    config.remove("quorum.auth.server.saslLoginContext");
    config.put(OPENING, "true");
    config.put("quorum.auth.learner.saslLoginContext", "Nobody");
    assertRefused("username");
  }

  @Test
  void passwordsAreRefusedInFipsModeAsZooKeeperRefusesThem() {
    config.put(ENABLED, "true");
    config.put(OPENING, "true");
    config.remove("fips-mode");
    assertRefused("fips-mode=false");
  }

  @Test
  void theHostIsAskedForTheFileWhereOneIsRead() throws Exception {
    TckContext context = new TckContext(config);
    PeerLogins.open(context);
    assertEquals(List.of(), context.filesAsked(), "nobody proves anything");
    config.put(ENABLED, "true");
    context = new TckContext(config);
    PeerLogins.open(context);
    assertEquals(List.of(directory.resolve("jaas.conf")), context.filesAsked());
  }

  private PeerLogins open() throws PluginException {
    return PeerLogins.open(new TckContext(config));
  }

  private void assertRefused(String named) {
    String message = assertThrows(PluginException.class, this::open).getMessage();
    assertTrue(message.contains(named), message);
    assertFalse(message.contains("Hidden1!"), message);
  }
}
