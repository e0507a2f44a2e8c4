package io.vivarium.kernel.pipeline;

import io.vivarium.model.TxnDigest;
import io.vivarium.model.TxnHeader;
import org.jspecify.annotations.Nullable;

/** Told of every txn after it was applied. Pipeline's thread; must be quick. */
@FunctionalInterface
interface AppliedListener {
  /**
   * A txn was applied.
   *
   * @param expected the digest that the tree should have now; null when the txn carries none or was prepared here
   * @param actual the digest that it has
   * @param bytes length of its record in the log
   */
  void applied(TxnHeader header, @Nullable TxnDigest expected, long actual, int bytes);
}
