package io.vivarium.kernel.plugin;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Tells from a stack trace in which plugin something went wrong. Any thread. */
final class Culprits {
  /** Causes of causes that are looked at; a chain may be a ring. */
  private static final int DEEPEST = 16;

  private final List<InstalledPlugin<?>> plugins = new CopyOnWriteArrayList<>();

  void know(InstalledPlugin<?> plugin) {
    plugins.add(plugin);
  }

  void forget(InstalledPlugin<?> plugin) {
    plugins.remove(plugin);
  }

  /** The plugin whose code is the innermost that belongs to one plugin alone; null when none of it does. */
  @Nullable InstalledPlugin<?> in(StackTraceElement[] frames) {
    for (StackTraceElement frame : frames) {
      List<InstalledPlugin<?>> owners =
          plugins.stream().filter(plugin -> plugin.owns(frame)).toList();
      if (owners.size() == 1) {
        return owners.getFirst();
      }
    }
    return null;
  }

  /** The plugin in which a failure began; null when in none. */
  @Nullable InstalledPlugin<?> in(@Nullable Throwable failure) {
    InstalledPlugin<?> found = null;
    Throwable each = failure;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      InstalledPlugin<?> here = in(each.getStackTrace());
      found = here == null ? found : here;
      each = each.getCause();
    }
    return found;
  }
}
