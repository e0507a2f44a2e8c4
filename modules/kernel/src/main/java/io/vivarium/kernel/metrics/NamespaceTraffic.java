package io.vivarium.kernel.metrics;

import io.vivarium.spi.metrics.Summary;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of reads or writes by namespace: the first element of a path. One per thread that records, all over the same family; it
 * remembers the namespace of the last path, because most clients stay in one, and neither cuts a string nor looks anything up for
 * the next path in it.
 */
public final class NamespaceTraffic {
  private final MetricFamily<? extends Summary> family;
  private String namespace = "";
  private @Nullable Summary summary;

  /** Records into a family, as {@code read_per_namespace}. */
  public NamespaceTraffic(MetricFamily<? extends Summary> family) {
    this.family = family;
  }

  /** The namespace that a path is in: its first element; null for the root, which is in none. */
  public static @Nullable String namespaceOf(String path) {
    int slash = path.indexOf('/', 1);
    int end = slash < 0 ? path.length() : slash;
    return end < 2 ? null : path.substring(1, end);
  }

  /** So many bytes were read or written at an absolute path; the root is in no namespace. One thread. */
  public void record(String path, long bytes) {
    int slash = path.indexOf('/', 1);
    int length = (slash < 0 ? path.length() : slash) - 1;
    if (length < 1) {
      return;
    }
    Summary known = summary;
    if (known == null || namespace.length() != length || !path.startsWith(namespace, 1)) {
      namespace = path.substring(1, length + 1);
      known = family.of(namespace);
      summary = known;
    }
    known.record(bytes);
  }
}
