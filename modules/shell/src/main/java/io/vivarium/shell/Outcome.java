package io.vivarium.shell;

import io.vivarium.client.ClientEvent;
import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.Stat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command has found out, for a person or a program. A command has any number of them. */
sealed interface Outcome {
  /**
   * Something short.
   *
   * @param name what it is, for programs
   * @param value a text, a number or a flag
   * @param text what a person reads
   */
  record Fact(String name, Object value, String text) implements Outcome {}

  /** A node was made. */
  record Created(String path, Stat stat) implements Outcome {}

  /** How data is shown to a person. */
  enum Form {
    TEXT,
    BASE64,
    HEX
  }

  /** What a node holds. */
  record Content(String path, byte @Nullable [] data, Form form, @Nullable Stat stat)
      implements Outcome {}

  /** What is known about a node. */
  record About(String path, Stat stat) implements Outcome {}

  /** A list that is shown in one line. */
  record Names(String path, List<String> names, @Nullable Stat stat) implements Outcome {}

  /** One of many. */
  record Path(String path) implements Outcome {}

  /** A node in its place in the tree; the depth of the top is 0. */
  record Branch(String path, int depth, String line) implements Outcome {}

  /** Who may do what. */
  record Access(String path, List<Acl> acl, @Nullable Stat stat) implements Outcome {}

  /** Who the client is. */
  record Identities(List<AuthId> ids) implements Outcome {}

  /** The ensemble's configuration; {@code committed} when it is new. */
  record Configuration(boolean committed, String text, @Nullable Stat stat) implements Outcome {}

  /** Limits of a subtree and what it uses, as the server keeps them. */
  record Quota(String path, String limits, String usage) implements Outcome {}

  /** What was done or would be done with a node. */
  record Step(String action, String path, int bytes) implements Outcome {}

  /** Something happened to what is watched. */
  record Event(ClientEvent event) implements Outcome {}

  /** Something happened to what is followed, with what a node holds now; one line each. */
  record Followed(String time, String type, String path, @Nullable String data, long zxid)
      implements Outcome {}
}
