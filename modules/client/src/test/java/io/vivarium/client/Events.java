package io.vivarium.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a listener was told, to be taken one after the other. */
final class Events implements EventListener {
  private final BlockingQueue<ClientEvent> told = new LinkedBlockingQueue<>();

  @Override
  public void on(ClientEvent event) {
    told.add(event);
  }

  ClientEvent next() throws InterruptedException {
    return assertNotNull(told.poll(2, TimeUnit.MINUTES), "nothing was told");
  }

  SessionState nextState() throws InterruptedException {
    return ((ClientEvent.StateChanged) next()).state();
  }

  boolean none() {
    return told.isEmpty();
  }

  private static <T> T assertNotNull(T value, String message) {
    org.junit.jupiter.api.Assertions.assertNotNull(value, message);
    return value;
  }
}
