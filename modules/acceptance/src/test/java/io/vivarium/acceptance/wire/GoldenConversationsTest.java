package io.vivarium.acceptance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.vivarium.acceptance.server.ServerSetup;
import io.vivarium.acceptance.server.ServerUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Sends what recorded clients sent and expects what ZooKeeper 3.9.5 answered. */
class GoldenConversationsTest {
  @TempDir Path home;

  private static List<String> names() throws IOException {
    try (BufferedReader index =
        new BufferedReader(
            new InputStreamReader(
                GoldenConversationsTest.class.getResourceAsStream("/client-wire/INDEX"), UTF_8))) {
      return index.lines().toList();
    }
  }

  /** Conversations 1 to 52 build on each other: they were recorded in this order on one server. */
  @TestFactory
  Stream<DynamicTest> aLongRunIsAnsweredAsZooKeeperAnsweredIt() throws Exception {
    ServerSetup setup =
        ServerSetup.plain()
            .with("maxSessionTimeout", "3600000")
            .with("extendedTypesEnabled", "true")
            .with("enforceQuota", "true")
            .with("snapCount", "90")
            .with("4lw.commands.whitelist", "ruok,srvr,mntr,isro,wchs")
            .property("znode.container.checkIntervalMs", "1000")
            .with("authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider")
            .property("java.security.auth.login.config", loginFile().toString())
            .property(
                "zookeeper.DigestAuthenticationProvider.superDigest",
                DigestAuthenticationProvider.generateDigest("super:superpw"));
    List<String> names = names().stream().filter(name -> number(name) <= 52).toList();
    return tests(setup, names, true);
  }

  private Path loginFile() throws IOException {
    return Files.writeString(
        home.resolve("jaas.conf"),
        """
        Server {
          org.apache.zookeeper.server.auth.DigestLoginModule required
          user_%s="%s";
        };
        """
            .formatted(SaslTokens.USER, SaslTokens.PASSWORD));
  }

  @TestFactory
  Stream<DynamicTest> theOpCodeDecidesWhatIsAContainer() throws Exception {
    ServerSetup setup = ServerSetup.plain().property("znode.container.checkIntervalMs", "1000");
    return tests(setup, List.of("53-raw-opcode-flag-mismatch"), false);
  }

  @TestFactory
  Stream<DynamicTest> orderAndFilteringOfEventsAreKept() throws Exception {
    return tests(ServerSetup.plain(), List.of("54-raw-order-filter-oddities"), false);
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(0, 2));
  }

  private Stream<DynamicTest> tests(ServerSetup setup, List<String> names, boolean longRun)
      throws Exception {
    ServerUnderTest server = ServerUnderTest.start(setup, home);
    Correspondence correspondence = new Correspondence();
    Bystanders bystanders = new Bystanders(server.connectString(), correspondence);
    bystanders = longRun ? bystanders.ofTheLongRun() : bystanders.ofTheContainerRun();
    Bystanders done = bystanders;
    return names.stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> hold(name, server, correspondence, done)))
        .onClose(() -> close(done, server));
  }

  private static void hold(
      String name, ServerUnderTest server, Correspondence correspondence, Bystanders bystanders)
      throws Exception {
    Conversation conversation = Conversation.load(name);
    if (conversation.isFourLetterWord()) {
      FourLetterAnswer.check(name, server);
      return;
    }
    List<String> differences =
        new Replay(conversation, server.port(), correspondence, bystanders).run();
    assertEquals("", String.join("\n", differences), () -> "the server printed:\n" + server.log());
  }

  private static void close(Bystanders bystanders, ServerUnderTest server) {
    try (server) {
      bystanders.close();
    } catch (Exception e) {
      fail(e);
    }
  }
}
