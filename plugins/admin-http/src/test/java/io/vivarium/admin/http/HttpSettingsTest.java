package io.vivarium.admin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.admin.http.HttpSettings.Encryption;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.tck.TckContext;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {
  private static HttpSettings settings(Map<String, String> values) throws PluginException {
    return HttpSettings.from(new TckContext(values).config());
  }

  @Test
  void byDefaultNobodyElseThanThisMachineIsAnswered() throws PluginException {
    HttpSettings settings = settings(Map.of());
    assertEquals("127.0.0.1", settings.address());
    assertEquals(8080, settings.port());
    assertEquals("/commands", settings.commandUrl());
    assertEquals(Encryption.PLAIN, settings.encryption());
    assertFalse(settings.insisted());
  }

  @ParameterizedTest
  @CsvSource({"false,false,PLAIN", "true,false,BOTH", "false,true,TLS", "true,true,TLS"})
  void encryptionIsAsked(String unified, String forced, Encryption encryption)
      throws PluginException {
    assertEquals(
        encryption,
        settings(Map.of("admin.portUnification", unified, "admin.forceHttps", forced))
            .encryption());
  }

  @Test
  void whoSetsAnythingInsists() throws PluginException {
    assertTrue(settings(Map.of("admin.enableServer", "true")).insisted());
    assertTrue(settings(Map.of("admin.serverPort", "1")).insisted());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "commands", "/a b", "/a/../b?", "/<a>"})
  void aPathThatIsNoneIsRefused(String path) {
    PluginException refused =
        assertThrows(PluginException.class, () -> settings(Map.of("admin.commandURL", path)));
    assertEquals(FatalReason.INVALID_INVOCATION, refused.reason());
  }

  @Test
  void thePathMayBeAnother() throws Exception {
    try (HttpRig rig = new HttpRig("admin.commandURL=/my/admin/").start()) {
      assertEquals(200, rig.get("/my/admin/ruok").statusCode());
      assertTrue(rig.get("/my/admin").body().startsWith("<a href=\"/my/admin/ruok\">"));
      assertEquals(404, rig.get("/commands/ruok").statusCode());
    }
  }

  @Test
  void aPortThatIsTakenStopsTheStartOfWhoAskedForIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpRig rig = new HttpRig("admin.serverPort=" + taken.getLocalPort())) {
      PluginException failure = assertThrows(PluginException.class, rig::start);
      assertEquals(FatalReason.ADMIN_ENDPOINT, failure.reason());
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("127.0.0.1:" + taken.getLocalPort()), message);
      assertTrue(message.contains("admin.serverPort"), message);
      assertTrue(message.contains("admin.enableServer=false"), message);
    }
  }

  @Test
  void orNobodyElses() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      TckContext context = new TckContext(Map.of());
      HttpSettings settings =
          new HttpSettings(
              "127.0.0.1",
              taken.getLocalPort(),
              false,
              1_000,
              "/commands",
              Encryption.PLAIN,
              false,
              false);
      HttpEndpoint endpoint = new HttpEndpoint(settings, context);
      endpoint.attach(new io.vivarium.spi.tck.admin.FakeAdminHost());
      endpoint.start();
      assertEquals(-1, endpoint.port());
      endpoint.close();
      assertEquals(List.of(), context.fatalErrorsReported());
    }
  }

  @Test
  void anAddressThatIsUnknownIsToldLikewise() throws Exception {
    try (HttpRig rig = new HttpRig("admin.serverAddress=nosuchhost.invalid")) {
      PluginException failure = assertThrows(PluginException.class, rig::start);
      assertEquals(FatalReason.ADMIN_ENDPOINT, failure.reason());
      assertTrue(String.valueOf(failure.getMessage()).contains("nosuchhost.invalid"));
    }
  }

  @Test
  void encryptionNeedsATransportThatOffersIt() throws Exception {
    try (HttpRig rig = new HttpRig("admin.forceHttps=true")) {
      PluginException failure = assertThrows(PluginException.class, rig::start);
      assertEquals(FatalReason.INVALID_INVOCATION, failure.reason());
      assertTrue(String.valueOf(failure.getMessage()).contains("transport"));
    }
  }
}
