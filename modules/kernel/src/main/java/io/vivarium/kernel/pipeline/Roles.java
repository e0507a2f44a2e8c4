package io.vivarium.kernel.pipeline;

import io.vivarium.model.Zxid;
import io.vivarium.spi.consensus.RoleChanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Role changes as consensus tells them. Pipeline's thread. */
final class Roles implements RoleChanges {
  private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

  private final Intake intake;
  private final Runnable begins;
  private final Runnable ends;

  /**
   * Role changes for the intake.
   *
   * @param begins called when a role begins, before anything is served
   * @param ends called when a role has ended, before anything else is delivered
   */
  Roles(Intake intake, Runnable begins, Runnable ends) {
    this.intake = intake;
    this.begins = begins;
    this.ends = ends;
  }

  @Override
  public void lead(long epoch, long lastZxid) {
    LOG.info("Serving as the primary of epoch {} from zxid {} on", epoch, Zxid.text(lastZxid));
    begins.run();
    intake.lead(epoch, lastZxid);
  }

  @Override
  public void follow(long epoch, long lastZxid) {
    LOG.info(
        "Serving in epoch {} from zxid {} on; writes go to the primary",
        epoch,
        Zxid.text(lastZxid));
    begins.run();
    intake.follow(epoch);
  }

  @Override
  public void look() {
    LOG.info("Not serving: no role in the ensemble");
    ends.run();
    intake.look();
  }

  @Override
  public void serveReadOnly() {
    LOG.info("Serving reads without a quorum, to clients that accept stale ones");
    intake.serveReadOnly();
  }
}
