package io.vivarium.tools.status;

import io.vivarium.model.Zxid;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.output.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium status}. */
@Command(
    name = "status",
    exitCodeOnInvalidInput = StatusCommand.WRONG_ARGUMENTS,
    description = {
      "Shows a whole ensemble on one screen: role, zxid, connections, latency and version of each server, and whether they",
      "agree. Works with ZooKeeper's servers too. Asks the four-letter word srvr, which is always allowed, and mntr for",
      "some warnings more."
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 it serves, and something is wrong; 2 it does not serve: none that is asked has a leader;",
      "64 nobody was asked: wrong arguments, a configuration with errors, a file that cannot be read.",
      "",
      "Examples:",
      "  vivarium status --server zk1:2181,zk2:2181,zk3:2181",
      "  vivarium status --config conf/zoo.cfg --output json",
      "  vivarium status --server zk1:2281 --tls-trust certs/ca.pem --tls-key certs/client-1.store.pem --watch 5"
    })
public final class StatusCommand implements Callable<Integer> {
  static final int WRONG_ARGUMENTS = 64;

  private static final int DEFAULT_PORT = 2181;
  private static final String ROW = "%-24s %-11s %-14s %5s %-9s %5s %-12s %5s %8s %s%n";

  @Spec private CommandSpec spec;
  @Mixin private CommonOptions common;

  @Option(
      names = "--server",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "The servers; port 2181 where none is given.")
  private @Nullable List<String> servers;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A zoo.cfg with server lines that end in their client ports. If these take TLS only, its own certificate"
              + " is used, unless --tls-trust is given.")
  private @Nullable Path config;

  @Option(
      names = "--timeout",
      paramLabel = "MS",
      defaultValue = "3000",
      description = "How long a server may take to answer, 1 to 600000, default 3000.")
  private int timeoutMs;

  @Option(names = "--watch", paramLabel = "SECONDS", description = "Show it again and again.")
  private @Nullable Integer watch;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "With --watch: end after so many times, with the exit code of the last.")
  private @Nullable Integer times;

  @Option(
      names = "--tls-trust",
      paramLabel = "FILE",
      description = "Use TLS, and trust these authorities: PEM, PKCS #12 or JKS.")
  private @Nullable Path trust;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Key and certificate of this client: PEM with both, PKCS #12 or JKS.")
  private @Nullable Path key;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "Password of the stores, on the first line.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--tls-any-host",
      description = "Do not compare the names in certificates with the names of the servers.")
  private boolean anyHost;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  public StatusCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (timeoutMs < 1 || timeoutMs > 600_000 || (watch != null && watch < 1)) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be from 1 to 600000, --watch 1 or more");
    }
    Targets targets;
    Probe probe;
    try {
      targets = targets();
      TlsFiles tls = targets.tls();
      probe = new Probe(timeoutMs, tls == null ? null : tls.sockets(), anyHost);
    } catch (IOException e) {
      // Nobody was asked yet, so this tells nothing of the servers.
      CommonOptions.tell(e, spec.commandLine());
      return WRONG_ARGUMENTS;
    }
    for (int time = 1; ; time++) {
      int code = show(probe.askAll(targets.servers()), targets.voters());
      if (watch == null || (times != null && time >= times)) {
        return code;
      }
      TimeUnit.SECONDS.sleep(watch);
    }
  }

  private Targets targets() throws IOException {
    List<String> named = servers;
    Path file = config;
    if ((named == null) == (file == null)) {
      throw new ParameterException(
          spec.commandLine(), "name the servers: either --server HOST:PORT,... or --config FILE");
    }
    TlsFiles tls = tls();
    if (file != null) {
      return Targets.of(file, tls);
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String server : named == null ? List.<String>of() : named) {
      addresses.add(address(server));
    }
    return new Targets(addresses, 0, tls);
  }

  private @Nullable TlsFiles tls() throws IOException {
    Path trusted = trust;
    Path own = key;
    if (trusted == null) {
      if (own != null) {
        throw new ParameterException(spec.commandLine(), "--tls-key needs --tls-trust");
      }
      return null;
    }
    String password =
        passwordFile == null ? "" : Files.readString(passwordFile).lines().findFirst().orElse("");
    return new TlsFiles(
        TlsStore.of(trusted, password), own == null ? null : TlsStore.of(own, password));
  }

  private InetSocketAddress address(String server) {
    int colon = server.lastIndexOf(':');
    // An IPv6 address with a port stands in brackets.
    boolean port =
        colon > server.lastIndexOf(']')
            && (server.indexOf(':') == colon || server.charAt(colon - 1) == ']');
    String host = (port ? server.substring(0, colon) : server).replaceAll("[\\[\\]]", "");
    if (host.indexOf(':') >= 0 && !host.matches("[0-9a-fA-F:.%]+")) {
      throw new ParameterException(
          spec.commandLine(), "--server: '" + server + "' is not HOST:PORT");
    }
    try {
      int number = port ? Integer.parseInt(server.substring(colon + 1)) : DEFAULT_PORT;
      return InetSocketAddress.createUnresolved(host, number);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--server: '" + server + "' is not HOST:PORT", e);
    }
  }

  private int show(List<ServerAnswer> answers, int voters) {
    Verdict verdict = Verdict.of(answers, voters);
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(
          new JsonObject()
              .put("time", Clock.systemUTC().instant().toString())
              .put("code", verdict.code())
              .put("summary", verdict.summary())
              .texts("warnings", verdict.warnings())
              .texts("notes", verdict.notes())
              .put("servers", answers.stream().map(StatusCommand::json).toList()));
    } else {
      if (watch != null) {
        out.println(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS));
      }
      table(answers, out);
      verdict.warnings().forEach(warning -> out.println("! " + warning));
      verdict.notes().forEach(note -> out.println("- " + note));
      out.println(
          switch (verdict.code()) {
                case 0 -> "well: ";
                case 1 -> "DEGRADED: ";
                default -> "NOT SERVING: ";
              }
              + verdict.summary());
    }
    out.flush();
    return verdict.code();
  }

  private static JsonObject json(ServerAnswer each) {
    JsonObject json =
        new JsonObject()
            .put("server", each.server())
            .put("role", each.role().text())
            .zxid("zxid", each.zxid())
            .put("epoch", each.epoch())
            .put("version", each.release())
            .put("build", each.version())
            .put("ms", each.millis())
            .put("problem", each.problem());
    each.figures().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(figure -> json.put(figure.getKey(), figure.getValue()));
    return json;
  }

  private static void table(List<ServerAnswer> answers, PrintWriter out) {
    out.printf(
        ROW, "SERVER", "ROLE", "ZXID", "EPOCH", "SYNC", "CONN", "LATENCY", "WAIT", "ZNODES",
        "VERSION");
    long newest = answers.stream().mapToLong(ServerAnswer::zxid).max().orElse(-1);
    for (ServerAnswer each : answers) {
      if (each.zxid() < 0) {
        out.printf("%-24s %-11s%n", each.server(), each.role().text());
        continue;
      }
      out.printf(
          ROW,
          each.server(),
          each.role().text(),
          Zxid.text(each.zxid()),
          each.epoch(),
          sync(each, newest),
          each.figure("connections"),
          each.figure("latency"),
          each.figure("outstanding"),
          each.figure("znodes"),
          each.release());
    }
  }

  private static String sync(ServerAnswer each, long newest) {
    if (each.epoch() != Zxid.epoch(newest)) {
      return "epoch!";
    }
    return each.zxid() == newest ? "in step" : "-" + (newest - each.zxid());
  }
}
