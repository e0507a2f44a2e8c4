package io.vivarium.image;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vivarium image}. */
@Command(
    name = "vivarium image",
    description = {
      "Makes an OCI image of this package, as one file that engines load: docker load, podman load, skopeo copy oci-archive:FILE.",
      "It needs neither an engine nor a network. Of this machine it takes the C library and nothing else."
    },
    footer = {
      "",
      "The image runs a server as user 10001, on /conf/zoo.cfg, with data in the volume /data. That file is",
      "conf/zoo.cfg of the package, or conf/default.cfg, but for the directories.",
      "",
      "Exit codes: 0 made; 1 it could not be made; 2 wrong command line.",
      "",
      "Examples:",
      "  vivarium image                                  vivarium-image.tar in this directory",
      "  vivarium image --output /tmp/v.tar --tag registry.example/vivarium:1",
      "  docker load --input vivarium-image.tar && docker run -p 2181:2181 -v data:/data vivarium"
    })
final class ImageCommand implements Callable<Integer> {
  private final Path home;

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      defaultValue = "vivarium-image.tar",
      description = "The file to write. Default: ${DEFAULT-VALUE}.")
  private Path output = Path.of("vivarium-image.tar");

  @Option(
      names = "--tag",
      paramLabel = "NAME",
      defaultValue = "vivarium:latest",
      description = "What engines call it. Default: ${DEFAULT-VALUE}.")
  private String tag = "vivarium:latest";

  @Option(
      names = "--base",
      paramLabel = "DIRECTORY",
      description = "A root directory to take the C library from. Default: this machine's.")
  private @Nullable Path base;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = "2026-01-01T00:00:00Z",
      description =
          "The time that all files get, so that the same files give the same image. Default: ${DEFAULT-VALUE}.")
  private String time = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli reads it
  private boolean help;

  /** Filled in by picocli, before anything is called. */
  @SuppressWarnings("NullAway")
  private ImageCommand(Path home) {
    this.home = home;
  }

  /** Runs one command line, the word {@code image} may stand first; returns the exit code. */
  static int execute(Path home, PrintWriter out, PrintWriter err, String... args) {
    int first = args.length > 0 && args[0].equals("image") ? 1 : 0;
    return new CommandLine(new ImageCommand(home))
        .setUsageHelpWidth(100)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              line.getErr().println("vivarium image: " + failure.getMessage());
              return 1;
            })
        .execute(Arrays.copyOfRange(args, first, args.length));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Instant moment;
    try {
      moment = Instant.parse(time);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(), "--time must be like 2026-01-01T00:00:00Z: " + time);
    }
    Path root = base == null ? Path.of("/") : base;
    Image image = new Image(home.toRealPath(), new BaseFiles(root), moment, tag);
    long bytes = image.write(output);
    spec.commandLine()
        .getOut()
        .println("Made %s of %d MB, %s".formatted(output, bytes >> 20, image.digest()));
    return 0;
  }
}
