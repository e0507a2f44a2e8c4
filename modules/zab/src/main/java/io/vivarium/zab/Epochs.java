package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.spi.FatalErrors;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.spi.storage.Storage;
import io.vivarium.spi.storage.StorageException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two promises of a server that outlive it: the last epoch it has agreed to follow, and the epoch whose leader's history it holds.
 * Memory changes after the file. Invariant: {@code current <= accepted}, and neither ever decreases.
 */
final class Epochs {
  /** The largest epoch: ACKEPOCH carries it in a signed int. */
  static final long LAST = Integer.MAX_VALUE;

  private static final Logger log = LoggerFactory.getLogger(Epochs.class);

  private final DurableNumber acceptedFile;
  private final DurableNumber currentFile;
  private final FatalErrors fatal;
  private long accepted;
  private long current;

  /** The greatest epoch that a voter was found to be promised to while this server led an earlier one. */
  private long heard;

  Epochs(Storage storage, FatalErrors fatal) {
    this.acceptedFile = storage.number("acceptedEpoch");
    this.currentFile = storage.number("currentEpoch");
    this.fatal = fatal;
  }

  /**
   * Reads both. What is missing is the epoch of the last txn, as for a server that was on its own so far. A history that reaches into a
   * later epoch than the current one is no error: the server stopped before it had all of that epoch's initial history, or before it
   * had noted that it had.
   */
  void recover(long lastZxid) {
    try {
      OptionalLong knownAccepted = acceptedFile.read();
      OptionalLong knownCurrent = currentFile.read();
      current = knownCurrent.orElse(Zxid.epoch(lastZxid));
      accepted = knownAccepted.orElse(Math.max(current, Zxid.epoch(lastZxid)));
      if (accepted < current || current < 0 || accepted > LAST) {
        throw new IllegalStateException(
            "acceptedEpoch is "
                + accepted
                + " and currentEpoch is "
                + current
                + "; the first is never less than the second, and both are from 0 to "
                + LAST
                + ". A file was changed or lost: restore both, or empty this server's data directory and let it"
                + " learn everything from the others.");
      }
      if (knownAccepted.isEmpty()) {
        acceptedFile.write(accepted);
      }
      if (knownCurrent.isEmpty()) {
        currentFile.write(current);
      }
      log.info(
          "Promised to epoch {}, history of epoch {}, up to {}",
          accepted,
          current,
          Zxid.text(lastZxid));
    } catch (StorageException e) {
      throw failed("read", e);
    }
  }

  /** The last epoch that this server has agreed to. */
  long accepted() {
    return accepted;
  }

  /** A voter is promised to this epoch, whose leader never came to lead. */
  void hear(long promised) {
    heard = Math.max(heard, promised);
  }

  /** The greatest epoch known here: what this server leads next comes after it, so that nobody who is promised to it is left out. */
  long greatest() {
    return Math.max(accepted, heard);
  }

  /** The epoch whose leader's history this server holds. */
  long current() {
    return current;
  }

  /** Agrees to an epoch, for good, before anybody hears of it. */
  void accept(long epoch) {
    if (epoch <= accepted) {
      throw new IllegalStateException("epoch " + epoch + " after epoch " + accepted);
    }
    try {
      acceptedFile.write(epoch);
    } catch (StorageException e) {
      throw failed("write", e);
    }
    accepted = epoch;
  }

  /** The history of an epoch's leader is on this server's disk. */
  void enter(long epoch) {
    if (epoch > accepted || epoch < current) {
      throw new IllegalStateException(
          "history of epoch "
              + epoch
              + ", agreed to "
              + accepted
              + ", history of epoch "
              + current);
    }
    if (epoch == current) {
      return;
    }
    try {
      currentFile.write(epoch);
    } catch (StorageException e) {
      throw failed("write", e);
    }
    current = epoch;
  }

  private UncheckedIOException failed(String what, StorageException e) {
    fatal.stop(
        FatalReason.STORAGE_WRITE,
        "Cannot "
            + what
            + " the epochs of this server: "
            + e.getMessage()
            + ". Without them it must not take part.",
        e);
    return new UncheckedIOException(e);
  }
}
