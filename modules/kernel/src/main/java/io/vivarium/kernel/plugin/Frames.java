package io.vivarium.kernel.plugin;

/** Stack traces, in words. */
final class Frames {
  private Frames() {}

  /** Where code is: the innermost frame that is not Java's own; what there is when all are. */
  static String first(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      String module = frame.getModuleName();
      boolean java = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
      if (!java) {
        return frame.toString();
      }
    }
    return frames.length == 0 ? "an end" : frames[0].toString();
  }
}
