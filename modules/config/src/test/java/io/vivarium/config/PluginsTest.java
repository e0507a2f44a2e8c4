package io.vivarium.config;

import static io.vivarium.config.Configs.load;
import static io.vivarium.config.Configs.minimalAnd;
import static io.vivarium.config.Configs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import io.vivarium.spi.PluginConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which plugins are chosen, and what they are handed. */
class PluginsTest {
  private static final String AUTH = "org.apache.zookeeper.server.auth.";
  private static final ConfigKey<Integer> SIZE =
      ConfigKey.integer("filelog.size", 7, 1, 100, "Size.");
  private static final ConfigKey<Long> COUNT =
      ConfigKey.number("filelog.count", 70L, 0, 1000, "Count.");
  private static final ConfigKey<Boolean> FLAG = ConfigKey.flag("filelog.flag", true, "Flag.");
  private static final ConfigKey<Path> PATH = ConfigKey.path("filelog.path", "Path.");
  private static final ConfigKey<String> PIN =
      ConfigKey.text("filelog.pin", null, "Pin.").asSecret();
  private static final ConfigKey<Path> DATA = ConfigKey.path("dataDir", "Data.");
  private static final List<ConfigKey<?>> KEYS = List.of(SIZE, COUNT, FLAG, PATH, PIN, DATA);

  private static ConfigResult loadWithKeys(String lines) {
    return ConfigLoader.load(ConfigSource.ofText("zoo.cfg", Configs.MINIMAL + lines), KEYS);
  }

  @ParameterizedTest
  @CsvSource({
    "IPAuthenticationProvider,builtin",
    "DigestAuthenticationProvider,builtin",
    "SASLAuthenticationProvider,sasl",
    "X509AuthenticationProvider,x509",
    "EnsembleAuthenticationProvider,ensemble"
  })
  void classesOfZooKeepersAuthenticationSelectOurPlugins(String name, String plugin) {
    assertTrue(
        minimalAnd("authProvider.1=" + AUTH + name + "\n").plugins().auth().contains(plugin));
  }

