package io.vivarium.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceLinksTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VIVARIUM_SERVICE_HOST",
        "VIVARIUM_SERVICE_PORT",
        "VIVARIUM_SERVER_SERVICE_PORT_QUORUM_TLS",
        "VIVARIUM_SERVER_PORT_2181_TCP",
        "VIVARIUM_SERVER_PORT_2181_UDP_PROTO",
        "VIVARIUM_SERVER_PORT_2181_SCTP_PORT",
        "VIVARIUM_SERVER_PORT_2181_TCP_ADDR"
      })
  void theNamesThatKubernetesMakesAreKnown(String name) {
    assertTrue(ServiceLinks.isNamed(name));
  }

  /** A typing error of a key must still be warned about under its own name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "VIVARIUM_SERVER_1",
        "VIVARIUM_CLIENT_PORT",
        "VIVARIUM_SERVICE",
        "VIVARIUM_SERVER_PORT_TCP",
        "VIVARIUM_SERVER_PORT_2181_TCP_HOST"
      })
  void otherNamesAreNot(String name) {
    assertFalse(ServiceLinks.isNamed(name));
  }

  @ParameterizedTest
  @CsvSource({
    "VIVARIUM_CLIENT_PORT, tcp://10.96.0.7:2181, true",
    "VIVARIUM_CLIENT_PORT, udp://10.96.0.7:2181, true",
    "VIVARIUM_CLIENT_PORT, 2181, false",
    "VIVARIUM_CLIENT_PORT, http://10.96.0.7, false",
    "VIVARIUM_METRICS_TARGET, udp://10.96.0.7:8125, false"
  })
  void aPortThatIsAnAddressIsNoPort(String name, String value, boolean link) {
    assertEquals(link, ServiceLinks.isAddress(name, value));
  }

  @Test
  void oneIsNamedAndTheOthersAreCounted() {
    assertEquals(
        "VIVARIUM_A_PORT: is what Kubernetes tells of a Service, no configuration, and passed over. Set enableServiceLinks:"
            + " false in the pod's spec, or begin the name of the Service with another word.",
        ServiceLinks.passedOver(List.of("VIVARIUM_A_PORT")).text());
    assertTrue(
        ServiceLinks.passedOver(List.of("VIVARIUM_B_PORT", "VIVARIUM_A_PORT"))
            .text()
            .startsWith("VIVARIUM_A_PORT: and 1 more that begin with VIVARIUM_ are what"));
  }
}
