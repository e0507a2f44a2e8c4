package io.vivarium.config;

import static io.vivarium.config.Configs.load;
import static io.vivarium.config.Configs.minimalAnd;
import static io.vivarium.config.Configs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.config.Access.FourLetterWords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong, contradicting, unsafe and unknown settings of a single server. */
class ProblemsTest {
  @Test
  void allProblemsAreReportedAtOnce() {
    ConfigResult result =
        load(
            """
            tickTime=fast
            clientPort=70000
            maxClientCnxns=many
            snapCount=1e5
            reconfigEnabled=maybe
            leaderServes=true
            electionAlg=1
            serverCnxnFactory=com.example.Factory
            authProvider.1=com.example.Auth
            metricsProvider.className=com.example.Metrics
            server.x=a:1:2
            server.1=a:1
            weight.1=heavy
            oraclePath=/oracle
            enforce.auth.enabled=true
            """);
    List<String> keys = result.errors().stream().map(Problem::key).sorted().toList();
    assertEquals(
        List.of(
            "authProvider.1",
            "clientPort",
            "dataDir",
            "electionAlg",
            "enforce.auth.enabled",
            "leaderServes",
            "maxClientCnxns",
            "metricsProvider.className",
            "oraclePath",
            "reconfigEnabled",
            "server.1",
            "server.x",
            "serverCnxnFactory",
            "snapCount",
            "tickTime",
            "weight.1"),
        keys);
    assertEquals(2, result.exitCode());
    assertFalse(result.ok());
  }

  @Test
  void aMessageNamesPlaceKeyValueAllowedAndWhatToDo() {
    assertEquals(
        "zoo.cfg:3: tickTime = fast: must be a whole number from 1 to 107374182 (ms). Correct it, or remove it to get"
            + " the default (3000).",
        text(load(Configs.MINIMAL + "tickTime=fast\n").errors()));
  }

  @Test
  void longAndUnprintableValuesAreShownShortAndSafe() {
    String error =
        text(load(Configs.MINIMAL + "tickTime=x\\u0007" + "x".repeat(500) + "\n").errors());
    assertTrue(error.contains("tickTime = x?xxx"), error);
    assertTrue(error.contains("x…: must be"), error);
    assertTrue(error.length() < 400, error);
  }

  @ParameterizedTest
  @CsvSource({
    "tickTime,0",
    "tickTime,-1",
    "tickTime,0x10",
    "tickTime,''",
    "clientPort,-1",
    "clientPort,65536",
    "minSessionTimeout,-2",
    "autopurge.purgeInterval,-1",
    "reconfigEnabled,yes",
    "reconfigEnabled,''",
    "skipACL,true",
    "enforceQuota,yes",
    "forceSync,false",
    "snapshot.compression.method,zip",
    "jute.maxbuffer,100",
    "peerType,leader",
    "electionAlg,0",
    "snapshotSizeFactor,NaN",
    "fastleader.minNotificationInterval,0",
    "ssl.clientAuth,maybe"
  })
  void wrongValuesAreRefused(String key, String value) {
    ConfigResult result = load(Configs.MINIMAL + key + "=" + value + "\n");
    assertEquals(
        List.of(key), result.errors().stream().map(Problem::key).toList(), text(result.errors()));
  }

  @ParameterizedTest
  @CsvSource({"snapCount,0x10,16", "snapCount,010,8", "snapCount,16,16"})
  void numbersOfPropertiesMayBeHexadecimalOrOctalAsInTheJdk(
      String key, String value, int expected) {
    assertEquals(expected, minimalAnd(key + "=" + value + "\n").snapshots().snapCount());
  }

  @Test
  void anEmptyNumberOfAPropertyIsTheDefaultAsInZooKeeper() {
    ConfigResult result = load(Configs.MINIMAL + "snapCount=\n");
    assertEquals(100_000, result.require().snapshots().snapCount());
    assertTrue(
        text(result.warnings()).contains("snapCount = : is empty; the default (100000) is used"),
        text(result.warnings()));
  }

