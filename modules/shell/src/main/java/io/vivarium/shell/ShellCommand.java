package io.vivarium.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vivarium shell}: one command on the command line, a script on standard input, or somebody at a terminal. */
@Command(
    name = "vivarium shell",
    description =
        "Looks at and changes the znodes of a running ensemble, Vivarium's or ZooKeeper's.",
    customSynopsis = {
      "vivarium shell [-server HOSTS] [OPTIONS] [COMMAND [ARGUMENT]...]",
      "   or: vivarium shell [-server HOSTS] [OPTIONS] < SCRIPT"
    },
    footer = {
      "",
      "Without a command it reads commands: 'help' lists them, 'help COMMAND' tells the options of one.",
      "With one, or from a script, it prints results only and stops at the first command that fails.",
      "",
      "Exit codes: 0 done; 1 a command failed; 2 wrong command line or client configuration;",
      "            127 there is no such command.",
      "",
      "Examples:",
      "  vivarium shell                                      talk to localhost:2181",
      "  vivarium shell -server zk1,zk2,zk3/app              three servers, below /app",
      "  vivarium shell ls -R /                              every path",
      "  vivarium shell tree /app                            the same as a picture",
      "  vivarium shell --output json get -s /app/settings   data and stat for jq",
      "  vivarium shell export /app app.json                 a subtree as JSON ...",
      "  vivarium shell import --dry-run app.json /copy      ... and what putting it elsewhere would do",
      "  vivarium shell follow /app                          every change, with the data, until Ctrl-C",
      "  echo 'create /a 1' | vivarium shell                 a script"
    })
final class ShellCommand implements Callable<Integer> {
  /** For whom the shell prints. */
  enum Output {
    /** People. */
    TEXT,
    /** Programs: one JSON object to a line. */
    JSON
  }

  private final Streams streams;

  @Option(
      names = {"-server", "--server"},
      paramLabel = "HOSTS",
      defaultValue = "localhost:2181",
      description = "host:port,host:port/path. Default: ${DEFAULT-VALUE}.")
  private String servers = "localhost:2181";

  @Option(
      names = {"-timeout", "--timeout"},
      paramLabel = "MS",
      defaultValue = "30000",
      description = "Session timeout. Default: ${DEFAULT-VALUE}.")
  private int timeoutMs;

  @Option(
      names = {"-r", "--read-only"},
      description = "A server without a quorum will do.")
  private boolean readOnly;

  @Option(
      names = {"-waitforconnection", "--wait-for-connection"},
      description = "Wait for a server before the first command, for the session timeout at most.")
  private boolean waitForConnection;

  @Option(
      names = {"-client-configuration", "--client-configuration"},
      paramLabel = "FILE",
      description =
          "Properties of ZooKeeper's clients, for TLS (zookeeper.client.secure, zookeeper.ssl.*) and SASL.")
  private @Nullable Path clientConfiguration;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "text or json. Default: text.")
  private Output output = Output.TEXT;

  @Option(
      names = "--zkcli",
      description =
          "Behave as zkCli.sh in every respect: greet, show session events, go on after failures.")
  private boolean likeZkCli;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  @Parameters(paramLabel = "COMMAND", description = "One command, then the shell ends.")
  private List<String> words = new ArrayList<>();

  private ShellCommand(Streams streams) {
    this.streams = streams;
  }

  /** Runs one command line, the word {@code shell} may stand first; returns the exit code. */
  static int execute(Streams streams, String... args) {
    int first = args.length > 0 && args[0].equals("shell") ? 1 : 0;
    return new CommandLine(new ShellCommand(streams))
        .setStopAtPositional(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setUnmatchedOptionsArePositionalParams(false)
        .setOut(streams.out())
        .setErr(streams.err())
        .execute(Arrays.copyOfRange(args, first, args.length));
  }

  @Override
  public Integer call() throws IOException {
    Printer printer =
        switch (output) {
          case TEXT -> new TextPrinter(ZoneId.systemDefault());
          case JSON -> new JsonPrinter();
        };
    try (Shell shell = new Shell(settings(), servers, streams, printer)) {
      greet("Connecting to " + servers);
      shell.reconnect();
      return run(shell);
    } catch (Failure failure) {
      streams.err().println(printer.text(failure));
      return failure.exitCode();
    } finally {
      streams.out().flush();
    }
  }

  private ClientSettings settings() throws Failure {
    if (timeoutMs < 1) {
      throw ClientSettings.misused("the timeout must be 1 ms or more: " + timeoutMs);
    }
    return new ClientSettings(
        Duration.ofMillis(timeoutMs),
        readOnly,
        ClientSettings.read(clientConfiguration),
        likeZkCli);
  }

  private void greet(String line) {
    if (likeZkCli) {
      streams.out().println(line);
      streams.out().flush();
    }
  }

  private int run(Shell shell) throws Failure, IOException {
    if (waitForConnection) {
      shell.awaitConnection();
    }
    if (!words.isEmpty()) {
      return shell.execute(words);
    }
    if (streams.person()) {
      greet("Welcome to ZooKeeper!");
      greet("JLine support is enabled");
      TerminalLoop.run(shell, Path.of(System.getProperty("user.home", ".")));
      return shell.lastExitCode();
    }
    return likeZkCli ? conversation(shell) : script(shell);
  }

  /** As zkCli: a prompt before each line, whoever reads it, and the exit code of the last one. */
  private int conversation(Shell shell) throws IOException {
    greet("Welcome to ZooKeeper!");
    greet("JLine support is enabled");
    while (!shell.over()) {
      streams.out().print(shell.prompt());
      streams.out().flush();
      String line = streams.in().readLine();
      if (line == null) {
        break;
      }
      shell.execute(line);
    }
    return shell.lastExitCode();
  }

  /** Stops at the first failure, and tells where that was. */
  private int script(Shell shell) throws IOException {
    int number = 0;
    while (!shell.over()) {
      String line = streams.in().readLine();
      if (line == null) {
        break;
      }
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int exitCode = shell.execute(line);
      if (exitCode != 0) {
        streams.err().println("vivarium shell: stopped at line " + number);
        return exitCode;
      }
    }
    return 0;
  }
}
