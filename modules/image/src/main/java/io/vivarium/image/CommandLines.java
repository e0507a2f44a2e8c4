package io.vivarium.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command lines that the package's launcher would run, as they are inside of an image: there is no shell in it to run the launcher. */
final class CommandLines {
  private static final long LIMIT_SECONDS = 60;

  private final Path home;

  CommandLines(Path home) {
    this.home = home;
  }

  /** The words of a command, with the package where it is in the image. */
  List<String> of(String... command) throws IOException, InterruptedException {
    if (home.toString().chars().anyMatch(Character::isWhitespace)) {
      throw new IOException("the path of the package must have no blanks: " + home);
    }
    List<String> launcher =
        new ArrayList<>(List.of(home.resolve("bin/vivarium").toString(), "--print-command"));
    launcher.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(launcher);
    // What the caller has set for servers of this machine is not meant for those of the image.
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    // Audit logs and heap dumps: the package itself cannot be written to in an image.
    builder.environment().put("ZOO_LOG_DIR", Configuration.DATA + "/logs");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", launcher) + " failed");
    }
    return List.of(line.strip().replace(home.toString(), Image.HOME).split(" +"));
  }
}
