package io.vivarium.certificates.command;

import io.vivarium.certificates.CertificateAuthority;
import io.vivarium.certificates.CertificateRequest;
import io.vivarium.certificates.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium tls init}. */
@Command(
    name = "init",
    description = {
      "Makes a certificate authority, a certificate for each server and as many as wanted for clients.",
      "An authority that is in the directory already is used again, files that are there are not touched:",
      "so servers and clients can be added later. A run that ended half way can be run again; files that are",
      "torn or do not belong together are named, with what to remove."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 the files cannot be written, read or used, 2 wrong arguments.",
      "",
      "Example:",
      "  vivarium tls init --hosts zk1.example.org,zk2.example.org,zk3.example.org --clients 2 --out certs"
    })
final class InitCommand implements Callable<Integer> {
  /** Clocks of other machines may be a little behind. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final int MOST_CLIENTS = 1_000;
  private static final int MOST_DAYS = 36_500;

  private final Clock clock;
  private final NewFiles.Content content;

  @Spec private CommandSpec spec;

  @Option(
      names = "--hosts",
      required = true,
      split = ",",
      paramLabel = "HOST",
      description = "Names or addresses of the servers, as in the server lines of zoo.cfg.")
  private List<String> hosts;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many certificates to make for clients: 0 to 1000, default 1.")
  private int clients;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to put the files; made when it is not there.")
  private Path out;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "825",
      description =
          "How long the certificates are valid, default 825; the authority ten times as long.")
  private int days;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  InitCommand(Clock clock, NewFiles.Content content) {
    this.clock = clock;
    this.content = content;
  }

  @Override
  public Integer call() {
    check();
    PrintWriter err = spec.commandLine().getErr();
    try {
      CertificateFiles files = CertificateFiles.in(out, content);
      CertificateAuthority authority = authority(files);
      for (String host : hosts) {
        write(files, authority, host, names(host));
      }
      for (int i = 1; i <= clients; i++) {
        write(files, authority, "client-" + i, List.of());
      }
      explain(files);
      return 0;
    } catch (IOException | GeneralSecurityException e) {
      err.println("vivarium tls init: " + e.getMessage());
      return 1;
    }
  }

  private void check() {
    if (clients < 0 || clients > MOST_CLIENTS) {
      throw new ParameterException(
          spec.commandLine(), "--clients=" + clients + " must be from 0 to " + MOST_CLIENTS);
    }
    if (days < 1 || days > MOST_DAYS) {
      throw new ParameterException(
          spec.commandLine(), "--days=" + days + " must be from 1 to " + MOST_DAYS);
    }
    for (String host : hosts) {
      if (!host.matches("[A-Za-z0-9][A-Za-z0-9._:-]*")) {
        throw new ParameterException(
            spec.commandLine(),
            "--hosts: '"
                + host
                + "' is neither a host name nor an address; separate them by commas");
      }
      if (host.equals(CertificateFiles.AUTHORITY) || host.matches("client-\\d+")) {
        throw new ParameterException(
            spec.commandLine(),
            "--hosts: '" + host + "' is the name of the authority's or of a client's files");
      }
    }
  }

  private CertificateAuthority authority(CertificateFiles files)
      throws IOException, GeneralSecurityException {
    if (files.has(CertificateFiles.AUTHORITY)) {
      try {
        return usable(read(files));
      } catch (IOException e) {
        throw new IOException(
            "cannot use the authority in "
                + files.keyFile(CertificateFiles.AUTHORITY)
                + " and "
                + files.certificateFile(CertificateFiles.AUTHORITY)
                + ": "
                + e.getMessage(),
            e);
      }
    }
    CertificateAuthority made =
        CertificateAuthority.create(
            "Vivarium authority of " + hosts.getFirst(), from(), until(10L * days));
    files.write(CertificateFiles.AUTHORITY, made.own());
    return made;
  }

  private static CertificateAuthority read(CertificateFiles files) throws IOException {
    try (Reader key = new StringReader(files.key(CertificateFiles.AUTHORITY));
        Reader certificate = new StringReader(files.certificate(CertificateFiles.AUTHORITY))) {
      return CertificateAuthority.read(key, certificate);
    } catch (IOException e) {
      throw new IOException(
          e.getMessage()
              + "; bring them back from a copy, or remove them and all that they have signed, and run this again",
          e);
    }
  }

  /** An authority whose certificates somebody would believe, for all of the days asked for. */
  private CertificateAuthority usable(CertificateAuthority authority) throws IOException {
    Instant end = authority.own().certificate().getNotAfter().toInstant();
    if (!end.isAfter(clock.instant())) {
      throw new IOException(
          "it has expired at "
              + end
              + ", and so has everything that it signed; make another with another --out, and let all sides trust both"
              + " until the certificates are replaced");
    }
    if (end.isBefore(until(days))) {
      throw new IOException(
          "it expires at "
              + end
              + ", before certificates of "
              + days
              + " days would; ask for fewer with --days, or make another with another --out");
    }
    return authority;
  }

  private void write(
      CertificateFiles files, CertificateAuthority authority, String name, List<String> names)
      throws IOException, GeneralSecurityException {
    boolean client = names.isEmpty();
    if (files.has(name)) {
      complete(files, name, client, files.read(name, authority.own().certificate()));
      return;
    }
    Credentials issued =
        authority.issue(new CertificateRequest(name, names, from(), until(days), null));
    if (client) {
      files.writeWithStore(name, issued);
    } else {
      files.write(name, issued);
    }
  }

  /** Leaves what is there, and makes what a run that ended half way did not come to. */
  private void complete(CertificateFiles files, String name, boolean client, Credentials there)
      throws IOException {
    PrintWriter print = spec.commandLine().getOut();
    print.println(files.certificateFile(name) + " is there already and stays as it is");
    if (client && files.hasStore(name)) {
      files.checkStore(name, there);
    } else if (client) {
      files.writeStore(name, there);
      print.println(files.storeFile(name) + " was missing and is made");
    }
  }

  /** What a server is reached by; on its own machine also by the names of that. */
  private static List<String> names(String host) {
    Set<String> names = new LinkedHashSet<>(List.of(host, "localhost", "127.0.0.1"));
    return new ArrayList<>(names);
  }

  private void explain(CertificateFiles files) {
    PrintWriter print = spec.commandLine().getOut();
    for (String host : hosts) {
      print.println();
      print.println("# Server " + host + ": add to its zoo.cfg, and copy the three files there");
      print.println("tls.certificate=" + files.certificateFile(host));
      print.println("tls.key=" + files.keyFile(host));
      print.println("tls.ca=" + files.certificateFile(CertificateFiles.AUTHORITY));
    }
    for (int i = 1; i <= clients; i++) {
      String name = "client-" + i;
      print.println();
      print.println("# Client " + name + ", ZooKeeper's Java client:");
      print.println("zookeeper.client.secure=true");
      print.println("zookeeper.clientCnxnSocket=org.apache.zookeeper.ClientCnxnSocketNetty");
      print.println("zookeeper.ssl.keyStore.location=" + files.storeFile(name));
      print.println(
          "zookeeper.ssl.trustStore.location=" + files.certificateFile(CertificateFiles.AUTHORITY));
    }
    print.println();
    print.println(
        "# "
            + files.keyFile(CertificateFiles.AUTHORITY)
            + " can make certificates that everybody here trusts: keep it in a safe place.");
  }

  private Instant from() {
    return clock.instant().minus(BACKDATED);
  }

  private Instant until(long validDays) {
    return clock.instant().plus(Duration.ofDays(validDays));
  }
}
