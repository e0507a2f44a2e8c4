package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
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

  @Test
  void aFileIsShownWithItsSecretsMasked() {
    assertEquals(
        "# a comment\ntickTime=2000\nssl.keyStore.password=********\nssl.trustStore.pasword : ********\ndataDir=/d",
        Secrets.maskedText(
                "# a comment\ntickTime=2000\nssl.keyStore.password=one\nssl.trustStore.pasword : two\ndataDir=/d")
            .replace(":****", ": ****"));
  }

  @Test
  void aSecretThatGoesOnInTheNextLineIsHiddenToItsEnd() {
    assertEquals(
        "ssl.keyStore.password=********\nclientPort=1\n",
        Secrets.maskedText("ssl.keyStore.password=one\\\n  two\\\n  three\nclientPort=1\n"));
  }
}
