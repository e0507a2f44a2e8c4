package io.vivarium.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.ConfigLoader;
import io.vivarium.config.ConfigSource;
import io.vivarium.config.MembershipFiles;
import io.vivarium.config.ServerConfig;
import io.vivarium.kernel.pipeline.SessionRules;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.ClientAddress;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server is told of its ensemble and keeps of it. */
class EnsembleSettingsTest {
  private static final String THREE =
      """
      dataDir=/data
      tickTime=1500
      initLimit=8
      syncLimit=4
      server.1=a:2888:3888
      server.2=b:2889:3889;2182
      server.3=c:2888:3888:observer
      """;

  @TempDir Path directory;

  private static ServerConfig config(String text) {
    return ConfigLoader.load(
            ConfigSource.ofText("zoo.cfg", text).withCode(Map.of("myid", "2")), List.of())
        .require();
  }

  @Test
  void aServerOfAnEnsembleIsToldWhatItsConfigurationSays() throws IOException {
    EnsembleSettings settings =
        new Settings(config(THREE + "reconfigEnabled=true\nobserverMasterPort=2191\n"))
            .ensemble(null);
    assertEquals(2, settings.serverId());
    assertEquals(2, settings.membership().participants().size());
    assertNull(settings.proposed());
    assertEquals(new EnsembleSettings.Timing(1500, 8, 4, 8), settings.timing());
    assertTrue(settings.options().reconfig());
    assertFalse(settings.options().multiAddress());
    assertEquals(2191, settings.options().observerMasterPort());
    assertEquals(500, settings.options().historyCount());
  }

  @Test
  void severalAddressesAreAllowedWhereTheConfigurationAllowsThem() throws IOException {
    EnsembleSettings settings =
        new Settings(config(THREE + "multiAddress.enabled=true\n")).ensemble(null);
    assertTrue(settings.options().multiAddress());
  }

  @Test
  void aServerOnItsOwnIsToldThatThereIsNone() throws IOException {
    ServerConfig alone = config("dataDir=/data\nclientPort=2181\nlocalSessionsEnabled=true\n");
    assertEquals(EnsembleSettings.STANDALONE, new Settings(alone).ensemble(null));
    assertEquals(new SessionRules(false, false, true), new Settings(alone).sessions());
  }

  @Test
  void theRulesOfSessionsAreThoseOfTheConfiguration() {
    assertEquals(new SessionRules(false, false, true), new Settings(config(THREE)).sessions());
    assertEquals(
        new SessionRules(true, true, false),
        new Settings(
                config(
                    THREE
                        + "localSessionsEnabled=true\nlocalSessionsUpgradingEnabled=true\nleaderServes=no\n"))
            .sessions());
  }

  @Test
  void aProposedMembershipOfTheRunBeforeIsRemembered() throws IOException {
    MembershipFiles files = MembershipFiles.beside(directory.resolve("zoo.cfg"));
    Membership proposed = config(THREE).ensemble().membership().withVersion(0x1_0000_0005L);
    files.propose(proposed);
    assertEquals(proposed, new Settings(config(THREE)).ensemble(files).proposed());
  }

  @Test
  void whatIsInForceIsKeptShownAndMovesThePort() throws IOException {
    Path file = directory.resolve("zoo.cfg");
    Files.writeString(file, THREE);
    List<ClientAddress> moves = new ArrayList<>();
    DataTree tree = new DataTree(new TreeOptions(true, false, true, 1));
    Membership configured = config(THREE).ensemble().membership();
    KernelMembership membership =
        new KernelMembership(
            configured, MembershipFiles.beside(file), 2, tree, new ManualTime(0), moves::add);
    assertEquals(configured, membership.current());

    Membership next = configured.withVersion(0x1_0000_0005L);
    Path proposed = directory.resolve("zoo.cfg.dynamic.next");
    membership.proposed(next.withVersion(0x1_0000_0004L));
    assertTrue(Files.exists(proposed));
    membership.proposed(configured);
    assertTrue(Files.notExists(proposed), "the one in force says that none is proposed");
    membership.proposed(next);
    membership.committed(next);
    membership.show(next);
    assertEquals(next, membership.current());
    assertEquals(List.of(new ClientAddress("0.0.0.0", 2182)), moves);
    assertTrue(Files.readString(file).contains("dynamicConfigFile="));
    assertEquals(
        next.dynamicText(),
        new String(
            Objects.requireNonNull(tree.find("/zookeeper/config")).data(), StandardCharsets.UTF_8));
  }

  @Test
  void withoutAFileTheMembershipLastsAsLongAsTheServer() throws IOException {
    Membership configured = config(THREE).ensemble().membership();
    KernelMembership membership =
        new KernelMembership(
            configured,
            null,
            1,
            new DataTree(new TreeOptions(true, false, true, 1)),
            new ManualTime(0),
            address -> {
              throw new AssertionError("server 1 has no port for clients in its line");
            });
    Membership next = configured.withVersion(7);
    membership.proposed(next);
    membership.committed(next);
    assertEquals(7, membership.current().version());
  }
}
