package io.vivarium.simulator;

import io.vivarium.spi.PluginProvider;
import io.vivarium.spi.consensus.Consensus;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fault schedule with a name: a short play with an ensemble, after which everything must be well.
 *
 * @param name begins with the schedule's name in the list of those that have broken such services
 * @param rig the ensemble
 * @param play what happens
 */
record Scenario(String name, Supplier<Rigs.Rig> rig, Consumer<Stage> play) {
  /** Three voters. */
  static Scenario three(String name, Consumer<Stage> play) {
    return new Scenario(name, () -> new Rigs.Rig(3, 0), play);
  }

  /** Plays it. */
  Simulation.Outcome run(long seed, @Nullable Consumer<String> reader) {
    return run(seed, rig.get(), reader);
  }

  /** Plays it with another engine in each server. */
  Simulation.Outcome run(
      long seed, PluginProvider<Consensus> engine, @Nullable Consumer<String> reader) {
    return run(seed, rig.get().engine(engine), reader);
  }

  private Simulation.Outcome run(long seed, Rigs.Rig with, @Nullable Consumer<String> reader) {
    Stage stage = new Stage(seed, with.clients(0).with(Set.of(), 1), reader);
    try {
      play.accept(stage);
    } catch (Stage.Violated found) {
      // The outcome tells.
    }
    return stage.end();
  }
}
