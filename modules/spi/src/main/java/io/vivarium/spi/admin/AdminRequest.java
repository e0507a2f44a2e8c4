package io.vivarium.spi.admin;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A question as it came in. All of it is the caller's choice; the endpoint has bounded its size.
 *
 * @param command name or alias of the command
 * @param parameters of each name the first value
 * @param body what came with a POST, to be read once and by one thread; empty otherwise. Belongs to the endpoint
 */
public record AdminRequest(
    AdminMethod method,
    String command,
    Map<String, String> parameters,
    Caller caller,
    InputStream body) {

  /** Copies the parameters. */
  public AdminRequest {
    parameters = Map.copyOf(parameters);
  }

  /** A question without parameters, from the process itself. */
  public static AdminRequest get(String command) {
    return new AdminRequest(
        AdminMethod.GET, command, Map.of(), Caller.SELF, InputStream.nullInputStream());
  }

  /** A wish with parameters, from the process itself. */
  public static AdminRequest post(String command, Map<String, String> parameters) {
    return new AdminRequest(
        AdminMethod.POST, command, parameters, Caller.SELF, InputStream.nullInputStream());
  }

  /** A question with parameters, from the process itself. */
  public static AdminRequest get(String command, Map<String, String> parameters) {
    return new AdminRequest(
        AdminMethod.GET, command, parameters, Caller.SELF, InputStream.nullInputStream());
  }

  /**
   * Who asks.
   *
   * @param remote where from
   * @param local where it arrived
   * @param authorization {@code <scheme> <credentials>} as the caller sent it; null without
   * @param certificates what a caller showed whose key was proved by TLS, its own first; empty without
   */
  public record Caller(
      InetSocketAddress remote,
      InetSocketAddress local,
      @Nullable String authorization,
      List<X509Certificate> certificates) {
    /** The process itself, which has no rights that nobody has. */
    public static final Caller SELF =
        new Caller(
            new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
            new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
            null,
            List.of());

    /** Copies the certificates. */
    public Caller {
      certificates = List.copyOf(certificates);
    }

    /** Leaves the credentials out. */
    @Override
    public String toString() {
      return "Caller[" + remote + "]";
    }
  }
}
