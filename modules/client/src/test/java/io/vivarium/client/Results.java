package io.vivarium.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.Stat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Waits for results. */
final class Results {
  static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  private Results() {}

  static <T> T of(CompletableFuture<T> result) throws Exception {
    return result.get(2, TimeUnit.MINUTES);
  }

  static RequestException refusal(ErrorCode code, CompletableFuture<?> result) {
    ExecutionException failed = assertThrows(ExecutionException.class, () -> of(result));
    RequestException refusal = (RequestException) failed.getCause();
    assertEquals(code, refusal.code());
    return refusal;
  }
}
