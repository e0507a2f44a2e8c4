package io.vivarium.metrics.prometheus;

import static io.vivarium.metrics.prometheus.Exposition.Type.COUNTER;
import static io.vivarium.metrics.prometheus.Exposition.Type.GAUGE;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The JVM and its process, by the names under which ZooKeeper's dashboards look for them. Any thread. */
final class JvmFigures implements AutoCloseable {
  private static final double MILLIS = 1_000;
  private static final double NANOS = 1e9;

  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
  private final List<BufferPoolMXBean> buffers =
      ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);
  private final AllocatedMemory allocated = new AllocatedMemory();

  void addTo(Exposition page) {
    memory(page);
    pools(page);
    collections(page);
    threads(page);
    classes(page);
    buffers(page);
    process(page);
    Map<String, String> properties = ManagementFactory.getRuntimeMXBean().getSystemProperties();
    page.add(
        GAUGE,
        "jvm_info",
        Exposition.label("version", properties.get("java.runtime.version"))
            + Exposition.label("vendor", properties.get("java.vm.vendor"))
            + Exposition.label("runtime", properties.get("java.runtime.name")),
        1);
  }

  private static void memory(Exposition page) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
    area(page, "jvm_memory_bytes_used", heap, other, MemoryUsage::getUsed);
    area(page, "jvm_memory_bytes_committed", heap, other, MemoryUsage::getCommitted);
    area(page, "jvm_memory_bytes_max", heap, other, MemoryUsage::getMax);
    area(page, "jvm_memory_bytes_init", heap, other, MemoryUsage::getInit);
  }

  private static void area(
      Exposition page,
      String name,
      MemoryUsage heap,
      MemoryUsage other,
      ToLongFunction<MemoryUsage> bytes) {
    page.add(GAUGE, name, Exposition.label("area", "heap"), bytes.applyAsLong(heap));
    page.add(GAUGE, name, Exposition.label("area", "nonheap"), bytes.applyAsLong(other));
  }

  private void pools(Exposition page) {
    pool(page, "jvm_memory_pool_bytes_used", MemoryUsage::getUsed);
    pool(page, "jvm_memory_pool_bytes_committed", MemoryUsage::getCommitted);
    pool(page, "jvm_memory_pool_bytes_max", MemoryUsage::getMax);
    pool(page, "jvm_memory_pool_bytes_init", MemoryUsage::getInit);
    allocated.each(
        pools,
        (name, bytes) ->
            page.add(
                COUNTER,
                "jvm_memory_pool_allocated_bytes_total",
                Exposition.label("pool", name),
                bytes));
  }

  private void pool(Exposition page, String name, ToLongFunction<MemoryUsage> bytes) {
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage used = pool.getUsage();
      if (used != null) {
        page.add(GAUGE, name, Exposition.label("pool", pool.getName()), bytes.applyAsLong(used));
      }
    }
  }

  private void collections(Exposition page) {
    for (GarbageCollectorMXBean collector : collectors) {
      page.summary(
          "jvm_gc_collection_seconds",
          Exposition.label("gc", collector.getName()),
          (double) collector.getCollectionCount(),
          collector.getCollectionTime() / MILLIS);
    }
  }

  private static void threads(Exposition page) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    page.add(GAUGE, "jvm_threads_current", "", threads.getThreadCount());
    page.add(GAUGE, "jvm_threads_daemon", "", threads.getDaemonThreadCount());
    page.add(GAUGE, "jvm_threads_peak", "", threads.getPeakThreadCount());
    page.add(COUNTER, "jvm_threads_started_total", "", threads.getTotalStartedThreadCount());
    page.add(GAUGE, "jvm_threads_deadlocked", "", count(threads.findDeadlockedThreads()));
    page.add(
        GAUGE, "jvm_threads_deadlocked_monitor", "", count(threads.findMonitorDeadlockedThreads()));
    Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
    for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds(), 0)) {
      if (info != null) {
        states.merge(info.getThreadState(), 1, Integer::sum);
      }
    }
    for (Thread.State state : Thread.State.values()) {
      page.add(
          GAUGE,
          "jvm_threads_state",
          Exposition.label("state", state.name()),
          states.getOrDefault(state, 0));
    }
  }

  private static int count(long @Nullable [] ids) {
    return ids == null ? 0 : ids.length;
  }

  private static void classes(Exposition page) {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    page.add(GAUGE, "jvm_classes_loaded", "", classes.getLoadedClassCount());
    page.add(COUNTER, "jvm_classes_loaded_total", "", classes.getTotalLoadedClassCount());
    page.add(COUNTER, "jvm_classes_unloaded_total", "", classes.getUnloadedClassCount());
  }

  private void buffers(Exposition page) {
    buffer(page, "jvm_buffer_pool_used_bytes", BufferPoolMXBean::getMemoryUsed);
    buffer(page, "jvm_buffer_pool_capacity_bytes", BufferPoolMXBean::getTotalCapacity);
    buffer(page, "jvm_buffer_pool_used_buffers", BufferPoolMXBean::getCount);
  }

  private void buffer(Exposition page, String name, ToLongFunction<BufferPoolMXBean> figure) {
    for (BufferPoolMXBean pool : buffers) {
      page.add(GAUGE, name, Exposition.label("pool", pool.getName()), figure.applyAsLong(pool));
    }
  }

  private static void process(Exposition page) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      page.add(COUNTER, "process_cpu_seconds_total", "", system.getProcessCpuTime() / NANOS);
    }
    page.add(
        GAUGE,
        "process_start_time_seconds",
        "",
        ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      page.add(GAUGE, "process_open_fds", "", unix.getOpenFileDescriptorCount());
      page.add(GAUGE, "process_max_fds", "", unix.getMaxFileDescriptorCount());
    }
    ProcessMemory memory = ProcessMemory.read();
    if (memory != null) {
      page.add(GAUGE, "process_virtual_memory_bytes", "", memory.virtualBytes());
      page.add(GAUGE, "process_resident_memory_bytes", "", memory.residentBytes());
    }
  }

  /** Listens to no collection any more. */
  @Override
  public void close() {
    allocated.close();
  }
}
