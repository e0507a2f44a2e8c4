package io.vivarium.credentials;

import io.vivarium.sasl.ScramCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium scram}. */
@Command(
    name = "scram",
    description = {
      "Makes of a password what a server keeps of it for SCRAM-SHA-256, and prints the line for the section of its JAAS file.",
      "Nobody can log in with that line. The password is asked for, or read from the input or a file, and printed nowhere."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 there is no password that can be used, 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium scram carl",
      "  vivarium scram carl --password-file carl.secret >> users.txt",
      "  pwgen 24 1 | tee carl.secret | vivarium scram carl --iterations 100000"
    })
final class ScramCommand implements Callable<Integer> {
  private static final int SALT_BYTES = 16;
  private static final int LEAST_ITERATIONS = 4096;
  private static final int MOST_ITERATIONS = 1_000_000;

  private final PasswordSource passwords;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "USER",
      description = "Who logs in: letters, digits and the characters . _ - @")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Read the password from there; one line end behind it does not count.")
  private @Nullable Path file;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description =
          "How often the password is hashed, 4096 to 1000000: the more, the longer guessing takes, and logging in. Default: 15000.")
  private int iterations = ScramCredentials.USUAL_ITERATIONS;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  ScramCommand(PasswordSource passwords) {
    this.passwords = passwords;
  }

  @Override
  public Integer call() {
    if (!user.matches("[A-Za-z0-9._@-]{1,100}")) {
      throw new ParameterException(
          spec.commandLine(),
          "the name of a user has 1 to 100 letters, digits and characters of . _ - @, as it is part of a line of the JAAS file");
    }
    if (iterations < LEAST_ITERATIONS || iterations > MOST_ITERATIONS) {
      throw new ParameterException(
          spec.commandLine(), "--iterations=" + iterations + " must be in 4096 to 1000000");
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      String text = ScramCredentials.of(passwords.read(file), salt, iterations).text();
      spec.commandLine().getOut().println("scram_" + user + "=\"" + text + "\"");
      return 0;
    } catch (IOException | IllegalArgumentException e) {
      spec.commandLine().getErr().println("vivarium: " + e.getMessage());
      return 1;
    }
  }
}
