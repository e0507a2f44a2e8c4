package io.vivarium.kernel;

import io.vivarium.kernel.admin.RunningServerView;
import io.vivarium.kernel.admin.ServerView;
import io.vivarium.kernel.pipeline.PipelineParts;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.model.Zxid;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the digest of the tree every 128 txns, for comparison between servers, and compares it with what other servers say.
 * Written by the pipeline's thread; read by any.
 *
 * <p>A state that another server sent while it went on holds effects of txns that are still to follow. Between its installation and
 * the next role nothing is compared: by then everything has followed.
 */
final class DigestLog implements RunningServerView.DigestHistory, PipelineParts.DigestListener {
  private static final Logger LOG = LoggerFactory.getLogger(DigestLog.class);

  /** As in ZooKeeper: {@code hash} shows the digests of every 128th txn, the last 1000 of them. */
  private static final int INTERVAL = 128;

  private static final int KEPT = 1000;

  private final boolean enabled;
  private final CopyOnWriteArrayList<ServerView.RecordedDigest> recorded =
      new CopyOnWriteArrayList<>();
  private volatile long mismatches;
  private int sinceLast;
  private boolean received;

  DigestLog(boolean enabled) {
    this.enabled = enabled;
  }

  /** The tree was replaced by one from elsewhere. Pipeline's thread. */
  void received() {
    received = true;
  }

  @Override
  public boolean roleBegins() {
    boolean was = received;
    received = false;
    return was;
  }

  @Override
  @SuppressWarnings({"NonAtomicOperationOnVolatileField", "NonAtomicVolatileUpdate"}) // one writer
  public void applied(TxnHeader header, @Nullable TxnDigest expected, long actual) {
    if (!enabled || received) {
      return;
    }
    if (expected != null && expected.value() != actual && mismatches++ == 0) {
      LOG.error(
          "The tree after zxid {} has digest {} here and {} on the server that prepared it: the two differ. Compare the servers"
              + " before trusting either.",
          Zxid.text(header.zxid()),
          actual,
          expected.value());
    }
    if (++sinceLast == INTERVAL) {
      sinceLast = 0;
      if (recorded.size() == KEPT) {
        recorded.remove(0);
      }
      recorded.add(new ServerView.RecordedDigest(header.zxid(), TxnDigest.VERSION, actual));
    }
  }

  long mismatches() {
    return mismatches;
  }

  @Override
  public List<ServerView.RecordedDigest> recorded() {
    return List.copyOf(recorded);
  }
}
