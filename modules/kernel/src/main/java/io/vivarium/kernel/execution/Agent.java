package io.vivarium.kernel.execution;

/**
 * Does its work in turns: whenever it is woken, and when the time comes that the work named. Made by {@link Execution}. Any thread may
 * call any method, except where the method says otherwise.
 */
public interface Agent {
  /** What an agent does. The agent makes one call at a time, each sees what the one before did. */
  interface Work {
    /** Returned by {@link #turn}: there may be more to do at once. */
    long AGAIN = Long.MIN_VALUE;

    /**
     * Does what there is to do.
     *
     * @return when the next turn is due at the latest, on the monotonic clock; {@link Long#MAX_VALUE} for no wish
     * @throws Exception when the work cannot go on: the agent ends, and the server with it
     */
    long turn() throws Exception;

    /**
     * Whether nothing waits to be done. Asked right before the agent rests: whoever brings something makes it visible here before the
     * call of {@link Agent#wake}, so that no wake-up is lost.
     */
    boolean idle();
  }

  /** Begins to work; returns after the first turn. Called once. */
  void start() throws InterruptedException;

  /** Has the work take a turn soon. Cheap when the agent is at work anyway. */
  void wake();

  /** For someone who cannot go on before the agent has done something: lets a little time pass. Never called by the work itself. */
  void giveWay();

  /** Whether the agent has ended: it takes no turn any more. */
  boolean ended();

  /** Works until nothing waits to be done, and ends. Blocks; idempotent. */
  void stop() throws InterruptedException;
}
