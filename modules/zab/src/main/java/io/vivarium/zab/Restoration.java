package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.StagedState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state that an operator brings, on its way into the history of the ensemble: it becomes the last proposal of its leader's epoch, one
 * that nobody else can have made and that has the whole tree for its effect. The leader has it on disk, in the form of a snapshot, and
 * then looks for a role: its history is the longest, so a quorum that elects it has that history when the next epoch begins. When it is
 * not elected, the state is what any proposal is that no quorum had: forgotten. Either way no two servers differ.
 */
final class Restoration {
  private static final Logger log = LoggerFactory.getLogger(Restoration.class);

  private final StagedState state;
  private final Consumer<@Nullable Exception> done;
  private long zxid = -1;
  private boolean installed;

  /** Whether this server was seen with another history than the one that ends with the state. */
  private boolean lost;

  /**
   * Nothing is changed yet.
   *
   * @param done told the outcome, once
   */
  Restoration(StagedState state, Consumer<@Nullable Exception> done) {
    this.state = state;
    this.done = done;
  }

  /**
   * Whether it cannot be done now, which is told then. Otherwise the leader is to serve nobody any more.
   *
   * @param proposed zxid of the last proposal, and it stays the last
   */
  boolean isRefused(Self self, LearnerLinks learners, long proposed) {
    LearnerLink broughtUp = learners.broughtUp();
    if (broughtUp != null) {
      // Its stream may end with nodes of the state that is to come, under the zxid of the one that
      // was.
      refused(broughtUp + " is being brought up; try again when it serves");
      return true;
    }
    if (self.memberships().changing()) {
      refused("a change of the membership is under way; try again when it is in force");
      return true;
    }
    if (Zxid.counter(proposed) == Zxid.MAX_COUNTER) {
      refused("a new epoch is about to begin; try again then");
      return true;
    }
    if (Zxid.epoch(state.zxid()) >= Epochs.LAST) {
      refused("the state is of epoch " + Zxid.epoch(state.zxid()) + ", after which there is none");
      return true;
    }
    begin(proposed + 1);
    return false;
  }

  private void begin(long next) {
    zxid = next;
    log.warn(
        "A state as of {} takes the place of everything up to {}, by the name of {}",
        Zxid.text(state.zxid()),
        Zxid.text(next - 1),
        Zxid.text(next));
  }

  /** Puts the state in place as soon as the log is quiet; the history tells when it is on disk. */
  void goOn(Self self) {
    if (installed || !self.history().quiet()) {
      return;
    }
    installed = true;
    // What is written from now on comes after everything that the state was told of. A restart must
    // not forget that: it is promised before the state can be found on the disk.
    long told = Zxid.epoch(state.zxid());
    if (told > self.epochs().accepted()) {
      self.epochs().accept(told);
    }
    self.history().replace(state.as(zxid));
    self.history().secure();
  }

  /** Nothing was done. */
  void refused(String reason) {
    done.accept(new IllegalStateException(reason));
  }

  /**
   * Tells the outcome when there is one. To be asked after every turn, as a history that was learned in between and left again is not
   * seen otherwise.
   *
   * @param role the one in force
   * @param logged zxid of the last txn that this server has
   * @return whether there was one
   */
  boolean isOver(@Nullable Role role, long logged) {
    boolean serves = role != null && role.serving();
    // Only who serves adds to the history that has the state.
    lost |= installed && !serves && logged != zxid;
    if (role == null && !installed) {
      refused("the lead was lost before anything was replaced; ask the server that leads now");
      return true;
    }
    if (!serves) {
      return false;
    }
    done.accept(
        role instanceof Leader && !lost
            ? null
            : new IllegalStateException(
                "another server took the lead before a quorum had the state; look at what is"
                    + " served, and restore again there"));
    return true;
  }
}
