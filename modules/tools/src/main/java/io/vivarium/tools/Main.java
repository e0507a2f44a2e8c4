package io.vivarium.tools;

import io.vivarium.tools.apache.ApacheTools;
import io.vivarium.tools.backup.BackupCommand;
import io.vivarium.tools.backup.PurgeCommand;
import io.vivarium.tools.backup.RestoreCommand;
import io.vivarium.tools.log.TxnLogCommand;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.snapshot.SnapshotCommand;
import io.vivarium.tools.status.StatusCommand;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code vivarium txnlog | snapshot | backup | restore | purge | status}. */
public final class Main {
  private static final int WIDTH = 100;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Charset charset = System.out.charset();
    PrintWriter out = new PrintWriter(System.out, false, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    int code = execute(out, err, args);
    out.flush();
    System.exit(code);
  }

  /**
   * Runs a command line.
   *
   * @param args begins with the command, or with {@code apache} and the name of one of ZooKeeper's tools
   * @return the exit code; what it means is in the help of each command
   */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    if (args.length > 1 && args[0].equals("apache")) {
      return ApacheTools.execute(out, err, args[1], Arrays.copyOfRange(args, 2, args.length));
    }
    int code =
        new CommandLine(new Vivarium())
            .addSubcommand(TxnLogCommand.commandLine())
            .addSubcommand(SnapshotCommand.commandLine())
            .addSubcommand(BackupCommand.commandLine())
            .addSubcommand(new CommandLine(new RestoreCommand()))
            .addSubcommand(new CommandLine(new PurgeCommand()))
            .addSubcommand(new CommandLine(new StatusCommand()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(CommonOptions::report)
            .setUsageHelpWidth(WIDTH)
            .setOut(out)
            .setErr(err)
            .execute(args);
    out.flush();
    return code;
  }

  @Command(name = "vivarium", description = "Runs Vivarium's commands.")
  private static final class Vivarium {}
}
