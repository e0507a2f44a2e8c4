package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plants a secret in every place and looks for it in everything that leaves the module. */
class SecretsTest {
  private static final String SECRET = "pl4nted-s3cret";
  private static final ConfigKey<Integer> NUMERIC_SECRET =
      ConfigKey.integer("vault.pin", 1, 0, 9, "Pin.").asSecret();

  @Test
  void namesTellSecrets() {
    for (String key :
        List.of(
            "ssl.keyStore.password",
            "ssl.quorum.trustStore.password",
            "SASLAuthenticationProvider.superPassword",
            "DigestAuthenticationProvider.superDigest",
            "ssl.keyStore.passwrd",
            "my.secret",
            "ssl.privateKey")) {
      assertTrue(Secrets.isSecret(key), key);
    }
    for (String key :
        List.of("ssl.keyStore.passwordPath", "connection_throttle_tokens", "dataDir")) {
      assertFalse(Secrets.isSecret(key), key);
    }
  }

  @Test
  void aPlantedSecretIsNowhereToBeFound() {
    String lines =
        Configs.MINIMAL
            + "ssl.keyStore.password="
            + SECRET
            + "\n"
            + "ssl.keyStore.password="
            + SECRET
            + "2\n"
            + "DigestAuthenticationProvider.superDigest=super:"
            + SECRET
            + "\n"
            + "ssl.keystore.pasword="
            + SECRET
            + "\n"
            + "zookeeper.ssl.trustStore.password="
            + SECRET
            + "\n"
            + "metricsProvider.password="
            + SECRET
            + "\n";
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", lines)
            .withSystemProperties(
                Map.of("zookeeper.SASLAuthenticationProvider.superPassword", SECRET))
            .withEnvironment(
                Map.of(
                    "VIVARIUM_SSL_QUORUM_KEY_STORE_PASSWORD",
                    SECRET,
                    "VIVARIUM_SOME_PASSWORD",
                    SECRET))
            .withCode(Map.of("ssl.quorum.trustStore.password", SECRET));
    ConfigResult result = ConfigLoader.load(source, List.of());
    assertNowhere(result.toString());
    assertNowhere(Configs.text(result.warnings()));
    assertNowhere(result.require().toString());
    assertNowhere(String.join("\n", result.effective().mappings()));
    assertNowhere(result.require().pluginConfigs().bind(List.of()).toString());
    long masked =
        result.effective().items().stream()
            .filter(item -> item.value().equals(Secrets.MASK))
            .count();
    assertTrue(masked >= 5, "the values are there, but masked: " + masked);
  }

  @Test
  void anErrorAboutASecretDoesNotShowIt() {
    ConfigSource source =
        ConfigSource.ofText("zoo.cfg", Configs.MINIMAL + "vault.pin=" + SECRET + "\n");
    ConfigResult result = ConfigLoader.load(source, List.of(NUMERIC_SECRET));
    assertEquals(1, result.errors().size());
    assertNowhere(result.toString());
  }

  private static void assertNowhere(String text) {
    assertFalse(text.contains(SECRET), () -> "the secret is in: " + text);
  }
}