  @Test
  void theLenientModeReplacesWrongValuesOfPropertiesAsZooKeeperDoes() {
    ConfigResult result =
        load(
            Configs.MINIMAL
                + "config.mode=lenient\nsnapCount=many\ndatadir.autocreate=on\nenforceQuota=yes\n");
    ServerConfig config = result.require();
    assertEquals(100_000, config.snapshots().snapCount());
    assertFalse(config.directories().autocreate(), "anything but true is false");
    assertFalse(config.tree().enforceQuota());
    assertEquals(3, result.warnings().size(), text(result.warnings()));
    assertFalse(
        load(Configs.MINIMAL + "config.mode=lenient\ntickTime=fast\n").ok(),
        "named keys stay strict");
  }

  @ParameterizedTest
  @CsvSource({
    "tickTme,tickTime",
    "snapCuont,snapCount",
    "maxClientConns,maxClientCnxns",
    "4lw.command.whitelist,4lw.commands.whitelist",
    "adminServerPort,admin.serverPort",
    "clientport,clientPort",
    "ssl.keystore.location,ssl.keyStore.location"
  })
  void anUnknownKeyIsWarnedAboutWithTheNearestKnownOne(String key, String nearest) {
    ConfigResult result = load(Configs.MINIMAL + key + "=1\n");
    assertEquals(
        "zoo.cfg:3: "
            + key
            + " = 1: is not a known key and has no effect. Did you mean "
            + nearest
            + "?",
        text(result.warnings()));
    assertTrue(result.ok());
  }

  @Test
  void anUnknownKeyFarFromAllOthersIsWarnedAboutWithoutASuggestion() {
    String warning = text(load(Configs.MINIMAL + "completelyDifferentThing=42\n").warnings());
    assertTrue(warning.contains("docs/configuration.md"), warning);
    assertFalse(warning.contains("Did you mean"), warning);
  }

  @Test
  void anUnknownPropertyIsWarnedAboutToo() {
    ConfigResult result =
        load(
            ConfigSource.ofText("zoo.cfg", Configs.MINIMAL)
                .withSystemProperties(
                    Map.of(
                        "zookeeper.snapCont",
                        "5",
                        "zookeeper.log.dir",
                        "/var/log",
                        "java.home",
                        "/j")));
    assertEquals(
        "-Dzookeeper.snapCont = 5: is not a known key and has no effect. Did you mean snapCount?",
        text(result.warnings()));
  }

  @Test
  void theStrictModeRefusesUnknownKeys() {
    ConfigResult result = load(Configs.MINIMAL + "config.mode=strict\ntickTme=1\n");
    assertTrue(text(result.errors()).contains("tickTme"), text(result.errors()));
    assertEquals(2, result.exitCode());
  }

  @Test
  void aKeyThatNoPluginReadsIsSaidToHaveNoEffectYet() {
    String warning = text(load(Configs.MINIMAL + "admin.serverPort=9090\n").warnings());
    assertTrue(
        warning.contains(
            "admin.serverPort = 9090: has no effect yet: no installed plugin reads it"),
        warning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin.enableServer=false",
        "audit.enable=false",
        "audit.enable=true",
        "cnxTimeout=7000",
        "sslQuorum=true",
        "admin.serverPort=8080",
        "log.dir=/x",
        "testingonly.initialZxid=",
        "metricsProvider.className=org.apache.zookeeper.metrics.impl.NullMetricsProvider"
      })
  void aValueThatAsksForNothingIsNotWarnedAbout(String line) {
    ConfigResult result = load(Configs.MINIMAL + line + "\n");
    assertEquals("", text(result.errors()));
    if (!line.startsWith("testing")) {
      assertEquals("", text(result.warnings()));
    }
  }

  /** Whether it is installed the start tells, which refuses to go on without. */
  @Test
  void aChosenPluginIsNotWarnedAbout() {
    assertEquals("", text(load(Configs.MINIMAL + "metrics=otel\n").warnings()));
    String prometheus =
        "metricsProvider.className=org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider\n";
    assertEquals("", text(load(Configs.MINIMAL + prometheus).warnings()));
  }

  @Test
  void problemsAreInTheOrderOfTheFile() {
    ConfigResult result =
        load("snapCount=x\nunheardOf=1\ntickTime=y\nclientPort=z\nenforceQuota=q\nskipACL=yes\n");
    assertEquals(
        List.of("snapCount", "tickTime", "clientPort", "enforceQuota", "dataDir"),
        result.errors().stream().map(Problem::key).toList());
    assertEquals(
        List.of("unheardOf", "skipACL"), result.warnings().stream().map(Problem::key).toList());
  }

