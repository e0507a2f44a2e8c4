package io.vivarium.config;

import io.vivarium.config.ConfigSource.Origin;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the server keeps its data.
 *
 * @param data snapshots, {@code myid}, epoch files ({@code dataDir})
 * @param log transaction log ({@code dataLogDir}); the same directory when not configured
 * @param autocreate whether missing directories are created ({@code datadir.autocreate})
 */
public record Directories(Path data, Path log, boolean autocreate) {

  static @Nullable Directories from(Values values, Problems problems, Origin nowhere) {
    Path data = values.find(StorageKeys.DATA_DIR);
    Setting written = values.setting(StorageKeys.DATA_DIR);
    if (data == null) {
      if (written == null && !problems.fileUnreadable()) {
        problems.error(
            Problem.missing(
                "dataDir",
                "is missing and has no default",
                "Add dataDir=<directory for snapshots and myid>",
                nowhere));
      }
      return null;
    }
    warnIfRelative(values, StorageKeys.DATA_DIR, problems);
    warnIfRelative(values, StorageKeys.DATA_LOG_DIR, problems);
    return new Directories(
        data,
        values.get(StorageKeys.DATA_LOG_DIR, data),
        values.get(StorageKeys.DATADIR_AUTOCREATE));
  }

  private static void warnIfRelative(Values values, Key<Path> key, Problems problems) {
    Setting setting = values.setting(key);
    if (setting != null
        && values.isSet(key)
        && setting.origin().kind() == Origin.Kind.FILE
        && !Path.of(setting.value()).isAbsolute()
        && !setting.value().startsWith(".")) {
      problems.warning(
          setting,
          "is relative to the directory in which the server is started",
          "Write an absolute path, or begin it with ./ if that is meant");
    }
  }
}
