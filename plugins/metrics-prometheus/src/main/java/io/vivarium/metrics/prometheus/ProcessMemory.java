package io.vivarium.metrics.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the process occupies by Linux's account of it.
 *
 * @param virtualBytes of address space
 * @param residentBytes of memory
 */
record ProcessMemory(long virtualBytes, long residentBytes) {
  static final Path STATUS = Path.of("/proc/self/status");
  private static final long KILOBYTE = 1_024;

  /** Null where nobody keeps such an account. */
  static @Nullable ProcessMemory read() {
    try {
      return Files.isReadable(STATUS) ? parse(Files.readString(STATUS)) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Reads the lines {@code VmSize} and {@code VmRSS}; null when one of them is missing. */
  static @Nullable ProcessMemory parse(String status) {
    long virtual = kilobytes(status, "VmSize:");
    long resident = kilobytes(status, "VmRSS:");
    return virtual < 0 || resident < 0
        ? null
        : new ProcessMemory(virtual * KILOBYTE, resident * KILOBYTE);
  }

  private static long kilobytes(String status, String name) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith(name)) {
        String[] words = line.substring(name.length()).strip().split("\\s+", -1);
        try {
          return Long.parseLong(words[0]);
        } catch (NumberFormatException e) {
          return -1;
        }
      }
    }
    return -1;
  }
}
