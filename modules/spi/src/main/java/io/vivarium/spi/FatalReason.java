package io.vivarium.spi;

/** Why a server stops by itself, with the exit code that ZooKeeper's scripts know. */
public enum FatalReason {
  /** Something that must never happen did; the message says what. */
  UNEXPECTED(1),
  /** Bad arguments or configuration. */
  INVALID_INVOCATION(2),
  /** The data directory cannot be used. */
  DATA_DIRECTORY(3),
  /** The admin endpoint cannot be bound. */
  ADMIN_ENDPOINT(4),
  /** A snapshot or log cannot be written. */
  STORAGE_WRITE(10),
  /** A commit does not match the proposal that is next. */
  COMMIT_MISMATCH(12),
  /** A peer's packet or a truncation could not be dealt with. */
  QUORUM_PACKET(13),
  /** The quorum port cannot be bound. */
  QUORUM_PORT(14);

  private final int exitCode;

  FatalReason(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of the process. */
  public int exitCode() {
    return exitCode;
  }
}
