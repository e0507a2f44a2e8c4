package io.vivarium.kernel.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Gives the parts of one server what they run on. Any thread. */
public interface Execution {
  /**
   * An agent that has not been started.
   *
   * @param name of one word, such as {@code log}; for operators
   */
  Agent agent(String name, Agent.Work work);

  /**
   * Runs tasks that may block, one after the other, beside everything else. To be shut down by whoever asked for it.
   *
   * @param name as for {@link #agent}
   */
  ExecutorService tasks(String name);

  /** Runs tasks that may block for long, each at once and beside the others. */
  Executor blocking();

  /**
   * Has a task leave the machine to others.
   *
   * @param nanos for so long, or less
   */
  void pause(long nanos);
}
