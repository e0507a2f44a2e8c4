package io.vivarium.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Threads of this process that run when nobody else wants to. Java has priorities, and Linux passes over them. */
final class LeastPriority {
  private static final Path THREADS = Path.of("/proc/self/task");

  private LeastPriority() {}

  /**
   * Lets the threads whose names begin so run only when nobody else on the machine wants to; where there is no such thing it gives them the
   * least share, and where that cannot be done they keep their own.
   *
   * @return how many there were
   */
  static int of(String name) throws InterruptedException {
    List<String> threads = new ArrayList<>();
    try (Stream<Path> all = Files.list(THREADS)) {
      all.filter(thread -> named(thread, name))
          .forEach(thread -> threads.add(String.valueOf(thread.getFileName())));
    } catch (IOException e) {
      return 0; // Not Linux: the attack costs more then.
    }
    for (String thread : threads) {
      if (!run("chrt", "--idle", "--pid", "0", thread)) {
        run("renice", "-n", "19", "-p", thread);
      }
    }
    return threads.size();
  }

  /** Returns whether that could be done. */
  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // There is no such program: the attack costs more then.
    }
  }

  private static boolean named(Path thread, String name) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith(name);
    } catch (IOException e) {
      return false; // It has ended meanwhile.
    }
  }
}
