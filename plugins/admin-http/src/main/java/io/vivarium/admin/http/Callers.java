package io.vivarium.admin.http;

import io.vivarium.spi.admin.AdminRequest.Caller;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Tells who sent a request. Any thread. */
final class Callers {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final boolean trustForwarded;

  Callers(boolean trustForwarded) {
    this.trustForwarded = trustForwarded;
  }

  Caller of(Request request) {
    InetSocketAddress remote = inet(request.getConnectionMetaData().getRemoteSocketAddress());
    String forwarded = trustForwarded ? request.getHeaders().get(FORWARDED_FOR) : null;
    return new Caller(
        forwarded == null ? remote : forwarded(forwarded, remote),
        inet(request.getConnectionMetaData().getLocalSocketAddress()),
        request.getHeaders().get(HttpHeader.AUTHORIZATION),
        certificates(request));
  }

  /** The first of the addresses, which is that of the caller; no name service is asked. */
  private static InetSocketAddress forwarded(String header, InetSocketAddress otherwise) {
    String first = header.split(",", 2)[0].strip();
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(first), otherwise.getPort());
    } catch (IllegalArgumentException e) {
      return otherwise;
    }
  }

  private static InetSocketAddress inet(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress known
        ? known
        : InetSocketAddress.createUnresolved("unknown", 0);
  }

  private static List<X509Certificate> certificates(Request request) {
    Object session = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
    X509Certificate[] shown =
        session instanceof EndPoint.SslSessionData data ? data.peerCertificates() : null;
    return shown == null ? List.of() : List.of(shown);
  }
}
