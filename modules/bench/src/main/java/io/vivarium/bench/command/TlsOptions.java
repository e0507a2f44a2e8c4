package io.vivarium.bench.command;

import io.vivarium.bench.load.Network;
import io.vivarium.bench.load.Tls;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of encrypted connections. */
final class TlsOptions {
  @Option(
      names = "--tls",
      description =
          "Connect with TLS, to the servers' secureClientPort. Their certificates must be valid for the names given.")
  private boolean encrypted;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Certificates to trust, PEM. Default: those that this Java trusts.")
  private @Nullable Path authorities;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate of the client, PEM, where the server asks for one.")
  private @Nullable Path certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Its private key, PEM, PKCS #8, not encrypted.")
  private @Nullable Path key;

  /** Filled in by picocli. */
  TlsOptions() {}

  /** Whether TLS was asked for. */
  boolean encrypted() {
    return encrypted;
  }

  /** A network that is encrypted when that was asked for. */
  Network network(int threads) throws IOException {
    return encrypted
        ? Network.encrypted(threads, new Tls(authorities, certificate, key))
        : new Network(threads);
  }
}
