package io.vivarium.shell;

import io.vivarium.model.Paths;
import io.vivarium.model.Reply;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a word that is being typed may become: the name of a command, or a path of the tree. */
final class Completion {
  /** Longer than this nobody waits for a completion. */
  private static final long PATIENCE_MS = 1_000;

  /** More than this nobody reads. */
  private static final int MOST = 1_000;

  private final Shell shell;

  Completion(Shell shell) {
    this.shell = shell;
  }

  /**
   * Candidates, whole words.
   *
   * @param index of the word in the line; 0 is the command
   */
  List<String> of(String word, int index) {
    if (index == 0) {
      return shell.verbs().sorted().stream()
          .map(Verb::name)
          .filter(name -> name.startsWith(word))
          .toList();
    }
    return word.startsWith("/") ? paths(word) : List.of();
  }

  private List<String> paths(String word) {
    int slash = word.lastIndexOf('/');
    String parent = slash == 0 ? Paths.ROOT : word.substring(0, slash);
    try {
      Reply.ChildrenStat read =
          shell.client().getChildren(parent, null).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      return read.children().stream()
          .map(name -> Walk.child(parent, name))
          .filter(path -> path.startsWith(word))
          .sorted()
          .limit(MOST)
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException | TimeoutException | Failure e) {
      // Then there is no completion; the command will say what is wrong.
      return List.of();
    }
  }
}
