package io.vivarium.kernel.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * The clients for whom something was queued since the last {@link #wakeAll}: each is woken once per batch, however much it gets.
 * Pipeline's thread.
 */
public final class WakeBatch {
  private final List<Client> touched = new ArrayList<>();

  /** Has the client woken at the end of the batch. */
  public void touch(Client client) {
    if (client.markTouched()) {
      touched.add(client);
    }
  }

  /** Wakes everyone who has something to send. */
  void wakeAll() {
    for (int i = 0; i < touched.size(); i++) {
      Client client = touched.get(i);
      client.clearTouched();
      client.wake();
    }
    touched.clear();
  }
}
