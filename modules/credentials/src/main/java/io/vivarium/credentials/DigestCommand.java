package io.vivarium.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vivarium digest}. */
@Command(
    name = "digest",
    description = {
      "Makes of a user and a password the id that they have in ACLs of scheme digest, and in DigestAuthenticationProvider.superDigest.",
      "The password is asked for, or read from the input or a file, and printed nowhere. The id has no salt: choose a long password."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 there is no password that can be used, 2 wrong arguments.",
      "",
      "Examples:",
      "  vivarium digest super",
      "  echo \"DigestAuthenticationProvider.superDigest=$(vivarium digest super --password-file super.secret)\" >> conf/zoo.cfg"
    })
final class DigestCommand implements Callable<Integer> {
  private final PasswordSource passwords;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "USER", description = "Who authenticates; anything but a colon.")
  private String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Read the password from there; one line end behind it does not count.")
  private @Nullable Path file;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description =
          "The servers' DigestAuthenticationProvider.digestAlg, for example SHA-256. Default: SHA1.")
  private String algorithm = "SHA1";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  DigestCommand(PasswordSource passwords) {
    this.passwords = passwords;
  }

  @Override
  public Integer call() {
    if (user.isEmpty() || user.contains(":")) {
      throw new ParameterException(
          spec.commandLine(), "a user is named by at least one character, and without colons");
    }
    MessageDigest hash = hash();
    try {
      String password = passwords.read(file);
      if (password.isEmpty()) {
        throw new IOException("the password is empty");
      }
      byte[] digest = hash.digest((user + ":" + password).getBytes(StandardCharsets.UTF_8));
      String id = user + ":" + Base64.getEncoder().encodeToString(digest);
      spec.commandLine().getOut().println(id);
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("vivarium: " + e.getMessage());
      return 1;
    }
  }

  private MessageDigest hash() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--algorithm=" + algorithm + ": there is no such hash in this Java",
          e);
    }
  }
}
