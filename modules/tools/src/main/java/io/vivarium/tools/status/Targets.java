package io.vivarium.tools.status;

import io.vivarium.config.ServerConfig;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.tools.output.CommonOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, and how.
 *
 * @param servers host and port of each, not looked up yet
 * @param voters how many vote; 0 when that is not known
 * @param tls for encrypted ports; null for plain ones
 */
record Targets(List<InetSocketAddress> servers, int voters, @Nullable TlsFiles tls) {
  Targets {
    servers = List.copyOf(servers);
  }

  /**
   * The servers of a configuration, at the ports where their clients are served. These are the encrypted ones when files for that are
   * given, or when there are no others; then the server's own files will do.
   *
   * @param given files of the client; null for none
   */
  static Targets of(Path file, @Nullable TlsFiles given) throws IOException {
    ServerConfig read = CommonOptions.configuration(file);
    Integer plain = read.clientPorts().clientPort();
    Integer encrypted = read.clientPorts().secureClientPort();
    boolean secure =
        given != null || read.encryption().clientPort() || (plain == null && encrypted != null);
    // Without a port of their own, clients that encrypt come to the one that all have.
    boolean apart = secure && encrypted != null;
    Integer own = apart ? encrypted : plain;
    List<InetSocketAddress> addresses = new ArrayList<>();
    int voters = 0;
    for (Membership.Member member : read.ensemble().membership().members().values()) {
      Integer port = apart || member.client() == null ? own : (Integer) member.client().port();
      voters += member.role() == Membership.Role.PARTICIPANT ? 1 : 0;
      addresses.add(address(file, member.addresses().getFirst().host(), port));
    }
    if (addresses.isEmpty()) {
      String host =
          apart
              ? read.clientPorts().secureClientPortAddress()
              : read.clientPorts().clientPortAddress();
      addresses.add(address(file, host == null ? "localhost" : host, own));
    }
    return new Targets(addresses, voters, secure ? files(file, read, given) : null);
  }

  private static InetSocketAddress address(Path file, String host, @Nullable Integer port)
      throws IOException {
    if (port == null || port == 0) {
      throw new IOException(
          file
              + " does not say at which port clients are served: it names no clientPort, no secureClientPort and no"
              + " server line that ends in one; name the servers with --server HOST:PORT,...");
    }
    return InetSocketAddress.createUnresolved(host, port);
  }

  private static TlsFiles files(Path file, ServerConfig read, @Nullable TlsFiles given)
      throws IOException {
    if (given != null) {
      return given;
    }
    TlsFiles own = TlsFiles.of(read);
    if (own == null) {
      throw new IOException(
          "the servers of "
              + file
              + " encrypt, and it names no certificate to ask them with: give --tls-trust FILE and --tls-key FILE");
    }
    return own;
  }
}
