package io.vivarium.kernel.execution;

import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/** A thread for each agent and for each queue of tasks: how a server runs in production. */
public final class OwnThreads implements Execution {
  private final TimeSource time;
  private final ThreadFactory threads;
  private final FatalErrors fatal;
  private final List<AgentThread> agents = new CopyOnWriteArrayList<>();

  /**
   * How far an agent has come.
   *
   * @param turns that it has begun
   * @param resting whether it waits for something to do, or has ended
   */
  public record Progress(Thread thread, long turns, boolean resting) {}

  /**
   * Threads of one server.
   *
   * @param fatal told when an agent cannot go on
   */
  public OwnThreads(TimeSource time, ThreadFactory threads, FatalErrors fatal) {
    this.time = time;
    this.threads = threads;
    this.fatal = fatal;
  }

  @Override
  public Agent agent(String name, Agent.Work work) {
    AgentThread agent = new AgentThread(name, work, time, threads, fatal);
    agents.add(agent);
    return agent;
  }

  /** How far all agents have come, for whoever looks after them. */
  public List<Progress> progress() {
    return agents.stream().map(AgentThread::progress).toList();
  }

  @Override
  public ExecutorService tasks(String name) {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = threads.newThread(task);
          thread.setName(name);
          return thread;
        });
  }

  @Override
  public Executor blocking() {
    return task -> {
      Thread thread = threads.newThread(task);
      thread.setName("blocking");
      thread.start();
    };
  }

  @Override
  public void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }
}
