package io.vivarium.metrics.prometheus;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much was allocated in each pool of the JVM's memory, in bytes: what the pool held more before a collection than after the one
 * before, and what was moved into it. Only collections are looked at, and the moment when somebody asks. Any thread.
 */
final class AllocatedMemory implements NotificationListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AllocatedMemory.class);

  private final Map<String, Pool> pools = new LinkedHashMap<>();

  /** One pool; a number of bytes never goes back. */
  private static final class Pool {
    private long allocated;
    private long used;
    private long told;

    void collected(long before, long after) {
      allocated += Math.max(0, before - used) + Math.max(0, after - before);
      used = after;
    }

    long read(long usedNow) {
      told = Math.max(told, allocated + Math.max(0, usedNow - used));
      return told;
    }
  }

  /** Counts from now on. */
  AllocatedMemory() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector instanceof NotificationEmitter emitter) {
        emitter.addNotificationListener(this, null, null);
      }
    }
  }

  @Override
  public void handleNotification(Notification notification, @Nullable Object handback) {
    if (!GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION.equals(
        notification.getType())) {
      return;
    }
    GcInfo collection =
        GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
            .getGcInfo();
    collected(collection.getMemoryUsageBeforeGc(), collection.getMemoryUsageAfterGc());
  }

  /** A collection has ended. */
  synchronized void collected(Map<String, MemoryUsage> before, Map<String, MemoryUsage> after) {
    before.forEach(
        (name, usage) -> {
          MemoryUsage left = after.get(name);
          if (left != null) {
            pool(name).collected(usage.getUsed(), left.getUsed());
          }
        });
  }

  private Pool pool(String name) {
    return pools.computeIfAbsent(name, _ -> new Pool());
  }

  /** Tells each pool and its bytes. */
  void each(List<MemoryPoolMXBean> beans, ObjLongConsumer<String> to) {
    for (MemoryPoolMXBean bean : beans) {
      MemoryUsage usage = bean.getUsage();
      if (usage != null) {
        to.accept(bean.getName(), read(bean.getName(), usage.getUsed()));
      }
    }
  }

  /** The bytes of a pool that holds so many now. */
  synchronized long read(String name, long usedNow) {
    return pool(name).read(usedNow);
  }

  @Override
  public void close() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      try {
        if (collector instanceof NotificationEmitter emitter) {
          emitter.removeNotificationListener(this);
        }
      } catch (ListenerNotFoundException e) {
        LOG.debug("Nothing was heard of {}", collector.getName(), e);
      }
    }
  }
}
