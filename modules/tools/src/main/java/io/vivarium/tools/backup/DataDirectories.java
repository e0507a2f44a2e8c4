package io.vivarium.tools.backup;

import io.vivarium.config.ServerConfig;
import io.vivarium.tools.output.CommonOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options that say where a server keeps its data. */
final class DataDirectories {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The server's zoo.cfg: dataDir and dataLogDir are taken from it.")
  private @Nullable Path config;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "dataDir of the server, with version-2 in it.")
  private @Nullable Path dataDir;

  @Option(
      names = "--data-log-dir",
      paramLabel = "DIR",
      description = "dataLogDir of the server; the same as --data-dir when not given.")
  private @Nullable Path dataLogDir;

  /** Filled in by picocli, before anything is called. */
  DataDirectories() {}

  /**
   * The directories of a server.
   *
   * @param data where snapshots and epochs are, above {@code version-2}
   * @param log where logs are, above {@code version-2}; may be the same
   */
  record Pair(Path data, Path log) {}

  /** What was given. */
  Pair require(CommandLine command) throws IOException {
    Path data = dataDir;
    Path file = config;
    if ((data == null) == (file == null)) {
      throw new ParameterException(
          command, "name the server's data: either --config FILE or --data-dir DIR");
    }
    if (data != null) {
      return new Pair(data, dataLogDir == null ? data : dataLogDir);
    }
    ServerConfig read = CommonOptions.configuration(file);
    return new Pair(read.directories().data(), read.directories().log());
  }
}
