package io.vivarium.transport.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "certificate_expired | our certificate has expired",
        "certificate_revoked | our certificate was revoked",
        "certificate_unknown | it does not accept our certificate",
        "unknown_ca | it does not trust the authority of our certificate",
        "bad_certificate | our certificate is not valid there",
        "unsupported_certificate | our certificate is of a kind",
        "certificate_required | we must show a certificate",
        "protocol_version | no version of TLS is offered by both ends",
        "handshake_failure | nothing fits both ends",
        "internal_error | the handshake cannot go on"
      })
  void alertsAreExplainedAndNamed(String alert, String explained) {
    String reason = reason(new SSLHandshakeException("Received fatal alert: " + alert), "");
    assertTrue(reason.contains(explained), reason);
    assertTrue(reason.endsWith("(alert " + alert + ")"), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SSLV3_ALERT_CERTIFICATE_EXPIRED | our certificate has expired",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN | it does not accept our certificate",
        "TLSV1_ALERT_UNKNOWN_CA | it does not trust the authority of our certificate",
        "TLSV1_ALERT_PROTOCOL_VERSION | no version of TLS is offered by both ends",
        "PEER_DID_NOT_RETURN_A_CERTIFICATE | the client showed no certificate",
        "UNSUPPORTED_PROTOCOL | the other end offers no version of TLS that is offered here",
        "NO_SHARED_CIPHER | the other end offers no cipher suite",
        "KEY_USAGE_BIT_INCORRECT | is not meant for signatures",
        "DECODE_ERROR | the other end does not keep to TLS"
      })
  void whatOpenSslSaysIsExplained(String name, String explained) {
    String said = "error:10000410:SSL routines:OPENSSL_internal:" + name;
    assertTrue(reason(new SSLHandshakeException(said), "").contains(explained));
  }

  @Test
  void whatIsWrongWithOurOwnCertificateIsAddedWhenTheOtherEndMeansIt() {
    assertTrue(
        reason(new SSLHandshakeException("Received fatal alert: certificate_unknown"), "it is late")
            .endsWith("; it is late"));
    assertEquals(
        "the other end closed the connection during the TLS handshake",
        reason(new ClosedChannelException(), "it is late"));
  }

  @Test
  void ourOwnVerdictOnACertificateWins() {
    Throwable e =
        new DecoderException(
            new SSLHandshakeException("wrapped")
                .initCause(new CertificateException("it is for another host")));
    assertEquals("it is for another host", reason(e, ""));
  }

  @Test
  void anythingElseKeepsItsMessageAndItsCause() {
    Throwable e = new DecoderException(new IOException("Connection reset by peer"));
    IOException explained = HandshakeFailure.explained(e, () -> "");
    assertEquals("Connection reset by peer", explained.getMessage());
    assertSame(e, explained.getCause());
    assertEquals("java.io.IOException", reason(new IOException(), ""));
  }

  private static String reason(Throwable e, String own) {
    return String.valueOf(HandshakeFailure.explained(e, () -> own).getMessage());
  }
}
