package io.vivarium.config;

import static io.vivarium.config.Configs.item;
import static io.vivarium.config.Configs.load;
import static io.vivarium.config.Configs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {
  private static final ConfigSource ALL =
      ConfigSource.ofText("zoo.cfg", "dataDir=/file\nsnapCount=4\n")
          .withCode(Map.of("snapCount", "5"))
          .withSystemProperties(
              Map.of("zookeeper.snapCount", "3", "zookeeper.dataDir", "/property"))
          .withEnvironment(Map.of("VIVARIUM_SNAP_COUNT", "2"))
          .withEmbedded(Map.of("snapCount", "1"));

  @Test
  void codeWinsOverTheFileOverPropertiesOverTheEnvironmentOverEmbedded() {
    assertEquals("code", snapCountOrigin(ALL));
    ConfigSource noCode = ALL.withCode(Map.of());
    assertEquals("zoo.cfg:2", snapCountOrigin(noCode));
    ConfigSource noFile = noCode.withTextFile(Path.of("zoo.cfg"), "dataDir=/file\n");
    assertEquals("-Dzookeeper.snapCount", snapCountOrigin(noFile));
    ConfigSource noProperty = noFile.withSystemProperties(Map.of());
    assertEquals("VIVARIUM_SNAP_COUNT", snapCountOrigin(noProperty));
    ConfigSource onlyEmbedded = noProperty.withEnvironment(Map.of());
    assertEquals("built-in configuration", snapCountOrigin(onlyEmbedded));
    assertEquals("default", snapCountOrigin(onlyEmbedded.withEmbedded(Map.of())));
  }

  @Test
  void aProgramMayBeCalledByItsName() {
    ConfigSource source = ALL.withCode("command line", Map.of("snapCount", "5"));
    assertEquals("command line", snapCountOrigin(source));
  }

  private static String snapCountOrigin(ConfigSource source) {
    return item(load(source).effective(), "snapCount").origin().where();
  }

  @Test
  void aNamedKeyOfTheFileIsAuthoritative() {
    assertEquals(Path.of("/file"), load(ALL).require().directories().data());
  }

  @Test
  void aPropertyThatZooKeeperReadsWithoutPrefixWinsOverTheFile() {
    ConfigResult result =
        load(
            ConfigSource.ofText("zoo.cfg", "dataDir=/data\njute.maxbuffer=2000000\n")
                .withSystemProperties(Map.of("jute.maxbuffer", "0x3D0900")));
    assertEquals(4_000_000, result.require().requests().juteMaxBuffer());
    assertEquals("", text(result.warnings()));
  }

  @Test
  void aPropertyOnlyKeyInTheFileTakesEffectWithAWarning() {
    ConfigResult result = load("dataDir=/data\njute.maxbuffer=2000000\n");
    assertEquals(2_000_000, result.require().requests().juteMaxBuffer());
    assertTrue(
        text(result.warnings()).contains("ZooKeeper ignores it here"), text(result.warnings()));
  }

  @Test
  void thePropertyOfTheObserverSwitchWinsOverItsFileKey() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", "dataDir=/data\nsyncEnabled=true\n")
            .withSystemProperties(Map.of("zookeeper.observer.syncEnabled", "false"));
    assertFalse(load(source).require().ensemble().options().observersSync());
  }

  @Test
  void theDocumentedNameOfTheEpochTimeIsUnderstood() {
    ConfigResult result = load("dataDir=/data\nmaxTimeToWaitForEpoch=5000\n");
    assertEquals("", text(result.errors()));
    assertEquals("5000", item(result.effective(), "leader.maxTimeToWaitForEpoch").value());
    assertEquals("", text(result.warnings()));
  }

  @Test
  void aKeyWithThePropertyPrefixInTheFileHasNoEffectAndIsWarnedAbout() {
    ConfigResult result = load("dataDir=/data\nzookeeper.snapCount=5\n");
    assertEquals(100_000, result.require().snapshots().snapCount());
    assertEquals(
        "zoo.cfg:2: zookeeper.snapCount = 5: has no effect, because keys of the file get the prefix zookeeper. by"
            + " themselves. Write snapCount.",
        text(result.warnings()));
  }

  @Test
  void theLastOfEqualKeysWinsWithAWarning() {
    ConfigResult result = load("dataDir=/data\ntickTime=1000\ntickTime=2000\n");
    assertEquals(2000, result.require().sessions().tickTimeMs());
    assertTrue(
        text(result.warnings())
            .contains("zoo.cfg:3: tickTime = 2000: was already set at zoo.cfg:2"),
        text(result.warnings()));
    assertEquals("", text(load("dataDir=/data\ntickTime=1000\ntickTime=1000\n").warnings()));
  }

  @Test
  void keysAndValuesAreTrimmedAndNothingIsInterpolatedOrSplit() {
    ServerConfig config =
        load(ConfigSource.ofText("zoo.cfg", "  dataDir = /a,b/${user.home} \nclientPort : 2181\n"))
            .require();
    assertEquals(Path.of("/a,b/${user.home}"), config.directories().data());
    assertEquals(2181, config.clientPorts().clientPort());
  }

  @Test
  void anUnknownVariableWithOurPrefixIsWarnedAboutButThoseOfScriptsAreNot() {
    ConfigResult result =
        load(
            ConfigSource.ofText("zoo.cfg", "dataDir=/data")
                .withEnvironment(
                    Map.of("VIVARIUM_TIK_TIME", "5", "VIVARIUM_HOME", "/opt/v", "PATH", "/bin")));
    assertEquals(
        "VIVARIUM_TIK_TIME = 5: is not the environment form of any key. Did you mean VIVARIUM_TICK_TIME?",
        text(result.warnings()));
  }

  @Test
  void underscoresAndCaseOfVariablesDoNotCountAfterThePrefix() {
    ConfigSource source = ConfigSource.ofText("zoo.cfg", "dataDir=/data");
    for (String name : List.of("VIVARIUM_TICKTIME", "VIVARIUM_TICK_TIME", "VIVARIUM_tickTime")) {
      assertEquals(
          1234,
          load(source.withEnvironment(Map.of(name, "1234"))).require().sessions().tickTimeMs(),
          name);
    }
  }

  @Test
  void serverLinesMayComeFromTheEnvironment() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", "dataDir=/data\ninitLimit=5\nsyncLimit=5\n")
            .withEnvironment(
                Map.of(
                    "VIVARIUM_SERVER_1", "a:1:2",
                    "VIVARIUM_SERVER_2", "b:1:2",
                    "VIVARIUM_SERVER_3", "c:1:2",
                    "VIVARIUM_MYID", "2"));
    Ensemble ensemble = load(source).require().ensemble();
    assertTrue(ensemble.distributed());
    assertEquals(2, ensemble.myid());
    assertEquals(List.of(1L, 2L, 3L), List.copyOf(ensemble.membership().members().keySet()));
  }

  /** What every pod of a namespace gets that has the Services vivarium-server and vivarium-client. */
  @Test
  void whatKubernetesTellsOfServicesIsNoConfiguration() {
    Map<String, String> links = new HashMap<>();
    for (String service : List.of("VIVARIUM_SERVER", "VIVARIUM_CLIENT")) {
      links.put(service + "_SERVICE_HOST", "10.96.0.7");
      links.put(service + "_SERVICE_PORT", "2181");
      links.put(service + "_SERVICE_PORT_CLIENT", "2181");
      links.put(service + "_PORT", "tcp://10.96.0.7:2181");
      links.put(service + "_PORT_2181_TCP", "tcp://10.96.0.7:2181");
      links.put(service + "_PORT_2181_TCP_PROTO", "tcp");
      links.put(service + "_PORT_2181_TCP_PORT", "2181");
      links.put(service + "_PORT_2181_TCP_ADDR", "10.96.0.7");
    }
    ConfigResult result =
        load(ConfigSource.ofText("zoo.cfg", "dataDir=/data").withEnvironment(links));
    assertEquals("", text(result.errors()));
    assertFalse(result.require().ensemble().distributed());
    assertEquals(
        "VIVARIUM_CLIENT_PORT: and 15 more that begin with VIVARIUM_ are what Kubernetes tells of a Service, no"
            + " configuration, and passed over. Set enableServiceLinks: false in the pod's spec, or begin the name of"
            + " the Service with another word.",
        text(result.warnings()));
  }

  @Test
  void aVariableThatNamesNoNumberOfAServerMakesNoMember() {
    ConfigResult result =
        load(
            ConfigSource.ofText("zoo.cfg", "dataDir=/data")
                .withEnvironment(Map.of("VIVARIUM_SERVER_ONE", "a:1:2")));
    assertEquals("", text(result.errors()));
    assertTrue(
        text(result.warnings()).startsWith("VIVARIUM_SERVER_ONE = a:1:2: is not the environment"),
        text(result.warnings()));
  }

  @Test
  void aClientPortMayStillComeFromTheEnvironment() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", "dataDir=/data")
            .withEnvironment(Map.of("VIVARIUM_CLIENT_PORT", "2182"));
    assertEquals(2182, load(source).require().clientPorts().clientPort());
  }

  @Test
  void aMissingFileIsAnErrorWithItsPath() {
    ConfigResult result =
        load(ConfigSource.ofMachine(Path.of("/nowhere/zoo.cfg")).withEnvironment(Map.of()));
    assertEquals(
        "/nowhere/zoo.cfg: file: there is no such file. Give the path of a readable configuration file.",
        text(result.errors()));
    assertEquals(2, result.exitCode());
  }

  @Test
  void aDirectoryInsteadOfAFileIsAnError(@TempDir Path directory) {
    ConfigResult result = load(ConfigSource.ofMachine(directory));
    assertTrue(text(result.errors()).contains("cannot be read"), text(result.errors()));
  }

  @Test
  void aFileThatIsTooLargeIsRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("zoo.cfg");
    Files.writeString(file, "#".repeat(ConfigSource.LARGEST_FILE + 1));
    assertTrue(text(load(ConfigSource.ofMachine(file)).errors()).contains("larger than"));
  }

  @Test
  void bytesOutsideAsciiAreReadAsTheJdkReadsThemAndWarnedAbout(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("zoo.cfg");
    Files.write(file, "dataDir=/d\u00e4ta\n".getBytes(StandardCharsets.ISO_8859_1));
    ConfigResult result =
        load(ConfigSource.ofMachine(file).withSystemProperties(Map.of()).withEnvironment(Map.of()));
    assertEquals("/d\u00e4ta", item(result.effective(), "dataDir").value());
    assertTrue(text(result.warnings()).contains("ISO 8859-1"));
  }

  @Test
  void aMalformedEscapeIsAnErrorWithItsLine() {
    assertEquals(
        "zoo.cfg:2: line: a \\u escape must be followed by four hexadecimal digits. Write \\\\ for a backslash.",
        text(
            load("a=1\ndataDir=C:\\users\n").errors().stream()
                .filter(e -> e.key().equals("line"))
                .toList()));
  }

  @Test
  void theMachineIsAskedForPropertiesAndEnvironment() {
    assertEquals(
        System.getProperty("java.version"),
        ConfigSource.ofMachine(null).properties().get("java.version"));
    assertEquals(System.getenv(), ConfigSource.ofMachine(null).environment());
  }
}
