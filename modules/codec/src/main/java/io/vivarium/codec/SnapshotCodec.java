package io.vivarium.codec;

/**
 * The sections of a snapshot, as in files and in the stream with which a leader brings a learner up:
 *
 * <pre>
 *   int count, { long session, int timeout } …
 *   int count, { long id, vector of ACL } …
 *   { string path, node } … , string "/"
 *   file:    seal, [ long zxid, int version, long digest, seal, ] [ long zxid, seal ]
 *   stream:  string "BenWasHere"
 * </pre>
 *
 * The header of a file and the bytes of seals belong to the {@link SnapshotOutput} and {@link SnapshotInput}.
 */
public final class SnapshotCodec {
  /** Stands where the path of the next node would: there is none. The root has the empty path, so this path is free. */
  static final String END = "/";

  /** Ends a stream. */
  static final String SIGNATURE = "BenWasHere";

  /** Number of the ACL that allows everything and is in no table. */
  public static final long OPEN_ACL = -1;

  private SnapshotCodec() {}

  /** An encoder that writes one snapshot. */
  public static SnapshotEncoder encoder(SnapshotOutput out) {
    return new SnapshotEncoder(out);
  }

  /**
   * A decoder that reads one snapshot.
   *
   * @param fieldLimit largest length in bytes of a string or of data
   */
  public static SnapshotDecoder decoder(SnapshotInput in, int fieldLimit) {
    return new SnapshotDecoder(in, fieldLimit);
  }

  /**
   * An assembler of one stream that arrives piece by piece.
   *
   * @param fieldLimit largest length in bytes of a string or of data
   */
  public static SnapshotAssembler assembler(SnapshotVisitor visitor, int fieldLimit) {
    return new SnapshotAssembler(visitor, fieldLimit);
  }
}
