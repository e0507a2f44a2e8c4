package com.example.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vivarium.client.Client;
import io.vivarium.client.ClientEvent;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import java.util.concurrent.CompletableFuture;

/** A product of two parts that agree on a setting. */
public final class Main {
  private Main() {}

  /** Has one part change the setting, and the other notice. */
  public static void main(String[] args) throws Exception {
    try (Coordination coordination = new Coordination();
        Client writer = coordination.connect();
        Client reader = coordination.connect()) {
      writer.create("/colour", "blue".getBytes(UTF_8), Acl.OPEN, CreateMode.PERSISTENT).join();

      CompletableFuture<ClientEvent> changed = new CompletableFuture<>();
      System.out.println("The colour is " + colour(reader, changed));
      writer.setData("/colour", "green".getBytes(UTF_8), -1).join();
      changed.join();
      System.out.println("The colour is " + colour(reader, new CompletableFuture<>()));
    }
  }

  private static String colour(Client client, CompletableFuture<ClientEvent> changed) {
    return new String(client.getData("/colour", changed::complete).join().data(), UTF_8);
  }
}
