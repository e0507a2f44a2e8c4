package io.vivarium.transport.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the JDK lets one choose for the whole process only, with better values than its own unless somebody has chosen. */
final class JdkDefaults {
  /** How long an authority may take to answer, and where it says nothing, to go on: a handshake has ten seconds. */
  private static final String SECONDS = "3";

  private static final String LOOK_UPS = "com.sun.security.";

  /** What somebody may have chosen for the JDK's handshakes, which no other implementation looks at. */
  private static final List<String> HANDSHAKES =
      List.of(
          "jdk.tls.namedGroups",
          "jdk.tls.client.cipherSuites",
          "jdk.tls.server.cipherSuites",
          "jdk.tls.client.SignatureSchemes",
          "jdk.tls.server.SignatureSchemes",
          "jdk.tls.ephemeralDHKeySize");

  private JdkDefaults() {}

  /** One of the properties that were set for the JDK's handshakes; null when none was. */
  static @Nullable String chosenForHandshakes() {
    return HANDSHAKES.stream()
        .filter(name -> System.getProperty(name) != null)
        .findFirst()
        .orElse(null);
  }

  /** Before the first handshake, as the JDK looks at them once. */
  static void apply() {
    for (String what : List.of("ocsp", "crl", "cert")) {
      // Who has said how long connecting may take means what the JDK makes of that.
      if (setUnlessSet(LOOK_UPS + what + ".timeout", SECONDS)) {
        setUnlessSet(LOOK_UPS + what + ".readtimeout", SECONDS);
      }
    }
    setUnlessSet("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    // Of sessions that nobody may resume: with TLS 1.2 a ticket is promised before that is known,
    // the JDK then sends none, and OpenSSL
    // ends the connection because of that.
    setUnlessSet("jdk.tls.server.enableSessionTicketExtension", "false");
  }

  private static boolean setUnlessSet(String name, String value) {
    if (System.getProperty(name) != null) {
      return false;
    }
    System.setProperty(name, value);
    return true;
  }
}
