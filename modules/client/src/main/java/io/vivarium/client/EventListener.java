package io.vivarium.client;

/** Told of changes. Called by the client's one thread for callbacks; must not block and should not throw. */
@FunctionalInterface
public interface EventListener {
  /** Something happened. */
  void on(ClientEvent event);
}
