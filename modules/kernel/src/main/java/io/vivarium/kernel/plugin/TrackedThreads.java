package io.vivarium.kernel.plugin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of one plugin and knows which of them still run. */
final class TrackedThreads implements ThreadFactory {
  private final String prefix;
  private final PluginFaults faults;
  private final AtomicInteger made = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  TrackedThreads(String prefix, PluginFaults faults) {
    this.prefix = prefix;
    this.faults = faults;
  }

  @Override
  public Thread newThread(Runnable task) {
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(prefix + "-" + made.incrementAndGet())
            .uncaughtExceptionHandler(this::ended)
            .unstarted(task);
    threads.add(thread);
    return thread;
  }

  /** A thread ends by what its task threw: its plugin's fault, whoever's task it was. */
  private void ended(Thread thread, Throwable thrown) {
    faults.ended(thread.getName(), thrown);
  }

  /**
   * The threads that do not end within a time, all together; those that were never started do not count.
   *
   * @param others that the plugin made without asking here
   */
  List<Thread> stillRunning(long millis, List<Thread> others) throws InterruptedException {
    Set<Thread> all = new LinkedHashSet<>(threads);
    all.addAll(others);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (Thread thread : all) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (thread.isAlive() && left > 0) {
        thread.join(left);
      }
    }
    return all.stream().filter(Thread::isAlive).toList();
  }
}
