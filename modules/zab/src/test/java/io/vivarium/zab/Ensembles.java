package io.vivarium.zab;

import io.vivarium.model.ensemble.Membership;
import io.vivarium.model.ensemble.Membership.Role;
import io.vivarium.spi.consensus.EnsembleSettings;
import io.vivarium.spi.consensus.EnsembleSettings.Options;
import io.vivarium.spi.consensus.EnsembleSettings.Timing;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.election.ElectionSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Ensembles, settings and txns for tests. */
final class Ensembles {
  static final long MS = 1_000_000;
  static final int TICK_MS = 100;

  private Ensembles() {}

  /** Voters 1 to {@code voters}, then observers. */
  static Membership of(int voters, int observers) {
    StringBuilder text = new StringBuilder();
    for (int id = 1; id <= voters + observers; id++) {
      text.append(line(id, id <= voters ? Role.PARTICIPANT : Role.OBSERVER)).append('\n');
    }
    return Membership.parse(text + "version=0");
  }

  static String line(long id, Role role) {
    return "server." + id + "=zk" + id + ":2888:3888:" + role.text() + ";zk" + id + ":2181";
  }

  static ZabSettings settings(
      long id, Membership membership, Options options, Set<Defect> defects) {
    EnsembleSettings ensemble =
        new EnsembleSettings(id, membership, null, new Timing(TICK_MS, 10, 5, 0), options);
    return new ZabSettings(
        ensemble,
        ElectionSettings.usual(id, options.reconfig()),
        -1,
        64 << 10,
        0,
        1 << 20,
        false,
        defects);
  }

  /** The same with a limit to the wait for voters that look again. */
  static ZabSettings patientFor(ZabSettings settings, long epochPatienceMs) {
    return new ZabSettings(
        settings.ensemble(),
        settings.election(),
        epochPatienceMs,
        settings.backlogBytes(),
        settings.observerDelayMs(),
        settings.observerMasterBytes(),
        settings.shrinksToOne(),
        settings.defects());
  }

  /** The same with a delay before an observer looks again. */
  static ZabSettings delayedBy(ZabSettings settings, long observerDelayMs) {
    return new ZabSettings(
        settings.ensemble(),
        settings.election(),
        settings.epochPatienceMs(),
        settings.backlogBytes(),
        observerDelayMs,
        settings.observerMasterBytes(),
        settings.shrinksToOne(),
        settings.defects());
  }

  static Options options(boolean reconfig, int historyCount) {
    return new Options(reconfig, false, false, 0, true, false, false, historyCount, 0.33);
  }

  /** A txn with a header as ZooKeeper's, of type setData, and a payload. */
  static Proposal txn(long zxid, String payload) {
    return txn(zxid, 5, payload.getBytes(StandardCharsets.UTF_8));
  }

  /** A txn that changes the membership. */
  static Proposal reconfig(long zxid, Membership next) {
    byte[] path = "/zookeeper/config".getBytes(StandardCharsets.UTF_8);
    byte[] data = next.dynamicText().getBytes(StandardCharsets.UTF_8);
    ByteBuffer body = ByteBuffer.allocate(path.length + data.length + 12);
    body.putInt(path.length).put(path).putInt(data.length).put(data).putInt(-1);
    return txn(zxid, 16, body.array());
  }

  private static Proposal txn(long zxid, int type, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(32 + body.length);
    bytes.putLong(77).putInt(1).putLong(zxid).putLong(0).putInt(type).put(body).flip();
    return new Proposal(zxid, bytes.asReadOnlyBuffer());
  }
}