  @Test
  void smallCountsAreRaisedWithAWarning() {
    ConfigResult result = load(Configs.MINIMAL + "snapCount=1\nautopurge.snapRetainCount=1\n");
    assertEquals(2, result.require().snapshots().snapCount());
    assertEquals(3, result.require().snapshots().retainCount());
    assertEquals(2, result.warnings().size());
  }

  @Test
  void aShortestSessionTimeoutAboveTheLongestIsRefused() {
    assertTrue(
        text(load(Configs.MINIMAL + "minSessionTimeout=9000\nmaxSessionTimeout=8000\n").errors())
            .contains("9000 ms"));
    assertTrue(
        text(load(Configs.MINIMAL + "maxSessionTimeout=10\n").errors())
            .contains("longer than the longest (10 ms)"));
  }

  @ParameterizedTest
  @CsvSource({"clientPortAddress,clientPort", "secureClientPortAddress,secureClientPort"})
  void anAddressWithoutItsPortIsRefused(String address, String port) {
    ConfigResult result = load("dataDir=/data\n" + address + "=127.0.0.1\n");
    assertTrue(
        text(result.errors()).contains("is set, but " + port + " is not"), text(result.errors()));
  }

  @Test
  void theSamePortTwiceIsRefused() {
    assertTrue(
        text(load(Configs.MINIMAL + "secureClientPort=2181\n").errors()).contains("same port"));
    assertTrue(
        load("dataDir=/d\nclientPort=1\nsecureClientPort=1\nclientPortAddress=::1\nsecureClientPortAddress=127.0.0.1\n")
            .ok());
  }

  @Test
  void portZeroMeansNoneAndAutoMeansAnyPort() {
    assertEquals(null, load("dataDir=/d\nclientPort=0\n").require().clientPorts().clientPort());
    assertEquals(
        ClientPorts.ANY,
        load("dataDir=/d\nclientPort=auto\n").require().clientPorts().clientPort());
  }

  @Test
  void unsafeSettingsAreWarnedAboutLoudly() {
    String warnings = text(load(Configs.MINIMAL + "skipACL=yes\nforceSync=no\n").warnings());
    assertTrue(warnings.contains("every client may read and change everything"), warnings);
    assertTrue(warnings.contains("lost when the machine fails"), warnings);
  }

  @Test
  void aRelativeDirectoryIsWarnedAboutUnlessItSaysSo() {
    assertTrue(text(load("dataDir=data\n").warnings()).contains("relative to the directory"));
    assertEquals("", text(load("dataDir=./data\ndataLogDir=../log\n").warnings()));
  }

  @Test
  void fourLetterWordsAreChecked() {
    ConfigResult result = load(Configs.MINIMAL + "4lw.commands.whitelist=ruok, mntr,rouk\n");
    FourLetterWords words = result.require().access().fourLetterWords();
    assertTrue(words.allows("ruok") && words.allows("mntr") && words.allows("srvr"));
    assertFalse(words.allows("wchp") || words.allows("rouk"));
    assertTrue(text(result.warnings()).contains("there is no four-letter word rouk"));
    FourLetterWords all = minimalAnd("4lw.commands.whitelist=*\n").access().fourLetterWords();
    assertTrue(FourLetterWords.KNOWN.stream().allMatch(all::allows));
    assertTrue(minimalAnd("readonlymode.enabled=true\n").access().fourLetterWords().allows("isro"));
  }

  @Test
  void demandedAuthenticationNeedsASchemeAndSaslIsShorthand() {
    assertTrue(
        text(load(Configs.MINIMAL + "enforce.auth.enabled=true\n").errors())
            .contains("names no scheme"));
    assertEquals(
        List.of("digest", "x509"),
        minimalAnd("enforce.auth.enabled=true\nenforce.auth.schemes=digest, x509\n")
            .access()
            .enforcedSchemes());
    assertEquals(
        List.of("sasl"),
        minimalAnd("sessionRequireClientSASLAuth=true\n").access().enforcedSchemes());
    assertEquals(List.of(), minimalAnd("enforce.auth.schemes=digest\n").access().enforcedSchemes());
  }
}
