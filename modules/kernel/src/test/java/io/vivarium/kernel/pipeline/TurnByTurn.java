package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.execution.Agent;
import io.vivarium.kernel.execution.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/** Agents that take turns on the test's own thread, when the test says so. */
public final class TurnByTurn implements Execution {
  private final List<Turns> agents = new ArrayList<>();

  /** Gives every agent turns until none has anything to do. */
  public void settle() {
    boolean more = true;
    while (more) {
      more = false;
      for (Turns agent : agents) {
        more |= agent.turn();
      }
    }
  }

  @Override
  public Agent agent(String name, Agent.Work work) {
    Turns agent = new Turns(work);
    agents.add(agent);
    return agent;
  }

  @Override
  public ExecutorService tasks(String name) {
    throw new AssertionError("no tasks of the name " + name + " are expected");
  }

  @Override
  public Executor blocking() {
    return Runnable::run;
  }

  @Override
  public void pause(long nanos) {}

  private final class Turns implements Agent {
    private final Work work;
    private boolean woken = true;
    private boolean ended;

    Turns(Work work) {
      this.work = work;
    }

    /** Whether it had something to do. */
    boolean turn() {
      if (ended || (!woken && work.idle())) {
        return false;
      }
      woken = false;
      try {
        woken = work.turn() == Work.AGAIN;
      } catch (Exception e) {
        ended = true;
        throw new AssertionError("the agent cannot go on", e);
      }
      return true;
    }

    @Override
    public void start() {
      turn();
    }

    @Override
    public void wake() {
      woken = true;
    }

    @Override
    public void giveWay() {
      for (Turns other : agents) {
        if (other != this) {
          other.turn();
        }
      }
    }

    @Override
    public boolean ended() {
      return ended;
    }

    @Override
    public void stop() {
      settle();
      ended = true;
    }
  }
}
