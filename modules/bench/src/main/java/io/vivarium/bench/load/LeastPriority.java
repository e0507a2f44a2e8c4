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
   * Gives the least priority to the threads whose names begin so; where that cannot be done they keep their own.
   *
   * @return how many there were
   */
  static int of(String name) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("renice", "-n", "19", "-p"));
    int fixed = command.size();
    try (Stream<Path> threads = Files.list(THREADS)) {
      for (Path thread : (Iterable<Path>) threads::iterator) {
        if (named(thread, name)) {
          command.add(String.valueOf(thread.getFileName()));
        }
      }
      if (command.size() > fixed) {
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      }
      return command.size() - fixed;
    } catch (IOException e) {
      return 0; // Not Linux, or no such program: the attack costs more then.
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
