package io.vivarium.tree;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a txn did, for the reply.
 *
 * @param error an {@link ErrorCode} number; 0 when it took effect
 * @param stat of the node created or changed, at that moment; null for everything else and when the txn failed
 * @param parts outcome of each part of a multi, in order; empty for everything else
 */
public record TxnOutcome(int error, @Nullable Stat stat, List<TxnOutcome> parts) {
  /** Done, nothing to show. */
  public static final TxnOutcome DONE = new TxnOutcome(0, null, List.of());

  private static final TxnOutcome NO_NODE = failed(ErrorCode.NO_NODE.code());
  private static final TxnOutcome NODE_EXISTS = failed(ErrorCode.NODE_EXISTS.code());
  private static final TxnOutcome BAD_ARGUMENTS = failed(ErrorCode.BAD_ARGUMENTS.code());

  static TxnOutcome failed(int error) {
    return new TxnOutcome(error, null, List.of());
  }

  static TxnOutcome noNode() {
    return NO_NODE;
  }

  static TxnOutcome nodeExists() {
    return NODE_EXISTS;
  }

  static TxnOutcome badArguments() {
    return BAD_ARGUMENTS;
  }

  static TxnOutcome changed(Stat stat) {
    return new TxnOutcome(0, stat, List.of());
  }

  static TxnOutcome multi(List<TxnOutcome> parts) {
    return new TxnOutcome(0, null, parts);
  }
}
