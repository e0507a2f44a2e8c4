package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "zookeeper.ssl.keyStore.password,********",
    "zookeeper.DigestAuthenticationProvider.superDigest,********",
    "zookeeper.ssl.keyStore.passwordPath,x",
    "java.version,x"
  })
  void propertiesAreMaskedByTheirName(String name, String shown) {
    assertEquals(shown, Secrets.masked(name, "x"));
    assertEquals("", Secrets.masked(name, ""));
  }
}
