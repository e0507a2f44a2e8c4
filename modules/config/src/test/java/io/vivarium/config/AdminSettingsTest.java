package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminSettingsTest {
  @Test
  void byDefaultEverythingIsOfferedOnceInFiveMinutes() {
    assertEquals(
        new ServerConfig.AdminSettings(true, true, 300_000), Configs.minimalAnd("").admin());
  }

  @Test
  void eachKeyHasItsEffect() {
    assertEquals(
        new ServerConfig.AdminSettings(false, false, 7),
        Configs.minimalAnd(
                "admin.snapshot.enabled=false\nadmin.restore.enabled=false\nadmin.rateLimiterIntervalInMS=7\n")
            .admin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin.forceHttps", "admin.portUnification"})
  void anEncryptedAdminEndpointNeedsTheTransportThatEncrypts(String key) {
    assertEquals("tls", Configs.minimalAnd(key + "=true\n").plugins().transport());
    assertEquals(
        "tcp", Configs.minimalAnd(key + "=true\nadmin.enableServer=false\n").plugins().transport());
  }
}
