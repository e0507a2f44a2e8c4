package io.vivarium.config;

import io.vivarium.config.ConfigSource.NotRegularException;
import io.vivarium.config.ConfigSource.Origin;
import io.vivarium.model.ensemble.Membership;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which number this server has: that of the key {@code myid}, else of the file. A server that runs standalone may have one, too,
 * and then its line says where it serves clients; only an ensemble needs it.
 */
final class OwnNumber {
  /** With which ZooKeeper exits when a server is not in its own list. */
  private static final int NOT_IN_LIST = 1;

  private final Values values;
  private final ConfigSource source;
  private final Problems problems;
  private final Origin file;

  OwnNumber(Values values, ConfigSource source, Problems problems, Origin file) {
    this.values = values;
    this.source = source;
    this.problems = problems;
    this.file = file;
  }

  /**
   * Reads the number.
   *
   * @param needed whether it is an error that there is none, or no line that it belongs to
   * @return null when there is none
   */
  @Nullable Long read(Membership membership, boolean needed) {
    Long id = values.find(QuorumKeys.MYID);
    Origin origin = file;
    if (id == null) {
      Path data = values.find(StorageKeys.DATA_DIR);
      if (data == null || values.setting(QuorumKeys.MYID) != null) {
        return null; // reported already
      }
      Path path = data.resolve("myid");
      origin = Origin.file(path.toString());
      id = read(path, origin, needed);
    }
    if (needed && id != null && !membership.members().containsKey(id)) {
      problems.error(
          new Problem(
              "myid",
              id.toString(),
              "is the number of this server, but there is no line server." + id,
              "Correct myid, or add the line",
              origin,
              NOT_IN_LIST));
    }
    return id;
  }

  private @Nullable Long read(Path path, Origin origin, boolean needed) {
    try {
      String text = source.read(path).lines().findFirst().orElse("").trim();
      return Long.parseLong(text);
    } catch (NoSuchFileException e) {
      if (needed) {
        error(
            "there is no such file, and a server of an ensemble needs its number",
            "Write the number of this server into it",
            origin);
      }
    } catch (NotRegularException e) {
      // ZooKeeper does not look at it either.
      if (needed) {
        unreadable(e, origin);
      }
    } catch (IOException | SecurityException e) {
      unreadable(e, origin);
    } catch (NumberFormatException e) {
      error("the first line is not a number", "Write the number of this server into it", origin);
    }
    return null;
  }

  private void unreadable(Exception e, Origin origin) {
    error("cannot be read: " + e.getMessage(), "Make the file readable", origin);
  }

  private void error(String what, String remedy, Origin origin) {
    problems.error(Problem.missing("myid", what, remedy, origin));
  }
}
