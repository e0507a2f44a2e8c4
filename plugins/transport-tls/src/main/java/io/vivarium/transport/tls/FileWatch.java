package io.vivarium.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files once a second and says when they have changed. It follows links anew each time, so that a directory of links
 * which is swapped as a whole counts as a change, and so does a file that is renamed over another.
 */
final class FileWatch {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final ThreadFactory threads;
  private final long periodMillis;
  private final List<Watched> watched = new ArrayList<>();
  private @Nullable Thread thread;

  FileWatch(ThreadFactory threads, long periodMillis) {
    this.threads = threads;
    this.periodMillis = periodMillis;
  }

  /** What is done when files change. */
  @FunctionalInterface
  interface Reload {
    /** Reads them again; a failure leaves everything as it was, and is tried again at every look. */
    void reload() throws IOException;
  }

  /** Has these files watched from the state in which they are now: call it before they are read. Before the start. */
  void add(List<Path> files, Reload reload) {
    watched.add(new Watched(files, reload));
  }

  /** Begins to look, where there is something to look at. */
  void start() {
    if (!watched.isEmpty()) {
      Thread made = threads.newThread(this::run);
      thread = made;
      made.start();
    }
  }

  /** Ends the thread. */
  void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(periodMillis);
        look();
      }
    } catch (InterruptedException e) {
      LOG.trace("No longer looking at certificates", e);
    }
  }

  /** Looks once. */
  void look() {
    watched.forEach(Watched::look);
  }

  /** What tells one state of a file from the next. */
  private record State(Path real, Object modified, long size, @Nullable Object key) {
    static @Nullable State of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(
            file.toRealPath(),
            attributes.lastModifiedTime(),
            attributes.size(),
            attributes.fileKey());
      } catch (IOException e) {
        return null; // about to be replaced, perhaps
      }
    }
  }

  private static final class Watched {
    private final List<Path> files;
    private final Reload reload;
    private Map<Path, @Nullable State> known;

    /** What was said when the files could not be used; null when they can. */
    private @Nullable String refusal;

    Watched(List<Path> files, Reload reload) {
      this.files = List.copyOf(files);
      this.reload = reload;
      known = states();
    }

    private Map<Path, @Nullable State> states() {
      Map<Path, @Nullable State> states = new HashMap<>();
      files.forEach(file -> states.put(file, State.of(file)));
      return states;
    }

    /** Files that cannot be used are read again although they look the same: no time tells of a chown or a chmod. */
    void look() {
      Map<Path, @Nullable State> now = states();
      boolean changed = !now.equals(known);
      if (!changed && refusal == null) {
        return;
      }
      known = now;
      try {
        reload.reload();
        refusal = null;
        LOG.info("New handshakes use what is now in {}", files);
      } catch (IOException | RuntimeException e) {
        String said = String.valueOf(e.getMessage());
        if (changed || !said.equals(refusal)) {
          LOG.error(
              "Certificates have changed and cannot be used: {}. The ones before stay in use; correct the files.",
              said);
        }
        refusal = said;
      }
    }
  }
}
