package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.spi.ConfigKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is encrypted, and by which transport. */
class EncryptionTest {
  private static final String ENSEMBLE =
      """
      dataDir=/d
      clientPort=2181
      myid=1
      initLimit=10
      syncLimit=5
      server.1=a:2888:3888
      server.2=b:2888:3888
      server.3=c:2888:3888
      """;
  private static final String SECTION = "tls.certificate=c.pem;tls.key=k.pem;tls.ca=a.pem";
  private static final List<ConfigKey<?>> KEYS =
      List.of(
          ConfigKey.path("tls.certificate", ""),
          ConfigKey.path("tls.key", ""),
          ConfigKey.path("tls.ca", ""),
          ConfigKey.flag("sslQuorum", false, ""));

  private static ConfigResult load(String base, String lines) {
    return ConfigLoader.load(
        ConfigSource.ofText("zoo.cfg", base + lines.replace(';', '\n') + "\n"), KEYS);
  }

  @ParameterizedTest
  @CsvSource({
    "'', tcp, false, false, false",
    "sslQuorum=true, tls, false, false, true",
    "portUnification=true, tls, false, false, false",
    "secureClientPort=2281, tls, false, true, false",
    "client.portUnification=true, tls, false, true, false",
    SECTION + ", tls, true, true, true",
    SECTION + ";sslQuorum=false, tls, true, true, false",
    SECTION + ";secureClientPort=2281, tls, false, true, true",
    SECTION + ";client.portUnification=true, tls, false, true, true"
  })
  void whatIsEncryptedAndByWhom(
      String lines, String transport, boolean clientPort, boolean clients, boolean peers) {
    ServerConfig config = load(ENSEMBLE, lines).require();
    assertEquals(transport, config.plugins().transport());
    assertEquals(clientPort, config.encryption().clientPort());
    assertEquals(clients, config.encryption().clients());
    assertEquals(peers, config.encryption().peers());
    assertEquals(
        clients ? List.of("builtin", "x509") : List.of("builtin"), config.plugins().auth());
  }

  @Test
  void aSingleServerHasNoPeersToEncrypt() {
    ServerConfig config = load(Configs.MINIMAL, "sslQuorum=true;portUnification=true").require();
    assertFalse(config.encryption().wanted());
    assertEquals("tcp", config.plugins().transport());
  }

  @Test
  void aTransportThatDoesNotEncryptContradictsTheRest() {
    ConfigResult result = load(Configs.MINIMAL, SECTION + ";transport=tcp");
    assertTrue(
        Configs.text(result.errors())
            .contains("transport = tcp: does not encrypt, and tls.certificate asks for encryption"),
        Configs.text(result.errors()));
  }

  @Test
  void anyOtherTransportAndAuthenticationMayBeChosen() {
    ServerConfig config =
        load(Configs.MINIMAL, SECTION + ";transport=pigeon;auth=builtin").require();
    assertEquals("pigeon", config.plugins().transport());
    assertEquals(List.of("builtin"), config.plugins().auth());
  }

  @Test
  void withoutAPluginThatReadsItTheSectionIsRefused() {
    ConfigResult result = Configs.load(Configs.MINIMAL + SECTION.replace(';', '\n') + "\n");
    assertTrue(
        Configs.text(result.errors())
            .contains(
                "tls.certificate = c.pem: asks for protection that no installed plugin gives"));
  }

  /** A tool runs no server, and has no plugins to protect one. */
  @Test
  void aToolReadsTheSectionWithoutAnyPlugin() {
    ConfigResult result =
        ConfigLoader.loadForTool(
            ConfigSource.ofText(
                "zoo.cfg",
                Configs.MINIMAL
                    + SECTION.replace(';', '\n')
                    + "\nmode=strict\nnobody.knows=this\n"));

    assertEquals(List.of(), result.errors());
    assertTrue(result.require().encryption().clientPort());
  }
}
