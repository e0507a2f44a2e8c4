package io.vivarium.transport.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a handshake failed, or an encrypted stream broke, in words for an operator. */
final class HandshakeFailure {
  /** As the JDK and as OpenSSL say it. */
  private static final Pattern ALERT =
      Pattern.compile("(?:fatal alert: |:(?:SSLV3|TLSV1|TLSV13)_ALERT_)(\\w+)");

  /** What else OpenSSL says. */
  private static final Pattern NATIVE = Pattern.compile("error:\\w+:[^:]*:[^:]*:(\\w+)");

  private static final String NO_CERTIFICATE =
      "the client showed no certificate of an authority that is trusted here, and clientAuth asks for one";

  private static final String OURS = "our certificate";

  private HandshakeFailure() {}

  /**
   * The same failure with a message that says what to do about it.
   *
   * @param ownFault what is wrong with our own certificate; empty when nothing is
   */
  static IOException explained(Throwable e, Supplier<String> ownFault) {
    String reason = reason(e);
    String fault = reason.contains(OURS) ? ownFault.get() : "";
    return new IOException(fault.isEmpty() ? reason : reason + "; " + fault, e);
  }

  private static String reason(Throwable e) {
    for (Throwable each = e; each != null; each = each.getCause()) {
      if (each instanceof CertificateException refused) {
        return String.valueOf(refused.getMessage());
      }
    }
    String ours = null;
    for (Throwable each = e; each != null; each = each.getCause()) {
      String known = known(each);
      if (known != null) {
        return known;
      }
      ours = each.getMessage() == null ? ours : each.getMessage();
    }
    return ours == null ? e.toString() : ours;
  }

  private static @Nullable String known(Throwable e) {
    String message = String.valueOf(e.getMessage());
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      return said(alert.group(1).toLowerCase(Locale.ROOT));
    }
    Matcher other = NATIVE.matcher(message);
    if (other.find()) {
      return found(other.group(1));
    }
    return switch (e) {
      case NotSslRecordException plain -> "the other end does not speak TLS here";
      case SslHandshakeTimeoutException late ->
          "the handshake was not done in time; is the other end busy, or does it not speak TLS?";
      case ClosedChannelException closed ->
          "the other end closed the connection during the TLS handshake";
      default ->
          message.contains("Empty client certificate chain") || message.contains("null cert chain")
              ? NO_CERTIFICATE
              : message.contains("Connection closed while SSL/TLS handshake was in progress")
                  ? "the other end closed the connection during the TLS handshake"
                  : null;
    };
  }

  /** What OpenSSL found, by the name that it gives it. */
  private static String found(String name) {
    String meaning =
        switch (name) {
          case "PEER_DID_NOT_RETURN_A_CERTIFICATE" ->
              NO_CERTIFICATE
                  + "; if its key is on the curve P-521 or Ed25519, set ssl.sslProvider=JDK";
          case "UNSUPPORTED_PROTOCOL", "WRONG_VERSION_NUMBER" ->
              "the other end offers no version of TLS that is offered here";
          case "KEY_USAGE_BIT_INCORRECT" ->
              "the certificate of the other end is not meant for signatures; is it that of an authority?";
          case "NO_SHARED_CIPHER" ->
              "the other end offers no cipher suite that is offered here and fits our key";
          default -> "the other end does not keep to TLS, or somebody changes what it sends";
        };
    return meaning + " (" + name + ")";
  }

  /** What an alert of the other end means for this one. */
  private static String said(String alert) {
    String meaning =
        switch (alert) {
          case "certificate_expired" -> "our certificate has expired; renew it";
          case "certificate_revoked" -> "our certificate was revoked; get another";
          case "certificate_unknown" ->
              "it does not accept our certificate: it has expired, was revoked, is for another host, or its authority is not trusted there; the log of the other end says which";
          case "unknown_ca" -> "it does not trust the authority of our certificate";
          case "bad_certificate" ->
              "our certificate is not valid there: not yet, by its clock, or wrongly signed";
          case "unsupported_certificate" -> "our certificate is of a kind that it does not take";
          case "certificate_required" -> "we must show a certificate, and have none that it takes";
          case "protocol_version" -> "no version of TLS is offered by both ends";
          case "handshake_failure" ->
              "nothing fits both ends: cipher suites, or a certificate that it asks for and did not get";
          default -> "the handshake cannot go on";
        };
    return "the other end says: " + meaning + " (alert " + alert + ")";
  }
}
