package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.Request;
import io.vivarium.spi.TimeSource;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.ReapScan;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Removes empty containers and expired TTL nodes: looks for them at an interval and asks for their deletion one by one, evenly
 * spaced, through the one door. The deletion checks again whether the node is empty. Pipeline's thread, on the primary.
 */
final class ContainerReaper {
  private final DataTree tree;
  private final TimeSource time;
  private final Consumer<PipelineInput> door;
  private final PipelineParts.Containers settings;
  private final ArrayDeque<String> due = new ArrayDeque<>();
  private @Nullable ReapScan scan;
  private long nextLookNanos;
  private long nextDeleteNanos;

  ContainerReaper(
      DataTree tree,
      TimeSource time,
      Consumer<PipelineInput> door,
      PipelineParts.Containers settings) {
    this.tree = tree;
    this.time = time;
    this.door = door;
    this.settings = settings;
    this.nextLookNanos =
        time.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(settings.checkIntervalMs());
  }

  /** Does what is due; returns when to be called again. */
  long poll(long nowNanos) {
    if (settings.checkIntervalMs() == 0) {
      return Long.MAX_VALUE;
    }
    if (scan == null && nowNanos - nextLookNanos >= 0) {
      nextLookNanos = nowNanos + TimeUnit.MILLISECONDS.toNanos(settings.checkIntervalMs());
      nextDeleteNanos = nowNanos;
      scan = new ReapScan(tree, time.wallMillis(), settings.maxNeverUsedMs());
    }
    if (scan != null && due.isEmpty()) {
      due.addAll(scan.next());
      if (scan.done()) {
        scan = null;
      }
    }
    while (!due.isEmpty() && nowNanos - nextDeleteNanos >= 0) {
      door.accept(
          new ClientRequest(
              null, null, 0, 0, new Request.DeleteContainer(due.remove()), List.of(), nowNanos));
      nextDeleteNanos += TimeUnit.MINUTES.toNanos(1) / settings.maxPerMinute();
    }
    if (!due.isEmpty()) {
      return nextDeleteNanos;
    }
    return scan == null ? nextLookNanos : nowNanos;
  }
}
