package io.vivarium.config;

import static io.vivarium.config.Configs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.model.ensemble.Membership;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {
  private static final String STATIC = "dataDir=/data\ninitLimit=10\nsyncLimit=5\n";
  private static final String THREE = "server.1=a:1:2\nserver.2=b:1:2\nserver.3=c:1:2\n";
  private static final String ALONE = "server.1=localhost:2888:3888";

  private static ConfigSource source(String text) {
    return ConfigSource.ofText("zoo.cfg", text).withTextFile(Path.of("/data/myid"), "1\n");
  }

  private static ConfigResult load(String text) {
    return Configs.load(source(text));
  }

  @Test
  void threeServersAreAnEnsemble() {
    ConfigResult result = load(STATIC + THREE + "clientPort=2181\n");
    assertEquals("", text(result.warnings()));
    ServerConfig config = result.require();
    Ensemble ensemble = config.ensemble();
    assertTrue(ensemble.distributed());
    assertEquals(1, ensemble.myid());
    assertEquals(3, ensemble.size());
    assertEquals(new Ensemble.Timing(10, 5, 10), ensemble.timing());
    assertEquals(new Ensemble.Options(false, false, 0, true, true, false), ensemble.options());
    assertEquals("zab", config.plugins().consensus());
    assertEquals(
        "server.1=a:1:2:participant\nserver.2=b:1:2:participant\nserver.3=c:1:2:participant\n",
        ensemble.membership().text());
    assertEquals("a", ensemble.self().addresses().getFirst().host());
  }

  @Test
  void optionsOfAnEnsembleAreRead() {
    Ensemble ensemble =
        load(STATIC
                + THREE
                + "reconfigEnabled=true\nquorumListenOnAllIPs=true\nobserverMasterPort=2191\nleaderServes=no\n"
                + "syncEnabled=false\nmultiAddress.enabled=true\nconnectToLearnerMasterLimit=7\n")
            .require()
            .ensemble();
    assertEquals(new Ensemble.Options(true, true, 2191, false, false, true), ensemble.options());
    assertEquals(7, ensemble.timing().connectLimit());
  }

  @Test
  void aSingleServerLineRunsStandaloneWithAWarning() {
    ConfigResult result = load("dataDir=/data\nserver.1=a:1:2\n");
    assertFalse(result.require().ensemble().distributed());
    assertNull(result.require().ensemble().myid());
    assertEquals("standalone", result.require().plugins().consensus());
    assertTrue(text(result.warnings()).contains("runs standalone"), text(result.warnings()));
  }

  @Test
  void aSingleServerIsAnEnsembleWhenStandaloneIsDisabled() {
    assertTrue(
        load(STATIC + "standaloneEnabled=false\nserver.1=a:1:2\n")
            .require()
            .ensemble()
            .distributed());
  }

  @ParameterizedTest
  @CsvSource({
    "server.1=a:1:2:observer,no participant",
    "server.1=a:1:2|server.2=b:1:2:observer,a single participant"
  })
  void observersNeedParticipants(String lines, String message) {
    ConfigResult result = load(STATIC + lines.replace('|', '\n') + "\n");
    assertTrue(text(result.errors()).contains(message), text(result.errors()));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void anEvenNumberOfParticipantsIsWarnedAbout(int count) {
    StringBuilder lines = new StringBuilder(STATIC);
    for (int i = 1; i <= count; i++) {
      lines.append("server.").append(i).append("=h").append(i).append(":1:2\n");
    }
    ConfigResult result = load(lines.toString());
    assertTrue(result.ok());
    assertTrue(
        text(result.warnings()).contains("there are " + count + " participants"),
        text(result.warnings()));
  }

  @Test
  void anEnsembleNeedsItsLimits() {
    List<String> keys =
        load("dataDir=/data\n" + THREE).errors().stream().map(Problem::key).toList();
    assertEquals(List.of("initLimit", "syncLimit"), keys);
    assertTrue(load("dataDir=/data\n").ok(), "a single server does not");
    assertTrue(
        text(load("dataDir=/data\ninitLimit=0\nsyncLimit=1\n" + THREE).errors())
            .contains("initLimit = 0: must be at least 1"));
  }

  @Test
  void myidIsTheFirstLineOfItsFile() {
    ConfigSource source = source(STATIC + THREE).withTextFile(Path.of("/data/myid"), " 3 \nrest");
    assertEquals(3, Configs.load(source).require().ensemble().myid());
  }

  @Test
  void aMissingMyidFileIsAnError() {
    ConfigResult result = Configs.load(ConfigSource.ofText("zoo.cfg", STATIC + THREE));
    assertEquals(
        "/data/myid: myid: there is no such file, and a server of an ensemble needs its number. Write the number of this"
            + " server into it.",
        text(result.errors()));
    assertEquals(2, result.exitCode());
  }

  @Test
  void aMyidThatIsNoNumberIsAnError() {
    ConfigResult result =
        Configs.load(source(STATIC + THREE).withTextFile(Path.of("/data/myid"), "one"));
    assertTrue(text(result.errors()).contains("the first line is not a number"));
  }

  @Test
  void aServerThatIsNotInItsListExitsWithOneAsZooKeeperDoes() {
    ConfigResult result =
        Configs.load(source(STATIC + THREE).withTextFile(Path.of("/data/myid"), "9"));
    assertTrue(text(result.errors()).contains("no line server.9"), text(result.errors()));
    assertEquals(1, result.exitCode());
    ConfigResult more =
        Configs.load(
            source(STATIC + THREE + "tickTime=x\n").withTextFile(Path.of("/data/myid"), "9"));
    assertEquals(2, more.exitCode());
  }

  @Test
  void ourKeyMyidStandsInForTheFile() {
    ConfigResult result = Configs.load(ConfigSource.ofText("zoo.cfg", STATIC + THREE + "myid=2\n"));
    assertEquals(2, result.require().ensemble().myid());
  }

  @Test
  void aRoleThatDiffersFromTheServerLineIsWarnedAbout() {
    ConfigResult result = load(STATIC + THREE + "peerType=observer\n");
    assertEquals(Membership.Role.PARTICIPANT, result.require().ensemble().self().role());
    assertTrue(text(result.warnings()).contains("differs from line server.1, which wins"));
  }

  @Test
  void idsAbove255AreAccepted() {
    ConfigResult result =
        Configs.load(
            source(
                STATIC
                    + THREE.replace("server.1", "server.256")
                    + "myid=256\nextendedTypesEnabled=true\n"));
    assertEquals(256, result.require().ensemble().myid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server.x=a:1:2",
        "server.-1=a:1:2",
        "server.99999999999999999999=a:1:2",
        "group.x=1",
        "weight.x=1"
      })
  void idsMustBeNumbers(String line) {
    assertTrue(
        text(load(STATIC + THREE + line + "\n").errors()).contains("must end in the number"), line);
  }

  @Test
  void severalAddressesMustBeAllowedInEitherForm() {
    String lines = STATIC + THREE.replace("a:1:2", "a:1:2|a2:1:2");
    assertTrue(text(load(lines).errors()).contains("several addresses"));
    assertTrue(load(lines + "multiAddress.enabled=true\n").ok(), "key of the file");
    assertTrue(
        Configs.load(
                source(lines)
                    .withSystemProperties(Map.of("zookeeper.multiAddress.enabled", "true")))
            .ok(),
        "property");
  }

  @Test
  void groupsAndWeightsAreRead() {
    Membership membership =
        load(STATIC + THREE + "group.1=1:2\ngroup.2=3\nweight.1=2\nweight.3=0\n")
            .require()
            .ensemble()
            .membership();
    assertEquals(Map.of(1L, Set.of(1L, 2L), 2L, Set.of(3L)), membership.groups());
    assertEquals(Map.of(1L, 2L, 3L, 0L), membership.weights());
    assertTrue(
        membership.text().endsWith("group.1=1:2\ngroup.2=3\nweight.1=2\nweight.3=0\n"),
        membership.text());
  }

  @ParameterizedTest
  @CsvSource({
    "group.1=1:2,is in no group",
    "group.1=1:2|group.2=2:3,is in another group too",
    "group.1=1:2:3:4,no server.4",
    "group.1=one,numbers of servers",
    "weight.1=heavy,whole number",
    "weight.1=-1,whole number",
    "weight.7=1,no server.7"
  })
  void groupsAndWeightsAreChecked(String lines, String message) {
    ConfigResult result = load(STATIC + THREE + lines.replace('|', '\n') + "\n");
    assertTrue(text(result.errors()).contains(message), text(result.errors()));
  }

  @Test
  void theClientPartOfTheOwnLineIsTheClientPort() {
    String lines = STATIC + THREE.replace("a:1:2", "a:1:2;10.0.0.1:2182");
    ClientPorts ports = load(lines).require().clientPorts();
    assertEquals(2182, ports.clientPort());
    assertEquals("10.0.0.1", ports.clientPortAddress());
    assertTrue(load(lines + "clientPort=2182\nclientPortAddress=10.0.0.1\n").ok());
    assertTrue(
        text(load(lines + "clientPort=2181\n").errors())
            .contains("differs from the client port 2182"));
    assertTrue(
        text(load(lines + "clientPort=2182\nclientPortAddress=10.0.0.2\n").errors())
            .contains("differs from the client address"));
    ClientPorts wildcard =
        load(STATIC + THREE.replace("a:1:2", "a:1:2;2183")).require().clientPorts();
    assertEquals(2183, wildcard.clientPort());
    assertNull(wildcard.clientPortAddress());
  }

  @Test
  void theOwnLineIsWhereClientsAreServedOfAServerThatRunsStandalone() {
    ConfigResult result = load(STATIC + "standaloneEnabled=true\n" + ALONE + ";2181\n");
    ServerConfig config = result.require();
    assertFalse(config.ensemble().distributed());
    assertNull(config.ensemble().myid());
    assertEquals(2181, config.clientPorts().clientPort());
    assertNull(config.clientPorts().clientPortAddress());
    assertTrue(text(result.warnings()).contains("Set clientPort instead"), text(result.warnings()));

    ClientPorts address = load(STATIC + ALONE + ";10.0.0.1:2181\n").require().clientPorts();
    assertEquals(2181, address.clientPort());
    assertEquals("10.0.0.1", address.clientPortAddress());
  }

  @Test
  void theOwnLineOfAServerThatRunsStandaloneIsFoundByTheKeyAndInTheDynamicFileToo() {
    ConfigSource key = ConfigSource.ofText("zoo.cfg", STATIC + ALONE + ";2181\nmyid=1\n");
    assertEquals(2181, Configs.load(key).require().clientPorts().clientPort());
    ConfigSource dynamic =
        source(STATIC + "dynamicConfigFile=/dyn\n")
            .withTextFile(Path.of("/dyn"), ALONE + ";2181\n");
    ServerConfig config = Configs.load(dynamic).require();
    assertEquals(2181, config.clientPorts().clientPort());
    assertFalse(config.ensemble().distributed());
  }

  @Test
  void aServerThatRunsStandaloneNeedsNeitherNumberNorLine() {
    String text = STATIC + ALONE + ";2181\n";
    ConfigSource unnumbered = ConfigSource.ofText("zoo.cfg", text);
    assertNull(Configs.load(unnumbered).require().clientPorts().clientPort());
    ConfigSource another = unnumbered.withTextFile(Path.of("/data/myid"), "9\n");
    assertNull(Configs.load(another).require().clientPorts().clientPort());
    assertNull(load(STATIC).require().clientPorts().clientPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ALONE + ";2181\n"})
  void aNumberThatIsNoneIsAnErrorStandaloneToo(String line) {
    for (String myid : List.of("one", "")) {
      ConfigResult result =
          Configs.load(source(STATIC + line).withTextFile(Path.of("/data/myid"), myid));
      assertEquals(
          "/data/myid: myid: the first line is not a number. Write the number of this server into it.",
          text(result.errors()));
      assertEquals(2, result.exitCode());
    }
  }

  @Test
  void whatIsNoRegularFileIsNoNumberOfAServerThatRunsStandalone(@TempDir Path data)
      throws IOException {
    Files.createDirectory(data.resolve("myid"));
    Path file =
        Files.writeString(data.resolve("zoo.cfg"), "dataDir=" + data + "\n" + ALONE + ";2181\n");
    ConfigSource machine =
        ConfigSource.ofMachine(file).withSystemProperties(Map.of()).withEnvironment(Map.of());
    ConfigResult alone = Configs.load(machine);
    assertNull(alone.require().clientPorts().clientPort());
    Files.writeString(file, "dataDir=" + data + "\ninitLimit=10\nsyncLimit=5\n" + THREE);
    ConfigResult distributed = Configs.load(machine);
    assertTrue(text(distributed.errors()).contains("myid: cannot be read"));
  }

  @Test
  void aClientPortThatDiffersFromTheOwnLineIsRefusedStandaloneToo() {
    String lines = STATIC + ALONE + ";2181\n";
    ConfigResult result = load(lines + "clientPort=2182\n");
    assertTrue(
        text(result.errors()).contains("differs from the client port 2181"), text(result.errors()));
    assertEquals(2, result.exitCode());
    assertTrue(load(lines + "clientPort=2181\n").ok());
  }

  @Test
  void allAddressesInTheStaticFileDoNotContradictOneInTheOwnLine() {
    for (String all : List.of("0.0.0.0", "::")) {
      ConfigResult result =
          load(STATIC + ALONE + ";10.0.0.1:2181\nclientPort=2181\nclientPortAddress=" + all + "\n");
      assertEquals("10.0.0.1", result.require().clientPorts().clientPortAddress());
    }
  }

  @Test
  void anEnsembleNeedsAParticipant() {
    String needed =
        "zoo.cfg: server.*: standaloneEnabled=false, but there is no participant. Add server lines, or remove"
            + " standaloneEnabled.";
    ConfigResult none = load(STATIC + "standaloneEnabled=false\n");
    assertEquals(needed, text(none.errors()));
    assertEquals(2, none.exitCode());
    ConfigResult empty =
        Configs.load(
            source(STATIC + "standaloneEnabled=false\ndynamicConfigFile=/dyn\n")
                .withTextFile(Path.of("/dyn"), ""));
    assertEquals(needed, text(empty.errors()));
    assertEquals(2, empty.exitCode());
    assertEquals(
        1,
        load(STATIC + "standaloneEnabled=false\ndynamicConfigFile=/dyn\n").errors().size(),
        "nobody knows what stands in a file that is not there");
    assertEquals(
        1, load(STATIC + "standaloneEnabled=false\nserver.1=a:1:2:observer\n").errors().size());
  }

  @Test
  void membershipComesFromTheDynamicFileWithTheVersionInItsName() throws IOException {
    String text = golden("zoo.cfg.after-reconfig").replace("${BASE}", "");
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", text)
            .withTextFile(
                Path.of("/e1/zoo.cfg.dynamic.200000448"), golden("zoo.cfg.dynamic.200000448"))
            .withTextFile(Path.of("/e1/data/myid"), "1");
    ConfigResult result = Configs.load(source);
    assertEquals("", text(result.errors()));
    Membership membership = result.require().ensemble().membership();
    assertEquals(0x200000448L, membership.version());
    assertEquals(3, membership.participants().size());
    assertEquals(1, membership.observers().size());
    assertEquals(
        golden("zoo.cfg.dynamic.200000448") + "\n",
        membership.text(),
        "rendered as ZooKeeper does");
    assertTrue(result.require().ensemble().options().reconfig());
  }

  @Test
  void theFileBeforeItsFirstReconfigurationLoadsToo() throws IOException {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg.bak", golden("zoo.cfg.bak").replace("${BASE}", ""))
            .withTextFile(Path.of("/e1/data/myid"), "4");
    ConfigResult result = Configs.load(source);
    assertEquals("", text(result.errors()));
    assertEquals(Membership.Role.OBSERVER, result.require().ensemble().self().role());
    assertEquals("prometheus", result.require().plugins().metrics());
    assertEquals(0, result.require().ensemble().membership().version());
  }

  @Test
  void membershipInTheStaticFileBesideADynamicOneIsRefused() {
    ConfigResult result =
        Configs.load(
            source(STATIC + "server.1=a:1:2\ndynamicConfigFile=/dyn\n")
                .withTextFile(Path.of("/dyn"), THREE));
    assertTrue(
        text(result.errors()).contains("may not stand in the static file"), text(result.errors()));
  }

  @Test
  void otherKeysInTheDynamicFileAreRefused() {
    ConfigResult result =
        Configs.load(
            source(STATIC + "dynamicConfigFile=/dyn\n")
                .withTextFile(Path.of("/dyn"), THREE + "version=100\ntickTime=1\n"));
    assertEquals(
        Set.of("version", "tickTime"),
        Set.copyOf(result.errors().stream().map(Problem::key).toList()));
    assertEquals(2, result.exitCode());
  }

  @Test
  void aMissingDynamicFileIsAnError() {
    ConfigResult result = load(STATIC + "dynamicConfigFile=/dyn\n");
    assertTrue(
        text(result.errors()).contains("/dyn: file: there is no such file"), text(result.errors()));
  }

  @Test
  void protectionBetweenServersThatNoPluginGivesIsRefused() {
    ConfigResult result = load(STATIC + THREE + "sslQuorum=true\n");
    assertTrue(
        text(result.errors()).contains("asks for protection that no installed plugin gives"));
    assertTrue(
        text(load(STATIC + THREE + "cnxTimeout=7000\n").warnings()).contains("has no effect yet"));
  }

  static String golden(String name) throws IOException {
    try (InputStream in = EnsembleTest.class.getResourceAsStream("reconfig/" + name)) {
      assertNotNull(in, name);
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
