package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.client.ClientEvent;
import io.vivarium.client.EventListener;
import io.vivarium.client.RequestException;
import io.vivarium.client.SessionState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client, the commands that are run on it, and where their outcomes go. One thread runs commands; events are shown by the client's
 * thread for callbacks, whole lines at a time.
 */
final class Shell implements AutoCloseable {
  private static final long CLOSE_MS = 5_000;

  private final Verbs verbs = Verbs.all();
  private final ClientSettings settings;
  private final Streams streams;
  private final Printer printer;
  private final History history = new History();

  /** Told of what happens to nodes; the same object each time, so that nobody is told twice. */
  private final EventListener watcher = this::happened;

  private String servers;
  private volatile @Nullable Client client;
  private volatile boolean showEvents = true;
  private volatile Consumer<String> notices;
  private volatile @Nullable EventListener states;
  private volatile SessionState lastState = SessionState.CONNECTING;
  private boolean over;
  private int lastExitCode;

  /** A shell without a client yet. */
  Shell(ClientSettings settings, String servers, Streams streams, Printer printer) {
    this.settings = settings;
    this.servers = servers;
    this.streams = streams;
    this.printer = printer;
    notices =
        text -> {
          streams.out().println(text);
          streams.out().flush();
        };
  }

  /** Where events are shown, which come while somebody types. */
  void notices(Consumer<String> shown) {
    notices = shown;
  }

  /** Connects to these servers from now on; the client before is closed. */
  void connect(String to) throws Failure {
    close();
    servers = to;
    try {
      client = settings.builder(to).listener(this::changed).open();
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()));
    }
  }

  void reconnect() throws Failure {
    connect(servers);
  }

  /** Waits for a server, for the session timeout at most. */
  void awaitConnection() throws Failure {
    await(client().exists("/", null));
  }

  private void changed(ClientEvent event) {
    if (event instanceof ClientEvent.StateChanged(SessionState state)) {
      lastState = state;
    }
    EventListener told = states;
    if (told != null) {
      told.on(event);
    }
    if (showEvents && settings.likeZkCli()) {
      notices.accept(printer.text(new Outcome.Event(event)));
    }
  }

  private void happened(ClientEvent event) {
    if (showEvents) {
      notices.accept(printer.text(new Outcome.Event(event)));
    }
  }

  Client client() throws Failure {
    Client standing = client;
    if (standing == null) {
      throw Failure.usage("Not connected");
    }
    return standing;
  }

  EventListener watcher() {
    return watcher;
  }

  /** The watcher, or none. */
  @Nullable EventListener watcher(boolean wanted) {
    return wanted ? watcher : null;
  }

  /** Who is told of the session's states from now on, by the client's thread for callbacks; null for nobody. */
  void tellStates(@Nullable EventListener listener) {
    states = listener;
  }

  Verbs verbs() {
    return verbs;
  }

  History history() {
    return history;
  }

  Streams streams() {
    return streams;
  }

  boolean showsEvents() {
    return showEvents;
  }

  void showEvents(boolean shown) {
    showEvents = shown;
  }

  void print(Outcome outcome) {
    var stream = printer.aside(outcome) ? streams.err() : streams.out();
    stream.println(printer.text(outcome));
  }

  void fact(String name, Object value, String text) {
    print(new Outcome.Fact(name, value, text));
  }

  /** Something that zkCli says on the error stream though it is no error. */
  void aside(String text) {
    streams.err().println(text);
  }

  /** The result, once it is there. */
  <T extends @Nullable Object> T await(CompletableFuture<T> result) throws Failure {
    try {
      return result.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RequestException refusal) {
        throw Messages.of(refusal);
      }
      throw Failure.usage(String.valueOf(cause == null ? e.getMessage() : cause.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.usage("interrupted");
    }
  }

  String prompt() {
    String state = client == null ? "NOT_CONNECTED" : TextPrinter.promptWord(stateOf(client));
    return "[zk: " + servers + "(" + state + ") " + history.next() + "] ";
  }

  private SessionState stateOf(Client standing) {
    // What has been shown counts, so that prompt and events agree.
    return standing.state().ended() ? standing.state() : lastState;
  }

  /** Runs a line; the exit code tells how it went, and what went wrong has been shown. */
  int execute(String line) {
    List<String> words = Words.of(line);
    if (words.isEmpty()) {
      return lastExitCode;
    }
    history.add(line);
    return execute(words);
  }

  /** Runs a command. */
  int execute(List<String> words) {
    int before = lastExitCode;
    lastExitCode = 0;
    try {
      run(words);
    } catch (Failure failure) {
      lastExitCode = failure.exitCode();
      streams.err().println(printer.text(failure));
    } finally {
      streams.out().flush();
      streams.err().flush();
    }
    if (over) {
      // Who leaves says how it went until then.
      lastExitCode = before;
    }
    return lastExitCode;
  }

  /** Runs a command within another. */
  void run(List<String> words) throws Failure {
    Verb verb = verbs.find(words.getFirst());
    if (verb == null) {
      if (printer instanceof TextPrinter) {
        aside(verbs.usage());
      }
      throw new Failure(
          "UNKNOWN_COMMAND",
          "Command not found: Command not found " + words.getFirst(),
          null,
          Failure.UNKNOWN_COMMAND);
    }
    Arguments arguments = verb.syntax().parse(words.subList(1, words.size()), verb.usage());
    verb.action().run(this, arguments);
  }

  /** How the last command went. */
  int lastExitCode() {
    return lastExitCode;
  }

  boolean over() {
    return over;
  }

  void end() {
    over = true;
  }

  /** Ends the session, if that can be done soon; its server would end it otherwise. */
  @Override
  public void close() {
    Client standing = client;
    if (standing == null) {
      return;
    }
    try {
      standing.closeAsync().get(CLOSE_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      aside("The session could not be closed; it ends by itself after its timeout");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
