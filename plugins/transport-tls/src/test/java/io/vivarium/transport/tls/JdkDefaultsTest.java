package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdkDefaultsTest {
  private static final List<String> NAMES =
      List.of(
          "com.sun.security.ocsp.timeout",
          "com.sun.security.ocsp.readtimeout",
          "com.sun.security.crl.timeout",
          "com.sun.security.crl.readtimeout",
          "com.sun.security.cert.timeout",
          "com.sun.security.cert.readtimeout",
          "jdk.tls.rejectClientInitiatedRenegotiation");

  private final Map<String, String> before = new HashMap<>();

  @BeforeEach
  void clear() {
    for (String name : NAMES) {
      String value = System.clearProperty(name);
      if (value != null) {
        before.put(name, value);
      }
    }
  }

  @AfterEach
  void restore() {
    NAMES.forEach(System::clearProperty);
    before.forEach(System::setProperty);
  }

  @Test
  void lookUpsDoNotWaitLongAndNobodyRenegotiates() {
    JdkDefaults.apply();
    for (String name : NAMES.subList(0, 6)) {
      assertEquals("3", System.getProperty(name), name);
    }
    assertEquals("true", System.getProperty(NAMES.getLast()));
  }

  @Test
  void whatSomebodyHasChosenStays() {
    System.setProperty("com.sun.security.ocsp.timeout", "8");
    System.setProperty("com.sun.security.crl.readtimeout", "9");
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "false");
    JdkDefaults.apply();
    assertEquals("8", System.getProperty("com.sun.security.ocsp.timeout"));
    assertNull(System.getProperty("com.sun.security.ocsp.readtimeout"), "follows the other");
    assertEquals("3", System.getProperty("com.sun.security.crl.timeout"));
    assertEquals("9", System.getProperty("com.sun.security.crl.readtimeout"));
    assertEquals("false", System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation"));
  }
}
