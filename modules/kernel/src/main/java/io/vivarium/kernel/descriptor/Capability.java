package io.vivarium.kernel.descriptor;

import java.nio.file.Path;

/**
 * What a plugin says it does beyond computing, so that whoever installs it knows before any of its code runs. In a descriptor they stand
 * in a list: {@code capabilities = sockets, files:/var/lib/x, native}.
 */
public sealed interface Capability {
  /** As in a descriptor. */
  String word();

  /** A sentence without a subject, for people. */
  String description();

  /** Opens connections or listens for them. */
  record Sockets() implements Capability {
    static final String WORD = "sockets";

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public String description() {
      return "opens network connections or listens for them";
    }
  }

  /** Loads libraries of machine code, which no JVM contains. */
  record NativeCode() implements Capability {
    static final String WORD = "native";

    @Override
    public String word() {
      return WORD;
    }

    @Override
    public String description() {
      return "runs native code";
    }
  }

  /**
   * Reads and writes files.
   *
   * @param below the file or directory, with all that is in it; normalized; when relative, then to the server's home. The root directory
   *     stands for wherever configuration says.
   */
  record Files(Path below) implements Capability {
    static final String PREFIX = "files:";

    @Override
    public String word() {
      return PREFIX + below;
    }

    @Override
    public String description() {
      boolean anywhere = below.isAbsolute() && below.getNameCount() == 0;
      return "reads and writes files "
          + (anywhere
              ? "wherever configuration says"
              : below.isAbsolute() ? "below " + below : "below " + below + " of the server's home");
    }
  }
}
