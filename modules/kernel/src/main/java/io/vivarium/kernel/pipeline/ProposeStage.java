package io.vivarium.kernel.pipeline;

import io.vivarium.codec.JuteWriter;
import io.vivarium.codec.TxnCodec;
import io.vivarium.kernel.metrics.LeaderFigures;
import io.vivarium.kernel.pipeline.PipelineInput.ClientRequest;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import io.vivarium.spi.consensus.Consensus;
import io.vivarium.spi.consensus.Proposal;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes a prepared txn, once for log, peers and memory, and gives it to consensus. Pipeline's thread. */
final class ProposeStage {
  private final Consensus consensus;
  private final CommitStage commits;
  private final JuteWriter writer = new JuteWriter();
  private final boolean digests;
  private final LeaderFigures figures;

  ProposeStage(Consensus consensus, CommitStage commits, boolean digests, LeaderFigures figures) {
    this.consensus = consensus;
    this.commits = commits;
    this.digests = digests;
    this.figures = figures;
  }

  /**
   * Proposes a txn.
   *
   * @param request whose it is; the answer waits until it is committed
   * @param digest the digest of the tree after it
   */
  void propose(@Nullable ClientRequest request, TxnHeader header, Txn txn, long digest) {
    // Waiting first: an engine may deliver before propose returns.
    commits.await(new InFlight.Write(request, header, txn));
    ByteBuffer encoded = encode(header, txn, digest);
    figures.proposed(encoded.remaining());
    consensus.propose(new Proposal(header.zxid(), encoded));
  }

  private ByteBuffer encode(TxnHeader header, Txn txn, long digest) {
    boolean carriesDigest = digests && !(txn instanceof Txn.Failed);
    writer.clear();
    TxnCodec.encode(
        header, txn, carriesDigest ? new TxnDigest(TxnDigest.VERSION, digest) : null, writer);
    return ByteBuffer.wrap(writer.toByteArray()).asReadOnlyBuffer();
  }
}