  @Test
  void authenticationMayBeChosenByProperty() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", Configs.MINIMAL)
            .withSystemProperties(
                Map.of("zookeeper.authProvider.sasl", AUTH + "SASLAuthenticationProvider"));
    assertEquals(List.of("builtin", "sasl"), load(source).require().plugins().auth());
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.zookeeper.metrics.impl.DefaultMetricsProvider,",
    "org.apache.zookeeper.metrics.impl.NullMetricsProvider,",
    "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider,prometheus"
  })
  void classesOfZooKeepersMetricsSelectOurPlugins(String name, String plugin) {
    assertEquals(
        plugin, minimalAnd("metricsProvider.className=" + name + "\n").plugins().metrics());
  }

  @ParameterizedTest
  @CsvSource({"NIOServerCnxnFactory", "NettyServerCnxnFactory"})
  void bothTransportsOfZooKeeperAreOurs(String name) {
    ConfigResult result =
        load(Configs.MINIMAL + "serverCnxnFactory=org.apache.zookeeper.server." + name + "\n");
    assertEquals("tcp", result.require().plugins().transport());
    assertEquals("", text(result.warnings()));
    assertEquals(
        List.of(
            "zoo.cfg:3: serverCnxnFactory: NIOServerCnxnFactory and NettyServerCnxnFactory select our transport"),
        result.effective().mappings());
  }

  @ParameterizedTest
  @CsvSource({
    "serverCnxnFactory",
    "authProvider.1",
    "metricsProvider.className",
    "audit.impl.class"
  })
  void otherClassesAreRefused(String key) {
    ConfigResult result = load(Configs.MINIMAL + key + "=com.example.Own\n");
    assertTrue(
        text(result.errors())
            .contains(key + " = com.example.Own: is a class that cannot be loaded"),
        text(result.errors()));
  }

  @Test
  void auditAndAdminFollowTheirSwitches() {
    PluginSelection plugins = minimalAnd("audit.enable=true\nadmin.enableServer=false\n").plugins();
    assertEquals("log", plugins.audit());
    assertEquals(List.of("jmx"), plugins.admin());
  }

  @Test
  void aPluginGetsItsValuesTyped() {
    ConfigResult result =
        loadWithKeys(
            "filelog.size=9\nfilelog.count=0x10\nfilelog.flag=no\nfilelog.path=/p\nfilelog.pin=1234\n");
    assertEquals("", text(result.warnings()));
    PluginConfig config = result.require().pluginConfigs().bind(KEYS);
    assertEquals(9, config.get(SIZE));
    assertEquals(16L, config.get(COUNT));
    assertFalse(config.get(FLAG));
    assertEquals(Path.of("/p"), config.get(PATH));
    assertEquals("1234", config.get(PIN));
    assertEquals(Path.of("/data"), config.get(DATA));
  }

  @Test
  void aPluginGetsItsDefaults() {
    PluginConfig config = loadWithKeys("").require().pluginConfigs().bind(KEYS);
    assertEquals(7, config.get(SIZE));
    assertTrue(config.get(FLAG));
    assertNull(config.find(PATH));
    assertThrows(NoSuchElementException.class, () -> config.get(PIN));
  }

  @Test
  void aPluginFindsFamiliesByPrefix() {
    PluginConfig config =
        minimalAnd("authProvider.1=" + AUTH + "IPAuthenticationProvider\nsuperUser.a=x\n")
            .pluginConfigs()
            .bind(List.of());
    assertEquals(
        Map.of("authProvider.1", AUTH + "IPAuthenticationProvider"),
        config.withPrefix("authProvider."));
    assertEquals(Map.of("superUser.a", "x"), config.withPrefix("superUser."));
    assertEquals(Map.of(), config.withPrefix("nothing."));
  }

  @Test
  void wrongValuesOfPluginsAreReportedWithAllOthers() {
    ConfigResult result =
        loadWithKeys(
            "filelog.size=101\nfilelog.count=-1\nfilelog.flag=perhaps\nfilelog.path=\ntickTime=x\n");
    assertEquals(5, result.errors().size(), text(result.errors()));
    assertTrue(
        text(result.errors())
            .contains(
                "zoo.cfg:3: filelog.size = 101: must be a whole number from 1 to 100. Correct it, or remove it to"
                    + " get the default (7)."),
        text(result.errors()));
  }

  @Test
  void aPluginGetsWhatTheLenientModePutInThePlaceOfWrongValues() {
    ConfigKey<Integer> size = ConfigKey.integer("preAllocSize", 5, 0, 100, "Size.");
    ConfigKey<Boolean> create = ConfigKey.flag("datadir.autocreate", true, "Create.");
    List<ConfigKey<?>> keys = List.of(size, create);
    ConfigSource source =
        ConfigSource.ofText(
            "zoo.cfg",
            Configs.MINIMAL + "config.mode=lenient\npreAllocSize=much\ndatadir.autocreate=on\n");
    ConfigResult result = ConfigLoader.load(source, keys);
    PluginConfig config = result.require().pluginConfigs().bind(keys);
    assertEquals(5, config.get(size));
    assertFalse(config.get(create));
    assertEquals("false", Configs.item(result.effective(), "datadir.autocreate").value());
  }

  @Test
  void aWrongValueOfAKeyThatAPluginReadsIsReportedOnce() {
    ConfigKey<Integer> size = ConfigKey.integer("preAllocSize", 5, 0, 100, "Size.");
    ConfigSource source = ConfigSource.ofText("zoo.cfg", Configs.MINIMAL + "preAllocSize=much\n");
    assertEquals(1, ConfigLoader.load(source, List.of(size)).errors().size());
  }

  @Test
  void keysThatWereNotCheckedAtLoadingAreCheckedWhenBound() {
    PluginConfigs configs = minimalAnd("filelog.size=101\n").pluginConfigs();
    var e = assertThrows(IllegalArgumentException.class, () -> configs.bind(KEYS));
    assertTrue(String.valueOf(e.getMessage()).contains("filelog.size = 101"), e.getMessage());
  }

  @Test
  void anUnknownKeyInASectionOfAPluginIsRefusedWithTheNearestKnownOne() {
    ConfigResult result = loadWithKeys("filelog.sice=9\n");
    assertEquals(
        "zoo.cfg:3: filelog.sice = 9: is not a key of the plugin. Did you mean filelog.size?",
        text(result.errors()));
  }

  @Test
  void keysOfPluginsAreListedWithDefaultAndHelpAndSecretsMasked() {
    ConfigResult result = loadWithKeys("filelog.pin=1234\n");
    EffectiveConfig.Item pin = Configs.item(result.effective(), "filelog.pin");
    assertEquals(Secrets.MASK, pin.value());
    EffectiveConfig.Item size = Configs.item(result.effective(), "filelog.size");
    assertEquals("7", size.value());
    assertEquals("Size.", size.help());
    assertEquals("Plugins", size.section());
  }

  @Test
  void aKeyOfZooKeeperThatAPluginReadsHasItsEffect() {
    ConfigKey<Integer> port = ConfigKey.integer("admin.serverPort", 8080, 0, 65_535, "Port.");
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", Configs.MINIMAL + "admin.serverPort=9090\n");
    assertEquals("", text(ConfigLoader.load(source, List.of(port)).warnings()));
  }

  @Test
  void aPluginKeyOfAnUnknownTypeIsABugOfThePlugin() {
    ConfigKey<Object> odd = new ConfigKey<>("odd", Object.class, null, "Odd.", 0, 0, false);
    ConfigSource source = ConfigSource.ofText("zoo.cfg", Configs.MINIMAL + "odd=1\n");
    assertThrows(IllegalStateException.class, () -> ConfigLoader.load(source, List.of(odd)));
  }
}
