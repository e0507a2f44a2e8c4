package io.vivarium.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Somebody at a terminal: lines are edited, completed and remembered, without secrets, until the next time. */
final class TerminalLoop {
  /** In the home directory, for its owner's eyes. */
  private static final String HISTORY = ".vivarium_shell_history";

  /** Lines with these beginnings are never remembered; a blank in front does the same for any line. */
  static final String FORGOTTEN = "addauth*";

  private TerminalLoop() {}

  /** Reads and runs lines until the end. */
  static void run(Shell shell, Path home) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      run(shell, home, terminal);
    }
  }

  static void run(Shell shell, Path home, Terminal terminal) {
    Completion completion = new Completion(shell);
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("vivarium")
            .completer((_, line, candidates) -> complete(completion, line, candidates))
            .variable(LineReader.HISTORY_FILE, historyFile(home))
            .variable(LineReader.HISTORY_IGNORE, FORGOTTEN)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    shell.notices(reader::printAbove);
    while (!shell.over()) {
      try {
        shell.execute(reader.readLine(shell.prompt()));
      } catch (UserInterruptException e) {
        // The line is given up, not the shell.
      } catch (EndOfFileException e) {
        shell.end();
      }
    }
  }

  private static void complete(Completion completion, ParsedLine line, List<Candidate> candidates) {
    for (String word : completion.of(line.word(), line.wordIndex())) {
      // A path may go on; a command is followed by a blank.
      candidates.add(new Candidate(word, word, null, null, null, null, line.wordIndex() == 0));
    }
  }

  /** Made before anything is written to it, so that nobody else could ever read it. */
  private static Path historyFile(Path home) {
    Path file = home.resolve(HISTORY);
    try {
      if (!Files.exists(file)) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // Without a place for it, the history lasts as long as the shell.
      return home.resolve(HISTORY);
    }
    return file;
  }
}
