package io.vivarium.acceptance.javaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.zookeeper.KeeperException;
import org.junit.jupiter.api.function.Executable;

/** Expecting the error code that a client would see. */
final class Failures {
  private Failures() {}

  static void assertFailsWith(KeeperException.Code code, Executable call) {
    KeeperException failure = assertThrows(KeeperException.class, call);
    assertEquals(code, failure.code());
  }
}
