package io.vivarium.tools.status;

import io.vivarium.tools.output.CommonOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * ZooKeeper's {@code FourLetterWordMain}: asks one server one word and prints what it says. An encrypted port is asked with the stores of
 * {@code -Dzookeeper.ssl.*}, as there, or else with those of the server's configuration, which may stand last.
 */
public final class FourLetterWords {
  private static final int TIMEOUT_MS = 5_000;
  private static final int LARGEST_PORT = 65_535;
  private static final int FEWEST = 3;
  private static final int MOST = 5;

  private final PrintWriter out;

  /** Prints there. */
  public FourLetterWords(PrintWriter out) {
    this.out = out;
  }

  /**
   * Runs.
   *
   * @param args host, port, word, whether to encrypt, configuration; the last two may be missing
   * @return the exit code
   * @throws IOException when there is no answer
   */
  public int run(String... args) throws IOException {
    if (args.length < FEWEST || args.length > MOST) {
      out.println("Usage: FourLetterWordMain <host> <port> <cmd> <secure(optional)>");
      return 0;
    }
    int port = port(args[1]);
    boolean secure = args.length > FEWEST && Boolean.parseBoolean(args[FEWEST]);
    TlsFiles tls = secure ? files(args.length == MOST ? Path.of(args[MOST - 1]) : null) : null;
    Probe probe = new Probe(TIMEOUT_MS, tls == null ? null : tls.sockets(), anyHost(args[0]));
    out.println(probe.word(InetSocketAddress.createUnresolved(args[0], port), args[2]));
    return 0;
  }

  private static int port(String text) throws IOException {
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > LARGEST_PORT) {
      throw new IOException("'" + text + "' is no port: 1 to " + LARGEST_PORT);
    }
    return port;
  }

  private static TlsFiles files(@Nullable Path config) throws IOException {
    TlsFiles files = TlsFiles.ofProcess();
    if (files == null && config != null) {
      files = TlsFiles.of(CommonOptions.configuration(config));
    }
    return files == null ? new TlsFiles(null, null) : files;
  }

  /** Certificates name the hosts that clients call, hardly ever this machine's name for itself, which nobody else could take. */
  private static boolean anyHost(String host) {
    if (!Boolean.parseBoolean(System.getProperty("zookeeper.ssl.hostnameVerification", "true"))) {
      return true;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // The connection will tell.
    }
  }
}
